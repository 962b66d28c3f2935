extension BriefingWriter {
    /// What the shift that ends brought: the department, then flow through the wards.
    func background() -> [Briefing.Topic] {
        [
            topic(
                facts.handover.periodLabel,
                [arrivals, fourHours],
                missing: "No figures for ED arrivals and departures."
            ),
            topic(
                "Flow",
                [hospitalFlow, netGains, transfers],
                missing: "No figures for admissions and discharges."
            ),
        ]
    }

    private var arrivals: Sentence? {
        let arrived: Sentence? = figure(.arrivals, window: .shift).flatMap { figure in
            guard let slot = Slot(figure) else { return nil }
            let before: Sentence? = Slot(figure, part: .previous).map {
                " (\($0) \(words: facts.handover.previousName))"
            }
            return "\(slot, "arrival", "arrivals")\(before)"
        }
        let left: Sentence? = slot(.departures, window: .shift).map { "\($0, "departure", "departures")" }
        let parts = [arrived, left].compactMap(\.self)
        return parts.isEmpty ? nil : "\(list: parts)."
    }

    private var fourHours: Sentence? {
        let breaches: Sentence? = slot(.fourHourBreaches, window: .shift).map {
            "\($0, "breach", "breaches")"
        }
        guard let percent = figure(.fourHourPercent, window: .shift), let slot = Slot(percent) else {
            return breaches.map { "\($0) of the four-hour standard." }
        }
        let share: Sentence = "\(slot) left within four hours\(changeOf: percent)"
        return breaches.map { "\(share): \($0)." } ?? "\(share)."
    }

    private var hospitalFlow: Sentence? {
        let admitted: Sentence? = slot(.admissions, window: .shift).map { "\($0, "admission", "admissions")" }
        let left: Sentence? = slot(.discharges, window: .shift).map { "\($0, "discharge", "discharges")" }
        let parts = [admitted, left].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        guard parts.count == 2, let net = figure(.netFlow, window: .shift) else { return "\(list: parts)." }
        return "\(list: parts): \(balance(net))."
    }

    private func balance(_ net: Figure) -> Sentence {
        guard let slot = Slot(net, style: .magnitude) else { return "" }
        if slot.rounded == 0 {
            var none = slot
            none.style = .quantity
            return "\(none) net change"
        }
        return "\(slot) more \(words: slot.value > 0 ? "in than out" : "out than in")"
    }

    /// The wards that gained most, up to three with a gain of three or more.
    private var netGains: Sentence? {
        let gains = byWard(.netFlow, window: .shift).filter { $0.value >= 3 }.highestFirst.prefix(3)
        let parts: [Sentence] = gains.compactMap { figure in
            Slot(figure, style: .magnitude).map { "\(name: figure.ward) by \($0)" }
        }
        return parts.isEmpty ? nil : "Gained most: \(list: parts)."
    }

    private var transfers: Sentence? {
        guard let total = slot(.transfers, window: .shift), total.rounded > 0 else { return nil }
        let busiest: Sentence? = byWard(.transfers, window: .shift).highestFirst.first.flatMap { figure in
            guard figure.value >= 2, let slot = Slot(figure), slot.value < total.value else { return nil }
            return ", \(slot) of them to \(name: figure.ward)"
        }
        return "\(total, "transfer", "transfers") between wards\(busiest)."
    }
}
