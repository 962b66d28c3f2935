/// How much each feature adds to a prediction, in the prediction's unit.
public struct Contributions: Sendable, Equatable {
    /// The prediction before any feature is known.
    public let base: Double
    /// What each feature adds, in the order of the forest's features.
    public let perFeature: [Double]

    /// Creates contributions.
    public init(base: Double, perFeature: [Double]) {
        self.base = base
        self.perFeature = perFeature
    }

    /// What base and features add up to.
    public var total: Double { perFeature.reduce(base, +) }

    /// Indices of the `count` features that add or take most, the strongest first; those that add 0 are left out.
    public func strongest(_ count: Int) -> [Int] {
        let ranked = perFeature.indices.filter { perFeature[$0] != 0 }.sorted { first, second in
            let gap = abs(perFeature[first]) - abs(perFeature[second])
            return gap == 0 ? first < second : gap > 0
        }
        return Array(ranked.prefix(max(count, 0)))
    }
}
