import Hospital

extension BriefingWriter {
    /// The most orders one briefing gives.
    package static let mostOrders = 7

    /// An order and the level of what it answers.
    private struct Candidate {
        var level: BriefingLevel
        var order: Briefing.Order
    }

    /// What to do and who does it: what lets us see, then answers to red figures, then in the order below.
    func orders(level: BriefingLevel, reasons: [Briefing.Reason]) -> [Briefing.Order] {
        if level == .green { return watch.map { [$0] } ?? [] }
        let candidates = [
            positionByPhone, feedOrder, reviewOrder, boarderOrder, escalationOrder, staffingOrder,
            dischargeOrder,
            alertOrder,
        ].compactMap(\.self)
        let ranked = candidates.filter { $0.level == .red } + candidates.filter { $0.level != .red }
        let call = level == .red ? [executiveCall(reasons)] : []
        return Array((call + ranked.map(\.order)).prefix(Self.mostOrders))
    }

    private func executiveCall(_ reasons: [Briefing.Reason]) -> Briefing.Order {
        let why = reasons.filter { $0.level == .red }.prefix(2).map(\.sentence)
        return Briefing.Order("Call the executive on call: \(list: why).", owner: "Site manager")
    }

    private var positionByPhone: Candidate? {
        guard figure(.occupancy) == nil, figure(.census) == nil else { return nil }
        return Candidate(
            level: .red,
            order: Briefing.Order("Phone round ED and the wards for the position.", owner: "Site manager")
        )
    }

    private var feedOrder: Candidate? {
        guard let (_, age) = crossed(.feedAge) else { return nil }
        return Candidate(
            level: .red,
            order: Briefing.Order(
                "Restore the message feed, silent for \(age, "minute", "minutes"); take bed states by phone.",
                owner: "IT on call"
            )
        )
    }

    private var reviewOrder: Candidate? {
        guard let (level, waiting) = crossed(.waitingOver210) else { return nil }
        let likely: Sentence? = slot(.likelyBreaches).map { ", \($0) likely to breach" }
        return Candidate(
            level: level,
            order: Briefing.Order(
                "Senior review now: \(waiting, "patient", "patients") past three and a half hours\(likely).",
                owner: "ED consultant in charge"
            )
        )
    }

    private var boarderOrder: Candidate? {
        guard let (level, _) = crossed(.boardersPercent), let boarders = slot(.boarders) else { return nil }
        return Candidate(
            level: level,
            order: Briefing.Order(
                "Give ED the next free beds: \(boarders, "patient", "patients") boarding.",
                owner: "Bed manager"
            )
        )
    }

    private var alertOrder: Candidate? {
        guard let (level, count) = crossed(.criticalAlerts) else { return nil }
        var wards: [String] = []
        for alert in facts.alerts where alert.severity == .critical && !alert.ward.isEmpty {
            if !wards.contains(alert.ward) { wards.append(alert.ward) }
        }
        let places: [Sentence] = wards.prefix(3).map { "\(name: $0)" }
        let on: Sentence? = places.isEmpty ? nil : ": \(list: places)"
        return Candidate(
            level: level,
            order: Briefing.Order(
                "Answer \(count, "critical alert", "critical alerts")\(on).",
                owner: "Site manager"
            )
        )
    }

    /// Wards short of staff, worst nurse fill first, at most three.
    private var staffingOrder: Candidate? {
        let rows = [threshold(.nurseFill, .eachWard), threshold(.supportFill, .eachWard)].compactMap(
            \.self
        )
        var wards: [String] = []
        var worst = BriefingLevel.green
        for row in rows {
            for figure in crossing(row) {
                worst = max(worst, row.level(figure.value))
                if !wards.contains(figure.ward) { wards.append(figure.ward) }
            }
        }
        guard !wards.isEmpty else { return nil }
        let parts = wards.prefix(3).map(staffingGap)
        return Candidate(
            level: worst,
            order: Briefing.Order(
                "Staff up \(words: facts.handover.comingName) on \(list: parts).",
                owner: "Site matron"
            )
        )
    }

