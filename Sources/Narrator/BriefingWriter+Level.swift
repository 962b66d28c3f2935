import Hospital

extension BriefingWriter {
    /// A reason for every row of the threshold table that is crossed, worst first, then in table order.
    func reasons() -> [Briefing.Reason] {
        var reasons = thresholds.compactMap(reason)
        if figure(.occupancy) == nil, figure(.census) == nil {
            reasons.append(
                Briefing.Reason(level: .orange, limit: nil, sentence: "no current figures for ED or beds")
            )
        }
        return reasons.filter { $0.level == .red } + reasons.filter { $0.level == .orange }
    }

    private func reason(_ row: Threshold) -> Briefing.Reason? {
        let judged = crossing(row)
        guard let worst = judged.map({ row.level($0.value) }).max(), worst > .green else { return nil }
        let limit = row.limits.limit(worst)
        return phrase(row, judged.filter { row.level($0.value) == worst }).map {
            Briefing.Reason(level: worst, limit: limit, sentence: $0)
        }
    }

    /// The figures of this row beyond its orange limit, worst first.
    func crossing(_ row: Threshold) -> [Figure] {
        let figures =
            switch row.scope {
            case .hospital: [figure(row.figure, ward: "", windows: row.windows)].compactMap(\.self)
            case .eachWard: byEveryWard(row.figure, windows: row.windows)
            }
        let crossing = figures.filter { row.level($0.value) > .green }
        return row.limits.side == .below ? crossing.lowestFirst : crossing.highestFirst
    }

    private func phrase(_ row: Threshold, _ judged: [Figure]) -> Sentence? {
        guard let worst = judged.first, let slot = Slot(worst) else { return nil }
        switch (row.figure, row.scope) {
        case (.occupancy, .hospital): return "beds \(slot) full"
        case (.fourHourPercent, _): return "\(slot) out of ED within four hours"
        case (.waitingOver210, _):
            return "\(slot, "patient", "patients") in ED over three and a half hours"
        case (.boardersPercent, _): return "\(slot) of ED spaces taken by patients waiting for a bed"
        case (.emergencyOccupancy, _): return "ED at \(slot) of its spaces"
        case (.criticalAlerts, _): return "\(slot, "critical alert", "critical alerts")"
        case (.nurseFill, _): return "RN fill \(list: slotsOnWards(judged))"
        case (.supportFill, _): return "HCSW fill \(list: slotsOnWards(judged))"
        case (.occupancy, .eachWard): return "\(list: wardsWithSlots(judged)) full"
        case (.feedAge, _): return "no message for \(slot, "minute", "minutes")"
        default: return nil
        }
    }

    /// `78% on AMU`, at most three.
    func slotsOnWards(_ figures: [Figure]) -> [Sentence] {
        figures.prefix(3).compactMap { figure in
            Slot(figure).map { "\($0) on \(name: figure.ward)" }
        }
    }

    /// `AMU 97%`, at most three.
    func wardsWithSlots(_ figures: [Figure]) -> [Sentence] {
        figures.prefix(3).compactMap { figure in
            Slot(figure).map { "\(name: figure.ward) \($0)" }
        }
    }
}
