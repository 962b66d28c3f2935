/// A number in a sentence, with the figure it was read from and how it was rounded.
package struct Slot: Sendable, Equatable, Codable {
    /// Which of the figure's values is read.
    package enum Part: String, Sendable, Codable {
        case current, previous
        /// What the last briefing said, in a correction.
        case said
        /// What the last briefing should have said.
        case corrected
    }

    /// How the number is written.
    package enum Style: String, Sendable, Codable {
        case digits
        /// As digits, and "no" for nought: for slots before a noun.
        case quantity
        /// Without its sign: where the words say more or fewer.
        case magnitude
    }

    package var figure: FigureID
    /// Ward code; empty for the whole facility.
    package var ward: String
    package var window: Figure.Window
    package var bucket: String
    package var part: Part
    /// The exact value, before rounding.
    package var value: Double
    /// Decimals shown, 0...3; rounding is half away from nought.
    package var decimals: Int
    package var unit: Figure.Unit
    package var style: Style
    /// The figures a derived figure was computed from.
    package var sources: [Figure.Key]

    /// The slot that reads `part` of `figure`; nil when the figure has no such value.
    package init?(_ figure: Figure, part: Part = .current, style: Style = .digits, decimals: Int? = nil) {
        let value = part == .previous ? figure.previous : figure.value
        guard let value, value.isFinite, value.magnitude < 1e12 else { return nil }
        self.figure = figure.id
        ward = figure.ward
        window = figure.window
        bucket = figure.bucket
        self.part = part
        self.value = value
        self.decimals = decimals ?? figure.decimals
        unit = figure.unit
        self.style = style
        sources = figure.sources
    }

    package var key: Figure.Key { Figure.Key(figure, ward: ward, window: window) }

    /// Whether this slot's number depends on `key`, directly or through a derived figure.
    package func depends(on key: Figure.Key) -> Bool {
        self.key == key || sources.contains(key)
    }

    /// The number as it is read: grouped by thousands, with `%` for percentages.
    package var text: String {
        let shown = DecimalText.text(style == .magnitude ? value.magnitude : value, decimals: decimals)
        if style == .quantity, shown == "0" { return "no" }
        return unit == .percent ? shown + "%" : shown
    }

    /// The number as rounded, for comparisons that must agree with what is read.
    package var rounded: Double { DecimalText.rounded(value, decimals: decimals) }
}
