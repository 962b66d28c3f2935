import Hospital

/// One number the briefing may cite, with where it comes from.
package struct Figure: Sendable, Equatable, Codable {
    /// Which stretch of time the figure speaks of.
    package enum Window: String, Sendable, Codable, CaseIterable {
        /// The moment of the briefing, or the latest full hour before it.
        case now
        /// The period the briefing covers.
        case shift
        /// The shift that begins.
        case coming
    }

    /// What the value counts; percentages run 0...100 and beyond, ratios 0...1.
    package enum Unit: String, Sendable, Codable, CaseIterable {
        case count, percent, hours, minutes, ratio
    }

    /// What finds a figure; two figures of one briefing never share it.
    package struct Key: Hashable, Sendable, Codable {
        package var id: FigureID
        /// Ward code; empty for the whole facility.
        package var ward: String
        package var window: Window

        package init(_ id: FigureID, ward: String = "", window: Window = .now) {
            self.id = id
            self.ward = ward
            self.window = window
        }
    }

    package var id: FigureID
    /// Ward code; empty for the whole facility.
    package var ward: String
    package var window: Window
    /// The gold buckets behind the figure, in words the pipeline chooses, `2026-01-05T06:00:00Z PT1H`.
    package var bucket: String
    /// In `unit`; a value that is not finite counts as missing.
    package var value: Double
    package var unit: Unit
    /// The same figure at the shift change before.
    package var previous: Double?
    /// The figures this one was computed from; empty for a gold row.
    package var sources: [Key]
    /// The site's limits for this figure, no part of its JSON; nil for the standard ones.
    var limits: KPIThreshold?

    private enum CodingKeys: CodingKey {
        case id, ward, window, bucket, value, unit, previous, sources
    }

    package init(
        _ id: FigureID,
        ward: String = "",
        window: Window = .now,
        bucket: String = "",
        value: Double,
        unit: Unit = .count,
        previous: Double? = nil,
        sources: [Key] = []
    ) {
        self.id = id
        self.ward = ward
        self.window = window
        self.bucket = bucket
        self.value = value
        self.unit = unit
        self.previous = previous
        self.sources = sources
    }

    package var key: Key { Key(id, ward: ward, window: window) }
}
