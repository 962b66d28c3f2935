internal import Parquet

/// The part of a table a transaction looked at to decide what it changes.
enum ReadScope: Sendable {
    /// Nothing: a blind append, or files replaced whatever else the table holds.
    case nothing
    /// The rows that satisfy a filter; `seesBlindAppends` when even rows that another writer appended without
    /// looking at the table must not be missed.
    case rows(RowFilter, seesBlindAppends: Bool)
    /// The rows of partitions with these values, other writers' blind appends included.
    case partitions([[String: String?]])
    /// Everything.
    case table

    var isNothing: Bool {
        if case .nothing = self { true } else { false }
    }

    /// Whether a file that another commit added may hold rows the transaction should have seen.
    func covers(_ file: AddFile, isBlindAppend: Bool, metadata: TableMetadata) -> Bool {
        switch self {
        case .nothing: return false
        case .table: return true
        case .partitions(let partitions): return partitions.contains { file.isIn($0) }
        case .rows(let filter, let seesBlindAppends):
            guard file.dataChange, seesBlindAppends || !isBlindAppend else { return false }
            do throws(DeltaError) {
                if case .read = try FilePruning(filter, metadata).verdict(file) { return true }
                return false
            } catch {
                return true
            }
        }
    }
}
