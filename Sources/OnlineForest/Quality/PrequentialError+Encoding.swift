extension PrequentialError {
    private static let kind: UInt32 = 0x5245_5250

    /// A checkpoint; equal records give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: ring.count * 4)
        writer.append(count: window)
        writer.append(count)
        writer.append(absoluteSum)
        writer.append(squaredSum)
        writer.append(count: next)
        writer.append(count: ring.count)
        for error in ring { writer.append(error) }
        return writer.finished()
    }

    /// The record that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let window = try reader.count(limit: Self.maxWindow, "window")
        try reader.check(window >= 1, "window")
        self.init(window: window)
        count = try reader.integer(UInt64.self)
        absoluteSum = try reader.double("absolute errors")
        squaredSum = try reader.double("squared errors")
        try reader.check(absoluteSum >= 0 && squaredSum >= 0, "errors")
        next = try reader.count(limit: window - 1, "window position")
        let held = try reader.count(limit: window, "window count")
        try reader.check(UInt64(held) == min(count, UInt64(window)), "window count")
        try reader.check(held == window || next == 0, "window position")
        try reader.need(held * 4)
        for _ in 0..<held { ring.append(try reader.weight("error")) }
        try reader.finish()
    }
}
