/// One small tree of a chain, fitted to the replay window at once.
struct StageTree: Sendable {
    /// Most nodes of any tree: a full tree of the greatest depth.
    static let maxNodes = 511

    /// One node; both children lie side by side, and a leaf leads to itself.
    struct Node: Sendable, Equatable {
        /// Codes that go to the left child, one bit each; all of a leaf's.
        var mask: UInt64 = .max
        /// What the tree adds to a score that ends here.
        var value: Float = 0
        /// Instances that were fitted here.
        var weight: Float = 0
        /// Index of the left child; a leaf's own.
        var child: UInt16 = 0
        /// Split feature; 0 of a leaf.
        var feature: UInt8 = 0

        /// Index of the node that a code of the split feature leads to.
        @inline(__always)
        func next(_ code: UInt8) -> Int {
            Int(truncatingIfNeeded: child) &+ (Int(truncatingIfNeeded: ~(mask &>> UInt64(code))) & 1)
        }
    }

    /// The root first.
    var nodes: [Node]
    /// Splits on the longest path.
    var depth = 0

    /// What the tree adds to an instance's score.
    ///
    /// Every path takes `depth` steps, as leaves lead to themselves: no branch depends on the data.
    @inline(__always)
    func value(_ codes: borrowing FeatureCodes) -> Float {
        let nodes = nodes.span
        var index = 0
        for _ in 0..<depth {
            let node = nodes[index]
            index = node.next(codes[Int(node.feature)])
        }
        return nodes[index].value
    }

    /// Adds `sign` times the tree's value to the scores of rows of a window.
    func add(to scores: inout [Float], rows: Range<Int>, of window: borrowing ReplayWindow, sign: Float) {
        let nodes = nodes.span
        let codes = window.codes.span
        let features = window.features
        var scores = scores.mutableSpan
        for row in rows {
            let base = row &* features
            var index = 0
            for _ in 0..<depth {
                let node = nodes[index]
                index = node.next(codes[base &+ Int(node.feature)])
            }
            scores[row] += sign * nodes[index].value
        }
    }
}
