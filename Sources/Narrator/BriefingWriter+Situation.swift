import Hospital

extension BriefingWriter {
    /// How things stand now: the department, the beds, the alerts.
    func situation() -> [Briefing.Topic] {
        staleness + [
            topic("ED", [census, longWaits, boarding], missing: "No ED figures for this shift."),
            topic("Beds", [hospitalBeds], missing: "No bed figures for this shift."),
            Briefing.Topic("Alerts", alertSentences),
        ]
    }

    /// A warning ahead of everything else when the feed is silent.
    private var staleness: [Briefing.Topic] {
        guard let age = figure(.feedAge), let row = threshold(.feedAge), row.level(age.value) > .green,
            let slot = Slot(age)
        else { return [] }
        return [
            Briefing.Topic(
                "Data",
                ["No message for \(slot, "minute", "minutes"): live figures may be out of date."]
            )
        ]
    }

    private var census: Sentence? {
        guard let census = figure(.census), let slot = Slot(census) else { return nil }
        let change: Sentence = "\(changeOf: census)"
        let spaces: Sentence? = self.slot(.emergencySpaces).map {
            "\(words: change.pieces.isEmpty ? "" : ",") in \($0, "space", "spaces")"
        }
        return "\(slot, "patient", "patients")\(change)\(spaces)."
    }

    private var longWaits: Sentence? {
        guard let waiting = figure(.waitingOver210), var slot = Slot(waiting) else { return nil }
        slot.style = .quantity
        guard slot.rounded != 0 else {
            return "\(slot, "one", "one") has been there over three and a half hours."
        }
        return """
            \(slot) \(words: slot.rounded == 1 ? "has" : "have") been there over three and a half hours\
            \(changeOf: waiting).
            """
    }

    private var boarding: Sentence? {
        guard let boarders = figure(.boarders), var slot = Slot(boarders) else { return nil }
        slot.style = .quantity
        guard slot.rounded != 0 else { return "\(slot, "one", "one") is waiting for a ward bed." }
        let verb = slot.rounded == 1 ? "is" : "are"
        return "\(slot) \(words: verb) admitted and waiting for a ward bed\(changeOf: boarders)."
    }

    private var hospitalBeds: Sentence? {
        guard let occupancy = figure(.occupancy), let percent = Slot(occupancy) else { return nil }
        let share: Sentence = "\(percent) full\(changeOf: occupancy)"
        guard let free = slot(.freeBeds), let beds = slot(.beds) else { return "\(share)." }
        return "\(share): \(free) free of \(beds)."
    }

    /// A count, then each critical alert, or the warnings when none is critical; at most four.
    private var alertSentences: [Sentence] {
        guard let critical = slot(.criticalAlerts), let warnings = slot(.warningAlerts) else { return [] }
        if critical.value == 0, warnings.value == 0 {
            return facts.alerts.isEmpty
                ? ["\(critical, "alert", "alerts") open."]
                : ["\(critical, "critical alert", "critical alerts") or warnings open."]
        }
        let count: Sentence =
            switch (critical.value, warnings.value) {
            case (0, _): "\(warnings, "warning", "warnings") open, none critical."
            case (_, 0): "\(critical, "critical alert", "critical alerts") open."
            default: "\(critical) critical and \(warnings, "warning", "warnings") open."
            }
        let severity: BriefingFacts.Alert.Severity = critical.value > 0 ? .critical : .warning
        let told = facts.alerts.filter { $0.severity == severity }.sorted { $0.since < $1.since }.prefix(4)
        return [count] + told.map(sentence)
    }

    private func sentence(_ alert: BriefingFacts.Alert) -> Sentence {
        let what = alert.spoken
        guard !alert.ward.isEmpty else {
            return "\(name: what.prefix(1).uppercased() + what.dropFirst()), \(since(alert.since))."
        }
        return "\(name: alert.ward): \(name: what), \(since(alert.since))."
    }

    /// `since 05:40`, with the day when that is not within the last day.
    private func since(_ moment: Timestamp) -> Sentence {
        let local = facts.local(moment)
        let age = facts.at.since(moment)
        if age < .day { return "since \(time: local)" }
        if age < .hours(144) { return "since \(words: CalendarWords.weekday(local.weekday)) \(time: local)" }
        return "since \(date: local)"
    }
}

extension BriefingFacts.Alert {
    /// The message without its full stop, or the rule's name when the message holds digits.
    package var spoken: String {
        let read =
            message.contains(where: \.isNumber) || message.isEmpty
            ? String(rule.map { $0 == "_" || $0 == "-" ? " " : $0 }) : message
        var words = read[...]
        while let last = words.last, last == "." || last.isWhitespace { words.removeLast() }
        let isAcronym = words.dropFirst().first?.isUppercase ?? false
        return isAcronym ? String(words) : words.prefix(1).lowercased() + words.dropFirst()
    }
}
