/// Watches a model's errors on matured labels, and says when they have risen.
///
/// A short and a long faded mean of the absolute error are compared: a rise of the short one beyond what chance
/// gives is a warning. In a forest a false warning costs time but no accuracy, as a successor takes over only
/// once it is better on the same labels.
public struct DriftWatch: Sendable, Equatable {
    /// Labels of the short and of the long mean.
    private static let short: Float = 300
    private static let long: Float = 3_000
    /// Labels before the first warning.
    private static let patience: Float = 1_000
    /// Standard errors above the long mean that count as a warning.
    private static let alarm: Float = 3.5

    /// Labels seen, as far as `long`.
    var labels: Float = 0
    var shortMean: Float = 0
    var longMean: Float = 0
    /// Long mean of the squared error.
    var longSquare: Float = 0

    /// A watch that has seen nothing.
    public init() {}

    /// Notes an error in any fixed unit, sizes above 100 as 100; true warns.
    ///
    /// NaN is passed over.
    public mutating func warns(_ error: Float) -> Bool {
        guard !error.isNaN else { return false }
        let error = min(abs(error), 100)
        labels = min(labels + 1, Self.long)
        let step = labels < Self.long ? 1 / labels : 1 / Self.long
        shortMean += (error - shortMean) * max(step, 1 / Self.short)
        longMean += (error - longMean) * step
        longSquare += (error * error - longSquare) * step
        guard labels >= Self.patience else { return false }
        let variance = max(longSquare - longMean * longMean, 1e-12)
        let gap = shortMean - longMean
        return gap > 0 && gap * gap * 2 * Self.short > Self.alarm * Self.alarm * variance
    }

    private static let kind: UInt32 = 0x5754_4644

    /// A checkpoint; equal watches give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: 16)
        for value in [labels, shortMean, longMean, longSquare] { writer.append(value) }
        return writer.finished()
    }

    /// The watch that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        labels = try reader.float("labels")
        shortMean = try reader.float("mean")
        longMean = try reader.float("mean")
        longSquare = try reader.float("mean")
        try reader.check(labels >= 0 && labels <= Self.long, "labels")
        try reader.check(min(shortMean, longMean, longSquare) >= 0, "mean")
        try reader.finish()
    }
}
