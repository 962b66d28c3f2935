package import Hospital
package import Parquet

/// Cells of a batch by column name; a missing or null cell reads as empty or zero.
package struct Cells {
    private let columns: [String: Column]

    package init(_ batch: ColumnBatch) {
        var columns: [String: Column] = [:]
        for (leaf, column) in zip(batch.schema.leaves, batch.columns) { columns[leaf.name] = column }
        self.columns = columns
    }

    package func text(_ name: String, _ row: Int) -> String { columns[name]?.string(at: row) ?? "" }
    package func bytes(_ name: String, _ row: Int) -> [UInt8] {
        guard let column = columns[name], !column.isNull(at: row) else { return [] }
        return Array(column.bytes(at: row))
    }
    package func number(_ name: String, _ row: Int) -> Double { columns[name]?.double(at: row) ?? 0 }
    package func isNull(_ name: String, _ row: Int) -> Bool { columns[name]?.isNull(at: row) ?? true }
    package func long(_ name: String, _ row: Int) -> Int64 {
        guard let column = columns[name] else { return 0 }
        return (column.type == .int32 ? column.int32(at: row).map(Int64.init) : column.int64(at: row)) ?? 0
    }
    package func time(_ name: String, _ row: Int) -> Timestamp {
        Timestamp(microseconds: columns[name]?.int64(at: row) ?? 0)
    }

    /// The cell as JSON-ready text, nil for null; bytes show as their length only.
    package func display(_ name: String, _ row: Int) -> String? {
        guard let column = columns[name], !column.isNull(at: row) else { return nil }
        switch column.type {
        case .string: return column.string(at: row)
        case .boolean: return column.boolean(at: row).map { "\($0)" }
        case .int8, .int16, .int32, .date: return column.int32(at: row).map { "\($0)" }
        case .int64, .time: return column.int64(at: row).map { "\($0)" }
        case .float: return column.float(at: row).map { "\($0)" }
        case .double: return column.double(at: row).map { "\($0)" }
        case .decimal: return column.decimal(at: row).map { "\($0)" }
        case .timestamp, .localTimestamp:
            return column.int64(at: row).map { Timestamp(microseconds: $0).iso8601 }
        case .binary, .fixedBinary, .uuid, .unsupported: return "\(column.bytes(at: row).count) bytes"
        }
    }
}
