import Hospital

/// Writes the briefing for one set of facts; a pure function of them.
///
/// A sentence whose figure is missing is left out; a topic left empty says that there are no figures.
package struct BriefingWriter {
    let facts: BriefingFacts
    /// The table that decides the level.
    let thresholds: [Threshold]
    private let figures: [Figure.Key: Figure]

    package init(_ facts: BriefingFacts) {
        let completed = facts.completed()
        self.facts = completed
        thresholds = Threshold.table(completed.thresholds)
        figures = Dictionary(
            completed.figures.filter(\.isSpeakable).map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The whole briefing.
    package func briefing() -> Briefing {
        let reasons = reasons()
        let level = reasons.map(\.level).max() ?? .green
        return Briefing(
            facility: facts.facility,
            at: facts.at,
            handover: facts.handover,
            title: title,
            subtitle: subtitle,
            level: level,
            reasons: reasons,
            sections: [
                Briefing.Section("Situation", situation()),
                Briefing.Section("Background", background()),
                Briefing.Section("Assessment", assessment()),
            ],
            orders: orders(level: level, reasons: reasons),
            notes: notes()
        )
    }

    private var title: Sentence { "Shift briefing, \(name: facts.facility)" }

    private var subtitle: Sentence {
        let local = facts.localTime
        let start = CivilTime(utc: facts.periodStart + .seconds(facts.startOffsetSeconds))
        let end = facts.local(facts.periodEnd)
        return """
            \(words: CalendarWords.weekday(local.weekday)) \(date: local), \(time: local). \
            \(words: facts.handover.headline), covering \(time: start) to \(time: end).
            """
    }

    // Look-ups shared by the sections.

    /// The row for `figure` in this scope.
    func threshold(_ figure: FigureID, _ scope: Threshold.Scope = .hospital) -> Threshold? {
        thresholds.first { $0.figure == figure && $0.scope == scope }
    }

    /// The limit of a critical stay in words, "four days".
    var criticalStay: String { facts.criticalStay }

    func figure(_ id: FigureID, ward: String = "", window: Figure.Window = .now) -> Figure? {
        figures[Figure.Key(id, ward: ward, window: window)]
    }

    func slot(_ id: FigureID, ward: String = "", window: Figure.Window = .now) -> Slot? {
        figure(id, ward: ward, window: window).flatMap { Slot($0) }
    }

    /// The first of these windows that has the figure.
    func figure(_ id: FigureID, ward: String, windows: [Figure.Window]) -> Figure? {
        windows.lazy.compactMap { figure(id, ward: ward, window: $0) }.first
    }

    /// The figure of each bedded ward that has one, in layout order.
    func byWard(_ id: FigureID, window: Figure.Window = .now) -> [Figure] {
        facts.beddedWards.compactMap { figure(id, ward: $0, window: window) }
    }

    /// Every ward's figure, emergency wards too, in the first of these windows that has any.
    func byEveryWard(_ id: FigureID, windows: [Figure.Window]) -> [Figure] {
        for window in windows {
            let figures = facts.wards.compactMap { figure(id, ward: $0.code, window: window) }
            if !figures.isEmpty { return figures }
        }
        return []
    }

    /// `sentences`, or the line that says why there are none.
    func topic(_ label: String, _ sentences: [Sentence?], missing: Sentence) -> Briefing.Topic {
        let present = sentences.compactMap(\.self)
        return Briefing.Topic(label, present.isEmpty ? [missing] : present)
    }
}

extension Array where Element == Figure {
    /// Highest value first; equal values keep their order.
    var highestFirst: [Figure] { ordered { $0 > $1 } }

    /// Lowest value first; equal values keep their order.
    var lowestFirst: [Figure] { ordered { $0 < $1 } }

    private func ordered(_ precedes: (Double, Double) -> Bool) -> [Figure] {
        enumerated().sorted { left, right in
            left.element.value == right.element.value
                ? left.offset < right.offset : precedes(left.element.value, right.element.value)
        }.map(\.element)
    }
}
