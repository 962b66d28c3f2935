import Hospital

extension BriefingWriter {
    /// Corrections to the last briefing, then what to know about the data and the models.
    func notes() -> [Sentence] {
        facts.corrections.compactMap(correction) + [feed, setAside, stayModel].compactMap(\.self)
    }

    private func correction(_ correction: BriefingFacts.Correction) -> Sentence? {
        let figure = facts.judged(correction.figure)
        var old = figure
        old.value = correction.said
        old.previous = correction.figure.value
        let decimals = old.decimals
        guard let right = Slot(figure, part: .corrected, decimals: decimals),
            let said = Slot(old, part: .said, decimals: decimals), right.text != said.text
        else { return nil }
        let ward: Sentence? = correction.figure.ward.isEmpty ? nil : " on \(name: correction.figure.ward)"
        return """
            Correction to the last briefing: \(name: facts.spokenName(figure.id))\(ward) \
            should have read \(right), not \(said).
            """
    }

    /// The age of a live feed; a silent one is told at the top.
    private var feed: Sentence? {
        guard let age = slot(.feedAge), threshold(.feedAge)?.level(age.value) == .green else {
            return nil
        }
        let noun = age.rounded == 1 ? "minute" : "minutes"
        return "Feed is live: newest message \(age) \(words: noun) old."
    }

    private var setAside: Sentence? {
        let counts: [(FigureID, String, String)] = [
            (.quarantined, "message quarantined", "messages quarantined"),
            (.late, "late message set aside", "late messages set aside"),
            (.duplicates, "duplicate dropped", "duplicates dropped"),
        ]
        let parts: [Sentence] = counts.compactMap { id, one, many in
            guard let slot = slot(id, window: .shift), slot.rounded > 0 else { return nil }
            return "\(slot, one, many)"
        }
        return parts.isEmpty ? nil : "\(list: parts)."
    }

    private var stayModel: Sentence? {
        guard let scored = slot(.predictions), scored.rounded > 0 else { return nil }
        let error: Sentence? = slot(.stayError).map { "length of stay out by \($0) hours on average" }
        let area: Sentence? = slot(.breachAUC).map { "breach AUC \($0)" }
        let parts = [error, area].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        return "Models, over \(scored, "prediction", "predictions"): \(list: parts)."
    }
}
