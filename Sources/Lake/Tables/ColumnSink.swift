import Hospital
import Parquet

/// Appends the cells of rows to the columns of a batch.
final class ColumnSink: CellSink {
    private(set) var batch: ColumnBatch
    private let empty: ColumnBatch
    private var column = 0

    /// Begins with `empty`, a batch without rows.
    init(_ empty: ColumnBatch) {
        self.empty = empty
        batch = empty
    }

    /// The next cell is the first of a row.
    func beginRow() { column = 0 }

    /// Hands over all rows and begins anew.
    func takeBatch() -> ColumnBatch {
        defer { batch = empty }
        return batch
    }

    private func next() -> Int {
        defer { column += 1 }
        return column
    }

    func text(_ value: String) { batch.columns[next()].append(value) }
    func integer(_ value: Int) { batch.columns[next()].append(Int32(truncatingIfNeeded: value)) }
    func long(_ value: Int64) { batch.columns[next()].append(value) }
    func double(_ value: Double) { batch.columns[next()].append(value) }
    func boolean(_ value: Bool) { batch.columns[next()].append(value) }
    func bytes(_ value: ArraySlice<UInt8>) { batch.columns[next()].append(bytes: value) }
    func null() { batch.columns[next()].appendNull() }
}
