/// How the residual stages of a forest are refitted; every value has a default and a permitted range.
public struct StageConfiguration: Sendable, Codable, Equatable {
    /// Trees of one chain, 0...1,000; 0 leaves the bagged trees alone.
    public var trees: Int
    /// Labelled instances kept for refitting, 256...262,144; the oldest make room.
    public var window: Int
    /// Instances after which the chance to be refitted on has halved, 10...10,000,000.
    public var memory: Double
    /// Kept instances that one new label pays to look at again, 1...100,000.
    public var effort: Double
    /// Share of a fitted value that a tree adds, 0.001...1.
    public var rate: Double
    /// Splits between root and leaf, 1...8.
    public var depth: Int
    /// Least instances of a leaf, 1...1,000,000.
    public var leastLeaf: Int
    /// Least squared z score, 0...1,000, of the difference that a split makes.
    public var evidence: Double

    /// Creates a configuration; values outside their range are moved to the nearest permitted one.
    public init(
        trees: Int = 100,
        window: Int = 8_192,
        memory: Double = 2_000,
        effort: Double = 150,
        rate: Double = 0.2,
        depth: Int = 5,
        leastLeaf: Int = 20,
        evidence: Double = 8
    ) {
        self.trees = trees
        self.window = window
        self.memory = memory
        self.effort = effort
        self.rate = rate
        self.depth = depth
        self.leastLeaf = leastLeaf
        self.evidence = evidence
        self = clamped
    }

    /// No residual stages.
    public static var none: StageConfiguration { StageConfiguration(trees: 0) }

    /// That of the quick chain: a quarter of window and memory, and few trees, so that all are soon refitted.
    var quick: StageConfiguration {
        var copy = self
        copy.trees = max(trees * 3 / 10, 1)
        copy.window = max(window / 4, 256)
        copy.memory = max(memory / 4, 10)
        return copy
    }

    /// The same configuration with every value inside its range; NaN becomes the lowest permitted value.
    public var clamped: StageConfiguration {
        var copy = self
        copy.trees = min(max(trees, 0), 1_000)
        copy.window = min(max(window, 256), 262_144)
        copy.memory = bounded(memory, 10, 10_000_000)
        copy.effort = bounded(effort, 1, 100_000)
        copy.rate = bounded(rate, 0.001, 1)
        copy.depth = min(max(depth, 1), 8)
        copy.leastLeaf = min(max(leastLeaf, 1), 1_000_000)
        copy.evidence = bounded(evidence, 0, 1_000)
        return copy
    }
}
