/// How one model of the stays learns.
package struct StayModelRules: Sendable, Equatable {
    /// What a model is made of.
    package enum Learner: String, Sendable, CaseIterable {
        /// Survival curves of hazard leaves: learn from patients still in bed, too.
        case hazard
        /// The same curves, bent to the figure of a residual forest, which learns from ended stays alone.
        case forest
    }

    /// Most trees of a model.
    package static let maxTrees = 100

    package var learner: Learner
    /// Trees of each of its forests, 1...`maxTrees`.
    package var trees: Int
    /// Features that the model must not see, such as age and gender.
    package var without: Set<StayFeature>

    package init(learner: Learner = .hazard, trees: Int = 10, without: Set<StayFeature> = []) {
        self.learner = learner
        self.trees = min(max(trees, 1), Self.maxTrees)
        self.without = without
    }

    /// The features that the model sees, in their order.
    package var features: [StayFeature] { StayFeature.allCases.filter { !without.contains($0) } }
}

extension StayModelRules: CustomStringConvertible {
    /// Such as "forest, 10 trees, without age, gender".
    package var description: String {
        let hidden = without.map(\.rawValue).sorted()
        let rest = hidden.isEmpty ? "" : ", without \(hidden.joined(separator: ", "))"
        return "\(learner.rawValue), \(trees) \(trees == 1 ? "tree" : "trees")\(rest)"
    }
}
