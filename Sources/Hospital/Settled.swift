/// A row that will not change again, with the offset at which it settled.
package struct Settled<Row: Sendable>: Sendable {
    package var row: Row
    package var offset: Int64

    package init(row: Row, offset: Int64) {
        self.row = row
        self.offset = offset
    }
}

extension Settled: Equatable where Row: Equatable {}
