/// An online forest of survival curves: how long stays last, learned from those that ended and those that last.
///
/// A stay begins, passes the edges of `bins` and finishes; each bin is counted once per stay, when it is known
/// whether the patient left in it. So patients still in bed teach what they can, and there is no bias towards
/// short stays while the long ones last. The forest is a value and a pure function of its configuration and the
/// calls in their order. The first `warmup` stays fit the bins of the features; until then all patients share
/// one curve. NaN means missing; too few values count as missing, further ones are ignored.
public struct SurvivalForest: Sendable {
    /// Most features of a forest.
    public static let maxFeatures = FeatureEncoder.maxFeatures

    /// The input columns, in the order of the values.
    public let features: [Feature]
    /// Bins of elapsed time.
    public let bins: ElapsedBins
    /// How the forest grows, forgets and stays bounded.
    public let configuration: SurvivalConfiguration
    /// Count of stays that were finished or learned whole.
    public internal(set) var learnedCount: UInt64 = 0

    /// Share of stays still open at which a stay's rank is known well enough to grow trees from.
    private static let settledShare: Float = 0.03
    /// Stays in line behind one that is open, beyond which it need not wait longer.
    static let lineLimit = 4_000

    let rules: TreeRules
    let hazardRules: HazardRules
    /// Digest of all that was learned, in its order.
    var digest: UInt64
    /// Stays that the trees grew from.
    var grownCount: UInt64 = 0
    var encoder: FeatureEncoder
    var trees: [HazardTree]
    /// Counts by bin of all stays together, from which a stay's rank is read, and their faded exits.
    var marginal = HazardCounts()
    var marginalExits = HazardTree.Node(leaf: 0, weight: 0, sum: 0, shrinkage: 1)
    /// Feature values until the bins are fitted, row-major; empty afterwards.
    var warmup: [Float] = []
    /// Whether the bins of the features are fitted; before, all patients share one curve.
    public internal(set) var isWarm = false
    var open = OpenStays()

    /// Creates a forest that has learned nothing; the configuration is clamped to its ranges.
    ///
    /// - Precondition: 1...`maxFeatures` features.
    public init(
        features: [Feature],
        bins: ElapsedBins,
        configuration: SurvivalConfiguration = .init()
    ) {
        precondition(
            (1...Self.maxFeatures).contains(features.count),
            "1...\(Self.maxFeatures) features"
        )
        let configuration = configuration.clamped
        let rules = TreeRules(features: features, configuration: configuration)
        hazardRules = HazardRules(bins: bins.count, shrinkage: rules.shrinkage)
        self.features = features
        self.bins = bins
        self.configuration = configuration
        self.rules = rules
        digest = CounterRandom.mix(configuration.seed)
        encoder = FeatureEncoder(
            features: features,
            bins: configuration.codes,
            horizon: configuration.horizon,
            usesProtected: configuration.usesProtected
        )
        trees = (0..<configuration.trees).map {
            HazardTree(number: UInt64($0), seed: configuration.seed, rules: rules)
        }
    }

    /// Curve of one patient, from the start of the stay.
    public func predict(_ values: [Float]) -> SurvivalCurve { predict(values.span) }

    /// Curve of one patient, from the start of the stay; allocates nothing.
    public func predict(_ values: Span<Float>) -> SurvivalCurve {
        let codes = codes(values)
        var total = ShareSum()
        for index in trees.indices {
            total.add(trees[index].hazards(codes, hazardRules).shares(vectors: hazardRules.vectors))
        }
        return SurvivalCurve(bins: bins, shares: total.mean(of: trees.count))
    }

    /// Opens a stay, or gives an open one the features that its coming bins are learned with.
    ///
    /// `key` identifies the stay (a visit) and alone decides which trees see it how often. When `maxOpen` stays
    /// are open, the eighth that began first is forgotten; the bins they passed stay counted.
    public mutating func begin(_ values: [Float], key: UInt64) {
        let row = row(values)
        if !open.contains(key) { fitBins(row) }
        open.begin(key, values: row, limit: configuration.maxOpen)
        if open.lineCount > Self.lineLimit { growInLine() }
    }

    /// Counts the bins that an open stay has passed after `elapsed` and that it was not counted for yet.
    ///
    /// Returns whether there were any; the same or an earlier time again changes nothing.
    @discardableResult
    public mutating func advance(key: UInt64, elapsed: Double) -> Bool {
        guard let stay = open[key], elapsed.isFinite else { return false }
        let passed = bins.passed(after: elapsed)
        guard passed > stay.counted else { return false }
        open.advance(key, to: passed)
        count(codes(stay.values.span), HazardStep(passed: stay.counted..<passed, exit: nil), key: key)
        return true
    }

    /// Ends an open stay and learns its length; false for a stay that is not open or a time that is not finite.
    @discardableResult
    public mutating func finish(key: UInt64, elapsed: Double) -> Bool {
        guard elapsed.isFinite, let stay = open[key] else { return false }
        let bin = bins.bin(of: elapsed)
        open.finish(key, standing: standing(bin))
        count(codes(stay.values.span), exit(in: bin, counted: stay.counted), key: key)
        learnedCount &+= 1
        growInLine()
        return true
    }

