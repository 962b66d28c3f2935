extension PrequentialAUC {
    private static let kind: UInt32 = 0x4355_4150

    /// A checkpoint; equal records give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: scores.count * 5)
        writer.append(count: window)
        writer.append(count)
        writer.append(count: next)
        writer.append(count: scores.count)
        for index in scores.indices {
            writer.append(scores[index])
            writer.append(UInt8(outcomes[index] ? 1 : 0))
        }
        return writer.finished()
    }

    /// The record that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let window = try reader.count(limit: Self.maxWindow, "window")
        try reader.check(window >= 1, "window")
        self.init(window: window)
        count = try reader.integer(UInt64.self)
        next = try reader.count(limit: window - 1, "window position")
        let held = try reader.count(limit: window, "window count")
        try reader.check(UInt64(held) == min(count, UInt64(window)), "window count")
        try reader.check(held == window || next == 0, "window position")
        try reader.need(held * 5)
        for _ in 0..<held {
            let score = try reader.weight("score")
            let outcome = try reader.integer(UInt8.self)
            try reader.check(score <= 1 && outcome <= 1, "score")
            scores.append(score)
            outcomes.append(outcome == 1)
            tally(score, outcome == 1, add: true)
        }
        try reader.finish()
    }
}
