public import Parquet

/// The rows of a table that satisfy a filter, one batch per file that has any.
///
/// At most one file's rows are in memory at a time. Call `next` until it returns nil; the table handle may go
/// on meanwhile, the scan stays at its version.
public struct Scan: Sendable {
    /// What was read and passed over so far.
    public private(set) var report: ScanReport
    /// Where the rows of the last batch are.
    public private(set) var place = ScanPlace()
    /// Whether `place` says which row of the file each row is.
    public var wantsRowNumbers = false
    private let table: DeltaTable
    private let columns: [DeltaColumn]
    private let files: [(file: AddFile, filter: RowFilter)]
    private var position = 0

    init(
        _ table: DeltaTable,
        columns names: [String]?,
        matching filter: RowFilter,
        files chosen: [AddFile]
    ) throws(DeltaError) {
        self.table = table
        columns = try table.columns(named: names)
        report = ScanReport()
        report.files = chosen.count
        let pruning = try FilePruning(filter, table.metadata)
        var files: [(AddFile, RowFilter)] = []
        for file in chosen {
            switch try pruning.verdict(file) {
            case .prunedByPartition: report.filesPrunedByPartition += 1
            case .prunedByStatistics: report.filesPrunedByStatistics += 1
            case .read(let rest): files.append((file, rest))
            }
        }
        self.files = files
    }

    /// The rows of the next file that has any; nil at the end.
    ///
    /// - Throws: `dataFile` with the path, `deletionVector` or a storage error.
    public mutating func next() throws(DeltaError) -> ColumnBatch? {
        while position < files.count {
            let (file, filter) = files[position]
            position += 1
            let data = try DataFile(file, of: table)
            let rows = try data.rows(columns, matching: filter, wantsNumbers: wantsRowNumbers)
            report.filesRead += 1
            report.rowsDeleted += data.deleted?.count ?? 0
            report.rowsReturned += rows.count
            report.pruning += rows.report
            place = ScanPlace(path: file.path, rowCount: rows.count, rowNumbers: rows.numbers)
            if rows.count > 0 { return rows.batch }
        }
        return nil
    }

    /// Hands the batches to `body`, one after another.
    public mutating func forEach(_ body: (ColumnBatch) throws(DeltaError) -> Void) throws(DeltaError) {
        while let batch = try next() { try body(batch) }
    }
}

extension DeltaTable {
    /// Prepares to read the rows that satisfy `filter`.
    ///
    /// Columns come in the order asked for, nil meaning all in table order. A column that is younger than a
    /// file reads as null, so nullability may differ between batches. Files come in the order they were
    /// written; `isWanted` can leave some out by tags. Nothing is opened before `next`: partition values and
    /// the statistics in the log say which files can be passed over.
    ///
    /// - Throws: `invalidInput` for an unknown column or a condition that does not fit its column.
    public func scan(
        columns: [String]? = nil,
        matching filter: RowFilter = RowFilter(),
        where isWanted: (AddFile) -> Bool = { _ in true }
    ) throws(DeltaError) -> Scan {
        try Scan(self, columns: columns, matching: filter, files: filesInOrder.filter(isWanted))
    }

    /// The live files as they were written.
    var filesInOrder: [AddFile] {
        files.values.sorted { ($0.modificationTime, $0.path) < ($1.modificationTime, $1.path) }
    }

    /// The table's columns of these names, nil meaning all.
    func columns(named names: [String]?) throws(DeltaError) -> [DeltaColumn] {
        guard let names else { return metadata.schema.columns }
        var columns: [DeltaColumn] = []
        for name in names {
            guard let column = metadata.schema[name] else {
                throw .invalidInput("the table has no column \(name)")
            }
            columns.append(column)
        }
        return columns
    }
}
