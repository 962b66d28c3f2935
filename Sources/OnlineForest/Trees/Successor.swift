/// A tree raised beside another after a warning, to replace it once it is the better one.
struct Successor: Sendable {
    /// What the pair's owner should do.
    enum Verdict {
        case wait, replace, give
    }

    /// Labels before a verdict, for the tree to grow.
    private static let youth: UInt32 = 300
    /// Labels after which an unproven successor is given up.
    static let limit: UInt32 = 4_000
    /// Labels of the faded means.
    private static let horizon: Float = 1_000
    /// Standard errors by which a successor must be better.
    private static let proof: Float = 2

    var tree: HoeffdingTree
    var labels: UInt32 = 0
    /// Faded mean and mean square of how much less the successor erred.
    var gain: Float = 0
    var gainSquare: Float = 0

    init(tree: HoeffdingTree) {
        self.tree = tree
    }

    /// Notes the absolute errors of both on one label, before either learns it.
    mutating func judge(old: Float, new: Float) -> Verdict {
        labels += 1
        guard labels > Self.youth else { return .wait }
        let seen = min(Float(labels - Self.youth), Self.horizon)
        let step = min(max(old - new, -100), 100)
        gain += (step - gain) / seen
        gainSquare += (step * step - gainSquare) / seen
        let variance = max(gainSquare - gain * gain, 1e-12)
        if seen >= 100, gain > 0, gain * gain * seen > Self.proof * Self.proof * variance { return .replace }
        return labels >= Self.limit ? .give : .wait
    }
}