    /// Forgets an open stay that never was or is lost sight of; the bins it passed stay counted.
    public mutating func withdraw(key: UInt64) {
        open.withdraw(key)
        growInLine()
    }

    /// Learns a whole stay at once: one that ended after `elapsed`, or one that still lasted then.
    ///
    /// Returns false and learns nothing when `elapsed` is not finite.
    @discardableResult
    public mutating func learn(
        _ values: [Float],
        elapsed: Double,
        isCensored: Bool = false,
        key: UInt64
    ) -> Bool {
        guard elapsed.isFinite else { return false }
        let row = row(values)
        fitBins(row)
        let codes = codes(row.span)
        if isCensored {
            count(codes, HazardStep(passed: 0..<bins.passed(after: elapsed), exit: nil), key: key)
        } else {
            let bin = bins.bin(of: elapsed)
            let lesson = OpenStays.Lesson(key: key, values: row, standing: standing(bin))
            count(codes, exit(in: bin, counted: 0), key: key)
            learnedCount &+= 1
            grow(lesson)
        }
        return true
    }

    /// Version of the model for the record of a prediction: equal for forests that learned the same in one order.
    public var version: ModelVersion { ModelVersion(learned: learnedCount, digest: digest) }

    /// Count of stays that are open.
    public var openCount: Int { open.count }

    /// Nodes of all trees, for supervision; at most `trees * maxNodes`.
    public var nodeCount: Int { trees.reduce(0) { $0 + $1.nodes.count } }

    /// Approximate heap bytes of the learned state, without open stays.
    public var memoryBytes: Int {
        trees.reduce(encoder.levelWeights.count * 8 + warmup.count * 4) { $0 + $1.memoryBytes }
    }

    /// Codes of a patient; all missing before the bins are fitted.
    func codes(_ values: Span<Float>) -> FeatureCodes {
        isWarm ? encoder.codes(values) : FeatureCodes(repeating: encoder.missing)
    }

    /// Exactly one value per feature; the same array where nothing is to be changed.
    private func row(_ values: [Float]) -> [Float] {
        if values.count == features.count, encoder.hidden == 0 { return values }
        return features.indices.map { encoder.kept(values.span, $0) }
    }

    /// Takes a row into the warm-up, and fits the bins when it is complete.
    private mutating func fitBins(_ row: [Float]) {
        if isWarm { return }
        warmup += row
        let rows = warmup.count / features.count
        guard rows >= configuration.warmup else { return }
        encoder.fitCuts(rows: warmup, count: rows)
        warmup = []
        isWarm = true
    }

    /// The last step of a stay that ended in `bin` and was counted up to `counted`.
    private func exit(in bin: Int, counted: Int) -> HazardStep {
        let isCounted = bin >= counted && bin < bins.count
        return HazardStep(passed: counted..<max(bin, counted), exit: isCounted ? bin : nil)
    }

    /// Adds a step to all counts by bin.
    private mutating func count(_ codes: FeatureCodes, _ step: HazardStep, key: UInt64) {
        marginal.add(step, weight: 1, vectors: hazardRules.vectors)
        note(key)
        note(
            UInt64(step.bins.lowerBound) << 32 | UInt64(step.bins.upperBound) << 16
                | UInt64(step.exit ?? 0xFF)
        )
        for index in trees.indices { trees[index].count(codes, step, key: key, vectors: hazardRules.vectors) }
    }

    /// Share of all stays that are shorter than one that ends in `bin`.
    private func standing(_ bin: Int) -> Float {
        let shares = marginalShares
        let after = bin < bins.count ? shares[bin] : 0
        return 1 - (Self.before(bin, shares) + after) / 2
    }

    /// Lets the trees learn from those at the head of the line.
    private mutating func growInLine() {
        let shares = marginalShares
        let known = (0..<bins.count).first { shares[$0] < Self.settledShare } ?? bins.count
        while let next = open.next(
            known: known,
            limit: Self.lineLimit,
            standing: { 1 - Self.before($0, shares) / 2 }
        ) {
            if let lesson = next { grow(lesson) }
        }
    }

    /// Lets the trees learn how a stay ranks.
    ///
    /// The codes are taken before the stay's own length is known to them.
    private mutating func grow(_ lesson: OpenStays.Lesson) {
        let codes = codes(lesson.values.span)
        let rank = UInt16(min(max(lesson.standing, 0) * HazardKind.ranks, HazardKind.ranks - 1))
        grownCount &+= 1
        note(UInt64(lesson.standing.bitPattern))
        for value in lesson.values { note(UInt64(value.bitPattern)) }
        encoder.learn(lesson.values.span, target: lesson.standing, weight: 1, count: grownCount)
        if let keep = marginalExits.add(rank: rank, weight: 1, horizon: rules.horizon) {
            marginal.scale(keep)
        }
        for index in trees.indices {
            trees[index].grow(codes, rank: rank, key: lesson.key, rules: rules, order: encoder.order)
        }
    }

    private mutating func note(_ word: UInt64) { digest = CounterRandom.mix(digest &+ word) }

    private var marginalShares: HazardLanes {
        marginal.hazards(parent: hazardRules.prior, hazardRules).shares(vectors: hazardRules.vectors)
    }

    private static func before(_ bin: Int, _ shares: HazardLanes) -> Float {
        bin == 0 ? 1 : shares[bin - 1]
    }
}
