import Hospital

extension BriefingWriter {
    /// What presses hardest and what is coming.
    func assessment() -> [Briefing.Topic] {
        [
            topic("Wards", [tightest, roomiest], missing: "No ward figures for this shift."),
            topic(
                "Staffing",
                [fill(.nurseFill, "RN"), fill(.supportFill, "HCSW")],
                missing: "No staffing figures for this shift."
            ),
            topic(
                "Outlook",
                [likelyBreaches, longStays, unevenWaits],
                missing: "No model figures for this shift."
            ),
        ]
    }

    /// The wards beyond the hospital's own limit, at most three, five when they are full; or the fullest one.
    private var tightest: Sentence? {
        let wards = byWard(.occupancy).highestFirst
        let tight = tightWards
        guard !tight.isEmpty else { return wards.first.map { "Fullest ward: \(fullness($0))." } }
        let full = threshold(.occupancy, .eachWard).map { crossing($0).count } ?? 0
        let told = tight.prefix(max(3, min(5, full))).map(fullness)
        return "\(words: told.count == 1 ? "Tightest ward" : "Tightest wards"): \(list: told)."
    }

    private var tightWards: [Figure] {
        guard let row = threshold(.occupancy) else { return [] }
        return byWard(.occupancy).filter { row.level($0.value) > .green }.highestFirst
    }

    /// `AMU 97% (2 beds free)`; a full ward has no more to say.
    private func fullness(_ occupancy: Figure) -> Sentence {
        guard let slot = Slot(occupancy) else { return "" }
        let free: Sentence? = self.slot(.freeBeds, ward: occupancy.ward).flatMap {
            $0.rounded == 0 ? nil : " (\($0, "bed", "beds") free)"
        }
        return "\(name: occupancy.ward) \(slot)\(free)"
    }

    /// Up to two wards with most free beds, read only when some ward is tight.
    private var roomiest: Sentence? {
        let tight = tightWards.map(\.ward)
        guard !tight.isEmpty else { return nil }
        let room = byWard(.freeBeds).filter { $0.value >= 3 && !tight.contains($0.ward) }
        let parts: [Sentence] = room.highestFirst.prefix(2).compactMap { figure in
            Slot(figure).map { "\(name: figure.ward) \($0, "bed", "beds")" }
        }
        return parts.isEmpty ? nil : "Room left: \(list: parts)."
    }

    /// The wards below the threshold, worst first, or the lowest one.
    private func fill(_ id: FigureID, _ role: String) -> Sentence? {
        guard let row = threshold(id, .eachWard) else { return nil }
        let wards = byEveryWard(id, windows: row.windows).lowestFirst
        guard let lowest = wards.first, let slot = Slot(lowest) else { return nil }
        let verb = lowest.window == .coming ? "for \(facts.handover.comingName) is" : "was"
        let short = wards.filter { row.level($0.value) > .green }
        guard !short.isEmpty else {
            return "Lowest \(words: role) fill \(words: verb) \(slot), on \(name: lowest.ward)."
        }
        return "\(words: role) fill \(words: verb) \(list: slotsOnWards(short))."
    }

    private var likelyBreaches: Sentence? {
        guard var slot = slot(.likelyBreaches) else { return nil }
        slot.style = .quantity
        if slot.rounded == 0 { return "\(slot, "one", "one") in ED is likely to breach four hours." }
        return
            "\(slot, "patient now in ED is", "patients now in ED are") likely to breach."
    }

    private var longStays: Sentence? {
        guard let total = slot(.predictedLongStays) else { return nil }
        let most: Sentence? = byWard(.predictedLongStays).highestFirst.first.flatMap { figure in
            guard let slot = Slot(figure), slot.value >= 2, slot.value < total.value else { return nil }
            return ", \(slot) of them in \(name: figure.ward)"
        }
        let verb = total.rounded == 1 ? "inpatient is" : "inpatients are"
        return "\(total, verb, verb) flagged as likely to stay beyond \(words: criticalStay)\(most)."
    }

    /// Read when waits to be seen are spread beyond the first limit.
    private var unevenWaits: Sentence? {
        guard let chaos = figure(.chaos), facts.thresholds[.chaos].band(chaos.value) >= .watch,
            let slot = Slot(chaos)
        else { return nil }
        return "Waits to be seen are uneven: a spread of \(slot, "minute", "minutes")\(changeOf: chaos)."
    }
}
