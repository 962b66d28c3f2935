/// The last scores whose outcomes became known, tallied by cell of the score.
struct LabelWindow: Sendable, Equatable {
    let limit: Int
    /// Scores and outcomes, rings once full; the oldest is at `next`.
    private(set) var scores: [Float] = []
    private(set) var outcomes: [Bool] = []
    private(set) var next = 0
    /// Labels per cell, and those that came true.
    private(set) var counts = [UInt32](repeating: 0, count: ScoreScale.cells)
    private(set) var hits = [UInt32](repeating: 0, count: ScoreScale.cells)

    init(limit: Int) { self.limit = limit }

    /// Labels held now.
    var count: Int { scores.count }

    /// Adds a label unless it is NaN; the oldest leaves when the window is full.
    mutating func add(_ score: Double, outcome: Bool) {
        guard !score.isNaN else { return }
        let score = Float(min(max(score, 0), 1))
        if scores.count < limit {
            scores.append(score)
            outcomes.append(outcome)
        } else {
            let cell = ScoreScale.cell(of: Double(scores[next]))
            counts[cell] -= 1
            if outcomes[next] { hits[cell] -= 1 }
            scores[next] = score
            outcomes[next] = outcome
            next = next + 1 == limit ? 0 : next + 1
        }
        let cell = ScoreScale.cell(of: Double(score))
        counts[cell] += 1
        if outcome { hits[cell] += 1 }
    }

    func write(to writer: inout CheckpointWriter) {
        writer.append(count: limit)
        writer.append(count: next)
        writer.append(count: scores.count)
        for index in scores.indices {
            writer.append(scores[index])
            writer.append(UInt8(outcomes[index] ? 1 : 0))
        }
    }

    init(from reader: inout CheckpointReader, limit most: Int) throws(ForestError) {
        let limit = try reader.count(limit: most, "label window")
        try reader.check(limit >= 1, "label window")
        self.init(limit: limit)
        let position = try reader.count(limit: limit - 1, "window position")
        let held = try reader.count(limit: limit, "labels")
        try reader.check(held == limit || position == 0, "window position")
        try reader.need(held * 5)
        for _ in 0..<held {
            let score = try reader.float("score")
            let outcome = try reader.integer(UInt8.self)
            try reader.check(score >= 0 && score <= 1 && outcome <= 1, "label")
            add(Double(score), outcome: outcome == 1)
        }
        next = position
    }
}
