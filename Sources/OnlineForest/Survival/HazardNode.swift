/// Split or leaf of a hazard tree; both children lie side by side.
///
/// The counts by bin stand in an array of their own: the way down a tree then stays in the fastest caches.
struct HazardNode: Sendable, Equatable {
    /// `feature` of a leaf.
    static let leafMark: UInt8 = .max

    /// Codes that go to the left child, one bit each.
    var mask: UInt64 = 0
    /// Faded count of exits, and sum of their ranks.
    var exits: Float = 0
    var ranks: Float = 0
    /// Index of the left child, or of a leaf's histogram slot.
    var child: Int32
    /// Split feature, or `leafMark`.
    var feature: UInt8 = leafMark

    init(slot: Int32) { child = slot }

    /// Whether this node is a leaf.
    @inline(__always)
    var isLeaf: Bool { feature == Self.leafMark }

    /// Index of the child that a code of the split feature leads to.
    @inline(__always)
    func next(_ code: UInt8) -> Int {
        Int(truncatingIfNeeded: child) &+ (Int(truncatingIfNeeded: ~(mask &>> UInt64(code))) & 1)
    }

    /// Adds an exit, `weight` times; returns what its older exits, and the counts by bin, must fade by.
    ///
    /// Fading in steps of an eighth beyond the horizon spares a pass over all bins at every exit.
    @inline(__always)
    mutating func add(rank: UInt16, weight: Float, horizon: Float) -> Float? {
        exits += weight
        ranks += weight * Float(rank)
        guard exits > horizon * 1.125 else { return nil }
        let keep = horizon / exits
        ranks *= keep
        exits = horizon
        return keep
    }
}
