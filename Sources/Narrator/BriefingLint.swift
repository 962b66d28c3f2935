/// Checks that every number a briefing reads comes from a figure at the stated rounding.
package enum BriefingLint {
    /// What is wrong, in words; empty for a clean briefing.
    ///
    /// - Parameter facts: when given, each slot must hold its figure's value there, and each name be known.
    package static func problems(in briefing: Briefing, against facts: BriefingFacts? = nil) -> [String] {
        let kept = briefing.reasons.filter { $0.level != briefing.level }.map(\.sentence)
        var problems = (briefing.sentences + kept).flatMap { sentence in
            sentence.pieces.compactMap { problem(of: $0).map { "\($0) in \"\(sentence.template)\"" } }
        }
        problems += fixedWords(briefing).filter(hasDigit).map { "digits in the fixed words \"\($0)\"" }
        if let facts { problems += strangers(in: briefing, facts.completed()) }
        let expected = briefing.sentences.flatMap(\.pieces).flatMap { numbers(in: $0.text) }
        let read = numbers(inMarkdown: MarkdownRenderer.render(briefing))
        if read != expected { problems.append("read numbers \(read), the slots and names hold \(expected)") }
        return problems
    }

    private static func problem(of piece: Sentence.Piece) -> String? {
        switch (piece.kind, piece.slot) {
        case (.words, nil): hasDigit(piece.text) ? "digits outside a slot, \"\(piece.text)\"," : nil
        case (.slot, let slot?):
            slot.text == piece.text && slot.value.isFinite
                ? nil : "\(slot.figure.rawValue) reads \"\(piece.text)\", rounds to \"\(slot.text)\","
        case (.time, nil): isTime(piece.text) ? nil : "\"\(piece.text)\" is no time of day"
        case (.date, nil): isDate(piece.text) ? nil : "\"\(piece.text)\" is no date"
        case (.name, nil): nil
        default: "a \(piece.kind.rawValue) piece that is not what it says"
        }
    }

    /// Words that no sentence holds: headings, labels, owners.
    private static func fixedWords(_ briefing: Briefing) -> [String] {
        briefing.sections.flatMap { [$0.heading] + $0.topics.map(\.label) } + briefing.orders.map(\.owner)
            + [Briefing.noReasons, Briefing.noOrders, Briefing.noNotes]
    }

    private static func strangers(in briefing: Briefing, _ facts: BriefingFacts) -> [String] {
        let names = Set(
            [facts.facility] + facts.wards.map(\.code) + facts.alerts.flatMap { [$0.ward, $0.spoken] }
                + facts.corrections.flatMap { [$0.figure.ward, facts.spokenName($0.figure.id)] }
        ).flatMap { [$0, $0.prefix(1).uppercased() + $0.dropFirst()] }.map { Sentence.Piece.name($0).text }
        return briefing.sentences.flatMap(\.pieces).compactMap { piece in
            if piece.kind == .name, !names.contains(piece.text) { return "unknown name \"\(piece.text)\"" }
            guard let slot = piece.slot, !matches(slot, facts) else { return nil }
            return "\(slot.figure.rawValue) \(slot.part.rawValue) is not \(slot.value) in the facts"
        }
    }

    private static func matches(_ slot: Slot, _ facts: BriefingFacts) -> Bool {
        let figure = facts.figure(slot.figure, ward: slot.ward, window: slot.window)
        switch slot.part {
        case .current: return figure?.value == slot.value
        case .previous: return figure?.previous == slot.value
        case .said: return facts.corrections.contains { $0.figure.key == slot.key && $0.said == slot.value }
        case .corrected:
            return facts.corrections.contains { $0.figure.key == slot.key && $0.figure.value == slot.value }
        }
    }

    /// Every run of digits, with the commas, points and colons inside it.
    package static func numbers(in text: String) -> [String] {
        var numbers: [String] = []
        var run = ""
        for character in text + " " {
            if character.isNumber || !run.isEmpty && ",.:".contains(character) {
                run.append(character)
            } else if !run.isEmpty {
                while let last = run.last, !last.isNumber { run.removeLast() }
                numbers.append(run)
                run = ""
            }
        }
        return numbers
    }

    /// The numbers of a rendered briefing without the ordinals of its list of orders.
    private static func numbers(inMarkdown text: String) -> [String] {
        text.split(separator: "\n").flatMap { line in
            let ordinal = line.prefix { $0.isNumber }
            let isOrder = !ordinal.isEmpty && line.dropFirst(ordinal.count).hasPrefix(". ")
            return numbers(in: String(isOrder ? line.dropFirst(ordinal.count) : line))
        }
    }

    private static func hasDigit(_ text: String) -> Bool {
        text.contains(where: \.isNumber)
    }

    /// `HH:MM`.
    private static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = UInt(parts[0]),
            let minute = UInt(parts[1])
        else { return false }
        return hour < 24 && minute < 60
    }

    /// `5 January 2026`.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = UInt(parts[0]), parts[2].count == 4, UInt(parts[2]) != nil else {
            return false
        }
        return (1...31).contains(day) && CalendarWords.months.contains(String(parts[1]))
    }
}
