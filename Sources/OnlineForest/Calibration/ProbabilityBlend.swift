/// One probability from several estimates of the same event, such as a forest's and a survival curve's.
///
/// A convex combination whose weights have the least faded squared error on matured labels; they begin equal and
/// leave that slowly. Estimators that err in different places are better together than the best of them alone.
public struct ProbabilityBlend: Sendable {
    /// Most estimates.
    public static let maxCount = StageMixture.maxCount
    /// Labels' worth of belief in equal weights: of a rare event a hundred labels tell next to nothing.
    private static let prior = 100.0

    private var mixture: StageMixture

    /// A blend of `count` estimates, clamped to 1...`maxCount`.
    public init(count: Int) {
        mixture = StageMixture(count: min(max(count, 1), Self.maxCount), prior: Self.prior)
    }

    /// Estimates that are combined.
    public var count: Int { mixture.count }

    /// Weight of each estimate, 0...1; together 1.
    public var weights: [Double] { (0..<count).map { mixture.weights[$0] } }

    /// The combined probability of `estimates`, each 0...1; NaN where one of them is.
    ///
    /// - Precondition: `count` estimates.
    public func callAsFunction(_ estimates: Double...) -> Double {
        min(max(mixture.combined(lanes(estimates)), 0), 1)
    }

    /// Learns what became of an event from the estimates made before; ignored unless all are numbers.
    ///
    /// - Precondition: `count` estimates.
    public mutating func learn(_ estimates: Double..., outcome: Bool) {
        guard estimates.allSatisfy({ (0...1).contains($0) }) else { return }
        mixture.learn(SIMD4(repeating: outcome ? 1 : 0) - lanes(estimates), weight: 1)
    }

    private func lanes(_ estimates: [Double]) -> SIMD4<Double> {
        precondition(estimates.count == count, "a blend of \(count) estimates")
        var lanes = SIMD4(repeating: estimates[0])
        for (index, estimate) in estimates.enumerated() { lanes[index] = estimate }
        return lanes
    }

    private static let kind: UInt32 = 0x444E_4C42

    /// A checkpoint; equal blends give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: 200)
        writer.append(count: count)
        mixture.write(to: &writer)
        return writer.finished()
    }

    /// The blend that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let count = try reader.count(limit: Self.maxCount, "estimates")
        try reader.check(count >= 1, "estimates")
        self.init(count: count)
        try mixture.read(from: &reader)
        try reader.finish()
    }
}
