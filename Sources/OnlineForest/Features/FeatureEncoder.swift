/// Codes of one instance, one byte per feature.
typealias FeatureCodes = InlineArray<64, UInt8>

/// Turns feature values into small bin codes, and remembers the running mean target of each category.
///
/// Codes `0...bins - 2` are values, `bins - 1` is "missing". Numeric features use quantile cuts of the
/// warm-up rows; small categorical features one code per level; large ones a fixed grid of their level's
/// mean target.
struct FeatureEncoder: Sendable {
    /// How one feature is coded.
    enum Mode: Equatable, Sendable {
        case cuts
        case levels(Int)
        case means(Int)
        /// A protected feature that is not used: always missing.
        case hidden
    }

    /// Most features of a forest.
    static let maxFeatures = 64
    /// Most levels of a categorical feature.
    static let maxLevels = 65_536
    /// Prior weight of the overall mean in a level's mean.
    static let levelPrior: Float = 10
    /// Instances between two renewals of the category order.
    static let orderPeriod: UInt64 = 128

    let bins: Int
    let modes: [Mode]
    /// Features that are not used, one bit each.
    let hidden: UInt64
    /// Effective number of instances a level remembers.
    let horizon: Float
    /// First cell of each feature in `levelWeights`; the extra cell at its end is the "other" level.
    let levelStarts: [Int]
    /// `bins - 2` ascending cuts per feature, padded with infinity.
    var cuts: [Float]
    /// Faded weight and target sum per level of each categorical feature.
    var levelWeights: [Float]
    var levelSums: [Float]
    /// Faded weight, sum and sum of squares of all targets.
    var weight: Float = 0
    var sum: Float = 0
    var sumSquares: Float = 0
    /// Codes of each feature in the order in which a split may cut them.
    var order: [UInt8]

    init(features: [Feature], bins: Int, horizon: Double, usesProtected: Bool) {
        self.bins = bins
        let hidden = features.hidden(usesProtected: usesProtected)
        self.hidden = hidden
        self.horizon = Float(horizon)
        var modes: [Mode] = []
        var starts: [Int] = []
        var cells = 0
        for (index, feature) in features.enumerated() {
            starts.append(cells)
            if hidden & (1 << UInt64(index)) != 0 {
                modes.append(.hidden)
                continue
            }
            switch feature.kind {
            case .numeric: modes.append(.cuts)
            case .categorical(let levels):
                let known = min(max(levels, 1), Self.maxLevels)
                modes.append(known <= bins - 2 ? .levels(known) : .means(known))
                cells += known + 1
            }
        }
        self.modes = modes
        levelStarts = starts
        levelWeights = Array(repeating: 0, count: cells)
        levelSums = Array(repeating: 0, count: cells)
        cuts = Array(repeating: .infinity, count: features.count * (bins - 2))
        order = features.flatMap { _ in (0..<bins).map { UInt8($0) } }
    }

    /// Codes of an instance; features beyond the end of `values` are missing.
    func codes(_ values: Span<Float>) -> FeatureCodes {
        var codes = FeatureCodes(repeating: 0)
        for feature in modes.indices {
            codes[feature] = feature < values.count ? code(values[feature], feature) : missing
        }
        return codes
    }

    /// What of a feature's value may be kept: nothing of a hidden one.
    func kept(_ values: Span<Float>, _ feature: Int) -> Float {
        feature < values.count && hidden & (1 << UInt64(feature)) == 0 ? values[feature] : .nan
    }

    /// Code of a missing value.
    var missing: UInt8 { UInt8(truncatingIfNeeded: bins &- 1) }

    /// Code of one feature's value.
    @inline(__always)
    func code(_ value: Float, _ feature: Int) -> UInt8 {
        if value.isNaN { return missing }
        switch modes[feature] {
        case .cuts: return cutCode(value, feature)
        case .levels(let levels): return UInt8(truncatingIfNeeded: Self.level(value, levels))
        case .means(let levels): return meanCode(levelStarts[feature] &+ Self.level(value, levels))
        case .hidden: return missing
        }
    }

