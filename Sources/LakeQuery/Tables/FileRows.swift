import DeltaLake
import Parquet

/// The rows of a table's files, a batch at a time.
final class FileRows {
    /// Columns of the table that are read.
    let columns: [Int]
    private let source: TableSource
    /// The place of each column of the table among those that are read.
    private let positions: [Int: Int]
    /// The first leaf of each column that is read; most have one.
    private var batch: [Column] = []
    private var nested: [Int: NestedColumn] = [:]
    private var rowCount = 0
    private var row = -1
    private var rowNumbers: [Int64] = []
    private var fileNumber: Int64 = 0
    private var scan: Scan?
    private var buffer: [UInt8] = []

    /// Nil for the filter: no row can match.
    init(_ source: TableSource, _ plan: ScanPlan, _ filter: RowFilter?) throws(QueryError) {
        self.source = source
        columns = plan.columns
        var positions: [Int: Int] = [:]
        for (position, column) in plan.columns.enumerated() { positions[column] = position }
        self.positions = positions
        guard let filter else { return }
        let names = columns.map { source.columns[$0].name }
        scan = try source.reading { () throws(DeltaError) in
            try source.table.scan(columns: names, matching: filter)
        }
        scan?.wantsRowNumbers = true
    }

    deinit {
        if let scan { source.usage.add(scan.report) }
    }

    /// Moves to the next row; false at the end.
    func advance() throws(QueryError) -> Bool {
        row += 1
        while row >= rowCount {
            guard try nextBatch() else { return false }
            row = 0
        }
        source.usage.rows += 1
        return true
    }

    private func nextBatch() throws(QueryError) -> Bool {
        try source.stop.check()
        let next = try source.reading { () throws(DeltaError) in try scan?.next() }
        guard let next, let place = scan?.place else { return false }
        fileNumber = source.number(ofFile: place.path)
        rowNumbers = place.rowNumbers
        take(next, place.rowCount)
        return true
    }

    private func take(_ rows: ColumnBatch, _ count: Int) {
        batch.removeAll(keepingCapacity: true)
        nested.removeAll(keepingCapacity: true)
        rowCount = count
        var leaf = 0
        for (position, column) in columns.enumerated() {
            let field = rows.schema.fields[position]
            let end = leaf + Schema([field]).leaves.count
            batch.append(rows.columns[leaf])
            if source.columns[column].kind == .json {
                nested[position] = NestedColumn(field, Array(rows.columns[leaf..<end]))
            }
            leaf = end
        }
    }

    /// The file in the upper 24 bits, the row in the lower 40: the same in every scan of the version.
    var rowID: Int64 { fileNumber << 40 | rowNumbers[row] }

    /// The value of a column of the table.
    func value(_ column: Int) throws(QueryError) -> SQLValue {
        guard let position = positions[column] else { return .null }
        if source.columns[column].kind != .json, batch[position].isNull(at: row) { return .null }
        switch source.columns[column].kind {
        case .text: return .text(String(decoding: batch[position].bytes(at: row), as: UTF8.self))
        case .bytes: return .blob(Array(batch[position].bytes(at: row)))
        case .integer(_, isWide: true): return .integer(batch[position].int64Values[row])
        case .integer: return .integer(Int64(batch[position].int32Values[row]))
        case .boolean: return .integer(batch[position].booleanValues[row] ? 1 : 0)
        case .real(let isSingle):
            let number =
                isSingle ? Double(batch[position].floatValues[row]) : batch[position].doubleValues[row]
            return number.isNaN ? .null : .real(number)
        case .date, .moment, .decimal, .json:
            var text: [UInt8] = []
            return format(column, position, &text) ? .text(String(decoding: text, as: UTF8.self)) : .null
        }
    }

    /// Hands the value of a column to SQLite without a detour through `SQLValue`.
    func give(_ column: Int, to context: OpaquePointer?) throws(QueryError) {
        let kind = source.columns[column].kind
        guard let position = positions[column], kind == .json || !batch[position].isNull(at: row) else {
            return SQLValue.null.give(to: context)
        }
        switch kind {
        case .text: batch[position].bytes(at: row).span.giveText(to: context)
        case .bytes: batch[position].bytes(at: row).span.giveBlob(to: context)
        case .date, .moment, .decimal, .json:
            // Out of the object for the call, so that its memory is used again and not copied.
            var text: [UInt8] = []
            swap(&text, &buffer)
            text.removeAll(keepingCapacity: true)
            if format(column, position, &text) {
                text.span.giveText(to: context)
            } else {
                SQLValue.null.give(to: context)
            }
            swap(&text, &buffer)
        case .integer, .real, .boolean: try value(column).give(to: context)
        }
    }

    /// Appends the text of a value; false for null.
    private func format(_ column: Int, _ position: Int, _ text: inout [UInt8]) -> Bool {
        switch source.columns[column].kind {
        case .date: Moment.append(days: Int64(batch[position].int32Values[row]), to: &text)
        case .moment(let isLocal):
            let microseconds = batch[position].int64Values[row]
            Moment.append(microseconds: microseconds, isLocal: isLocal, to: &text)
        case .decimal:
            guard case .decimal(_, let scale) = batch[position].type else { return false }
            text += DecimalText.text(batch[position].decimalValues[row], scale: scale).utf8
        case .json: return nested[position]?.append(row: row, to: &text) ?? false
        case .text, .integer, .real, .boolean, .bytes: return false
        }
        return true
    }
}
