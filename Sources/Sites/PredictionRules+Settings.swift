import Hospital
import YAMLSettings

extension PredictionRules {
    /// Reads `models` of a pipeline file: a champion, a challenger or none, and features neither may see.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        self.init()
        let values = try node.mapping(["champion", "challenger", "without"])
        let without = try Self.features(values["without"])
        champion.without = without
        challenger?.without = without
        if let value = values["champion"] { champion = try Self.model(value, champion) }
        guard let value = values["challenger"] else { return }
        if value.isWord("none") {
            challenger = nil
        } else {
            challenger = try Self.model(value, challenger ?? champion)
        }
    }

    private static func model(_ node: ConfigurationNode, _ standard: StayModelRules)
        throws(ConfigurationError)
        -> StayModelRules
    {
        let values = try node.mapping(["learner", "trees", "without"])
        var learner = standard.learner
        if let value = values["learner"] {
            let names = StayModelRules.Learner.allCases.map(\.rawValue)
            guard let named = StayModelRules.Learner(rawValue: try value.string()) else {
                throw value.fault("expected one of \(names.joined(separator: ", "))")
            }
            learner = named
        }
        let trees = try values["trees"]?.integer(1...StayModelRules.maxTrees) ?? standard.trees
        let without = try Self.features(values["without"]).union(standard.without)
        guard without.count < StayFeature.allCases.count else {
            throw node.fault("a model needs at least one feature")
        }
        return StayModelRules(learner: learner, trees: trees, without: without)
    }

    private static func features(_ node: ConfigurationNode?) throws(ConfigurationError) -> Set<StayFeature> {
        var features: Set<StayFeature> = []
        for element in try node?.elements() ?? [] {
            guard let feature = StayFeature(rawValue: try element.string()) else {
                let names = StayFeature.allCases.map(\.rawValue)
                throw element.fault("expected one of \(names.joined(separator: ", "))")
            }
            features.insert(feature)
        }
        return features
    }

    /// All that a snapshot depends on.
    var text: String { "\(champion)|\(challenger.map { "\($0)" } ?? "none")" }
}
