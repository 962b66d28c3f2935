/// A decision tree with a value in each leaf, and the share of instances that go left at each split.
public struct ValuedTree: Sendable {
    /// One node; the root is the first, and both children stand side by side.
    public enum Node: Sendable, Equatable {
        /// Asks `feature`; the left child is at `child`, the right one behind it.
        case split(feature: Int, child: Int, leftShare: Double)
        /// Ends with a value.
        case leaf(Double)
    }

    /// One feature on the way from the root to a leaf.
    private struct Step {
        var feature: Int
        /// Share of instances that go on when the feature is not known, and when it is (0 or 1).
        var unknown: Double
        var known: Double
        /// Summed weight of the subsets of one size of the features before.
        var weight: Double
    }

    /// All nodes, the root first.
    public let nodes: [Node]

    /// A tree of these nodes.
    ///
    /// - Precondition: there is a root, and children stand behind their parent.
    public init(nodes: [Node]) {
        precondition(!nodes.isEmpty, "a tree has a root")
        for (index, node) in nodes.enumerated() {
            guard case .split(_, let child, _) = node else { continue }
            precondition(child > index && child + 1 < nodes.count, "children stand behind their parent")
        }
        self.nodes = nodes
    }

    /// Mean value of all instances.
    public var expectation: Double { expectation(0) }

    private func expectation(_ index: Int) -> Double {
        switch nodes[index] {
        case .leaf(let value): value
        case .split(_, let child, let leftShare):
            leftShare * expectation(child) + (1 - leftShare) * expectation(child + 1)
        }
    }

    /// Adds the Shapley value of each feature for the instance that goes left at the nodes it says.
    ///
    /// Path-dependent TreeSHAP (Lundberg et al. 2020), O(leaves * depth^2): a feature that is left out sends the
    /// instance both ways, in proportion to the instances seen.
    public func addShapleyValues(to parts: inout [Double], goesLeft: (Int) -> Bool) {
        visit(0, goesLeft, path: [], Step(feature: -1, unknown: 1, known: 1, weight: 0), &parts)
    }

    private func visit(
        _ index: Int,
        _ goesLeft: (Int) -> Bool,
        path before: [Step],
        _ step: Step,
        _ parts: inout [Double]
    ) {
        var path = Self.extended(before, by: step)
        guard case .split(let feature, let child, let leftShare) = nodes[index] else {
            guard case .leaf(let value) = nodes[index] else { return }
            for place in path.indices.dropFirst() {
                let sum = Self.shortened(path, at: place).reduce(0.0) { $0 + $1.weight }
                parts[path[place].feature] += sum * (path[place].known - path[place].unknown) * value
            }
            return
        }
        let takesLeft = goesLeft(index)
        var unknown = 1.0
        var known = 1.0
        if let place = path.firstIndex(where: { $0.feature == feature }) {
            unknown = path[place].unknown
            known = path[place].known
            path = Self.shortened(path, at: place)
        }
        for isLeft in [true, false] {
            let share = isLeft ? leftShare : 1 - leftShare
            let step = Step(
                feature: feature,
                unknown: unknown * share,
                known: isLeft == takesLeft ? known : 0,
                weight: 0
            )
            visit(isLeft ? child : child + 1, goesLeft, path: path, step, &parts)
        }
    }

    /// Grows all subsets by one feature.
    private static func extended(_ path: [Step], by step: Step) -> [Step] {
        var path = path
        let count = path.count
        path.append(step)
        path[count].weight = count == 0 ? 1 : 0
        for place in (0..<count).reversed() {
            let weight = path[place].weight
            path[place + 1].weight += step.known * weight * Double(place + 1) / Double(count + 1)
            path[place].weight = step.unknown * weight * Double(count - place) / Double(count + 1)
        }
        return path
    }

    /// Undoes `extended` for the feature at `at`.
    private static func shortened(_ path: [Step], at: Int) -> [Step] {
        var path = path
        let last = path.count - 1
        let (unknown, known) = (path[at].unknown, path[at].known)
        var carry = path[last].weight
        for place in (0..<last).reversed() {
            if known != 0 {
                let weight = path[place].weight
                path[place].weight = carry * Double(last + 1) / (Double(place + 1) * known)
                carry = weight - path[place].weight * unknown * Double(last - place) / Double(last + 1)
            } else {
                path[place].weight *= Double(last + 1) / (unknown * Double(last - place))
            }
        }
        for place in at..<last {
            path[place].feature = path[place + 1].feature
            path[place].unknown = path[place + 1].unknown
            path[place].known = path[place + 1].known
        }
        path.removeLast()
        return path
    }
}
