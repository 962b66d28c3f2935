/// What a binned tree estimates: what its nodes hold, and the numbers by which it splits.
///
/// Every tree splits by weight and weighted target, in histograms of the kind's own numbers; the compiler makes
/// code of its own for each kind.
protocol TreeKind: Sendable {
    /// What a node holds beside its split, weight and target sum, on the way down the tree.
    associatedtype Extra: NodeExtra
    /// What is kept of a node in an array of its own, so that the way down stays in the fastest caches.
    associatedtype Payload: NodePayload
    /// Weight and weighted target of a histogram's cell.
    associatedtype Cell: Sendable

    /// Variance of a leaf's targets at or below which no split is looked for.
    static var leastVariance: Float { get }
    /// Most weight of a leaf or its next attempt that a checkpoint may hold.
    static func mostWeight(_ rules: TreeRules) -> Float
    /// Most of the squared target of one instance.
    static var mostSquare: Float { get }

    static var emptyCell: Cell { get }
    /// A cell as a (weight, target sum) that cells are added up in.
    static func sums(_ cell: Cell) -> SIMD2<Float>
    /// Adds to a cell.
    static func add(_ added: Cell, to cell: inout Cell)
    /// Half of a cell, and of a leaf's sum.
    static func halved(_ cell: Cell) -> Cell
    static func halved(_ sum: Float) -> Float
    /// Reduction of the sum of squared errors that a cut of `total` brings.
    static func gain(left: SIMD2<Float>, total: SIMD2<Float>) -> Float

    /// Bytes of a coded cell.
    static var cellBytes: Int { get }
    static func write(_ cell: Cell, to writer: inout CheckpointWriter)
    static func cell(from reader: inout CheckpointReader) throws(ForestError) -> Cell
    /// A number of a leaf's record, in four bytes.
    static func write(leafNumber: Float, to writer: inout CheckpointWriter)
    static func leafNumber(from reader: inout CheckpointReader) throws(ForestError) -> Float
}

/// What a node holds that follows from its weight and target sum.
protocol NodeExtra: Sendable {
    init()
    /// Recomputes it after weight or sum changed.
    mutating func refresh(weight: Float, sum: Float, shrinkage: Float)
}

/// What is kept beside a node, empty in a new leaf.
protocol NodePayload: Sendable {
    /// Bytes of its coding, for `bins` bins of elapsed time.
    static func codedBytes(bins: Int) -> Int
    init()
    func write(to writer: inout CheckpointWriter, bins: Int)
    init(from reader: inout CheckpointReader, bins: Int) throws(ForestError)
}
