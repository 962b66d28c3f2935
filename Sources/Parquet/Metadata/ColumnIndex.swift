/// The bounds of every data page of a column chunk, as the file stores them.
struct ColumnIndex: Hashable {
    /// How the bounds go on from page to page, pages of nulls left out.
    enum BoundaryOrder: Int32 {
        case unordered = 0
        case ascending = 1
        case descending = 2
    }

    /// One per page: true when it has nulls only; its bounds are empty then.
    var isNullPage: [Bool] = []
    /// Bounds in PLAIN form, byte arrays without the length; one per page.
    var minima: [[UInt8]] = []
    var maxima: [[UInt8]] = []
    var boundaryOrder = BoundaryOrder.unordered
    /// One per page, empty when the writer did not count.
    var nullCounts: [Int] = []
}