    /// Number of cuts at or below the value.
    @inline(__always)
    private func cutCode(_ value: Float, _ feature: Int) -> UInt8 {
        let cuts = self.cuts.span
        let base = feature &* (bins &- 2)
        var low = 0
        var length = bins &- 2
        // No branch depends on the value: on real data it would be mispredicted half of the time.
        while length > 0 {
            let step = (length &+ 1) &>> 1
            let isBelow = cuts[base &+ low &+ step &- 1] <= value
            low &+= isBelow ? step : 0
            length &>>= 1
        }
        return UInt8(truncatingIfNeeded: low)
    }

    /// Level of a code; `levels` for every value outside.
    @inline(__always)
    static func level(_ value: Float, _ levels: Int) -> Int {
        value >= 0 && value < Float(levels) ? Int(value) : levels
    }

    /// Grid code of a level's mean target: finest near the overall mean, +-1 standard deviation wide.
    private func meanCode(_ cell: Int) -> UInt8 {
        guard weight > 0 else { return UInt8((bins - 1) / 2) }
        let mean = sum / weight
        let variance = max(sumSquares / weight - mean * mean, 1e-12)
        let gap = levelSums[cell] - levelWeights[cell] * mean
        let score = gap / ((levelWeights[cell] + Self.levelPrior) * variance.squareRoot())
        guard score.isFinite else { return UInt8((bins - 1) / 2) }
        let bent = score < 0 ? -(-score).squareRoot() : score.squareRoot()
        let position = (min(max(bent, -1), 1) + 1) / 2 * Float(bins - 1)
        return UInt8(min(Int(position), bins - 2))
    }

    /// Adds an instance to the means of its categories.
    mutating func learn(_ values: Span<Float>, target: Float, weight added: Float, count: UInt64) {
        weight += added
        sum += added * target
        sumSquares += added * target * target
        if weight > horizon {
            sum *= horizon / weight
            sumSquares *= horizon / weight
            weight = horizon
        }
        for feature in 0..<min(modes.count, values.count) {
            let levels: Int
            switch modes[feature] {
            case .cuts, .hidden: continue
            case .levels(let known), .means(let known): levels = known
            }
            let value = values[feature]
            if value.isNaN { continue }
            let cell = levelStarts[feature] &+ Self.level(value, levels)
            levelWeights[cell] += added
            levelSums[cell] += added * target
            if levelWeights[cell] > horizon {
                levelSums[cell] *= horizon / levelWeights[cell]
                levelWeights[cell] = horizon
            }
        }
        if count % Self.orderPeriod == 0 { renewOrder() }
    }

    /// Orders the codes of small categorical features by their level's mean target, missing last.
    private mutating func renewOrder() {
        let mean = weight > 0 ? sum / weight : 0
        for feature in modes.indices {
            guard case .levels(let levels) = modes[feature] else { continue }
            let start = levelStarts[feature]
            let base = feature * bins
            var scores = InlineArray<64, Float>(repeating: 0)
            for level in 0...levels {
                let known = levelWeights[start + level] + Self.levelPrior
                scores[level] = (levelSums[start + level] + Self.levelPrior * mean) / known
            }
            // Insertion sort in place: the order is nearly right already.
            for index in stride(from: 0, through: levels, by: 1) {
                var hole = index
                let moving = order[base + index]
                while hole > 0, scores[Int(order[base + hole - 1])] > scores[Int(moving)] {
                    order[base + hole] = order[base + hole - 1]
                    hole -= 1
                }
                order[base + hole] = moving
            }
        }
    }
}

extension [Feature] {
    /// The protected ones where these are not used, one bit each.
    func hidden(usesProtected: Bool) -> UInt64 {
        if usesProtected { return 0 }
        return indices.reduce(0) { $0 | (self[$1].isProtected ? 1 << UInt64($1) : 0) }
    }
}