    /// `AMU (RN fill 78%, beds 97% full)`.
    private func staffingGap(_ ward: String) -> Sentence {
        var parts: [Sentence] = []
        for (id, role) in [(FigureID.nurseFill, "RN"), (.supportFill, "HCSW")] {
            guard let row = threshold(id, .eachWard),
                let figure = figure(id, ward: ward, windows: row.windows),
                row.level(figure.value) > .green, let slot = Slot(figure)
            else { continue }
            parts.append("\(words: role) fill \(slot)")
        }
        if let occupancy = slot(.occupancy, ward: ward) { parts.append("beds \(occupancy) full") }
        return "\(name: ward) (\(list: parts, last: ", "))"
    }

    /// Wards at their own limit, or the fullest when the hospital's beds are red: the three largest.
    private var escalationOrder: Candidate? {
        guard let row = threshold(.occupancy, .eachWard) else { return nil }
        let hospital = crossed(.occupancy)?.level ?? .green
        var wards = crossing(row)
        if wards.isEmpty, hospital == .red { wards = Array(byWard(.occupancy).highestFirst.prefix(1)) }
        guard !wards.isEmpty else { return nil }
        let largest = wards.compactMap { figure(.beds, ward: $0.ward) }.highestFirst.map(\.ward)
        let parts: [Sentence] = largest.prefix(3).compactMap { ward in
            slot(.occupancy, ward: ward).map { "\(name: ward) (\($0) full)" }
        }
        guard !parts.isEmpty else { return nil }
        return Candidate(
            level: max(.orange, hospital),
            order: Briefing.Order("Open escalation beds in \(list: parts).", owner: "Site manager")
        )
    }

    /// Up to two tight wards, those with most predicted long stays first.
    private var dischargeOrder: Candidate? {
        guard let row = threshold(.occupancy) else { return nil }
        let tight = byWard(.occupancy).filter { row.level($0.value) > .green }.highestFirst
        let stays = tight.compactMap { figure(.predictedLongStays, ward: $0.ward) }.filter { $0.value >= 1 }
        let level = crossed(.occupancy)?.level ?? .orange
        var parts: [Sentence] = []
        for (index, stay) in stays.highestFirst.prefix(2).enumerated() {
            guard let count = Slot(stay) else { continue }
            let noun = count.rounded == 1 ? "patient" : "patients"
            parts.append(
                index == 0
                    ? "\(name: stay.ward) (\(count) \(words: noun) flagged as likely beyond \(words: criticalStay))"
                    : "\(name: stay.ward) (\(count))"
            )
        }
        if parts.isEmpty {
            parts = tight.prefix(2).compactMap { figure in
                Slot(figure).map { "\(name: figure.ward) (\($0) full)" }
            }
        }
        guard !parts.isEmpty else { return nil }
        return Candidate(
            level: level,
            order: Briefing.Order("Pull forward discharges in \(list: parts).", owner: "Discharge lead")
        )
    }

    /// On a quiet shift, the fullest ward when it is beyond the first limit of a ward.
    private var watch: Briefing.Order? {
        guard let fullest = byWard(.occupancy).highestFirst.first,
            facts.thresholds[.wardOccupancy].band(fullest.value) >= .watch,
            let slot = Slot(fullest)
        else { return nil }
        let free: Sentence? = self.slot(.freeBeds, ward: fullest.ward).map { ", \($0, "bed", "beds") free" }
        return Briefing.Order("Watch \(name: fullest.ward): \(slot) full\(free).", owner: "Bed manager")
    }

    private func crossed(_ id: FigureID) -> (level: BriefingLevel, slot: Slot)? {
        guard let row = threshold(id), let figure = crossing(row).first, let slot = Slot(figure) else {
            return nil
        }
        return (row.level(figure.value), slot)
    }
}
