import DeltaLake
import Parquet

/// The rows of a table's files, a batch at a time.
final class FileRows {
    /// Columns of the table that are read.
    let columns: [Int]
    private let source: TableSource
    private let positions: [Int: Int]
    private var batch: [Column] = []
    private var rowCount = 0
    private var row = -1
    private var fileNumber: Int64 = -1
    private var left: [AddFile]
    private var buffer: [UInt8] = []

    /// Nil for the filter: no row can match.
    init(_ source: TableSource, _ plan: ScanPlan, _ filter: RowFilter?) {
        self.source = source
        columns = plan.columns
        var positions: [Int: Int] = [:]
        for (position, column) in plan.columns.enumerated() { positions[column] = position }
        self.positions = positions
        left = filter == nil ? [] : source.table.files.values.sorted { $0.path > $1.path }
        source.reading.files += source.table.files.count
    }

    /// Moves to the next row; false at the end.
    func advance() throws(QueryError) -> Bool {
        row += 1
        while row >= rowCount {
            guard try nextBatch() else { return false }
            row = 0
        }
        source.reading.rows += 1
        return true
    }

    private func nextBatch() throws(QueryError) -> Bool {
        try source.stop.check()
        guard let file = left.popLast() else { return false }
        fileNumber += 1
        do throws(DeltaError) {
            let wanted = columns.isEmpty ? [0] : columns
            let names = wanted.map { source.columns[$0].name }
            let batches = try source.table.read(columns: names, where: { $0.path == file.path })
            batch = batches[0].columns
            rowCount = batches[0].rowCount
            source.reading.filesRead += 1
        } catch {
            throw .table(name: source.name, reason: error.description)
        }
        return true
    }

    var rowID: Int64 { fileNumber << 40 | Int64(row) }

    /// The value of a column of the table.
    func value(_ column: Int) throws(QueryError) -> SQLValue {
        guard let position = positions[column] else { return .null }
        if batch[position].isNull(at: row) { return .null }
        switch source.columns[column].kind {
        case .text: return .text(String(decoding: batch[position].bytes(at: row), as: UTF8.self))
        case .bytes: return .blob(Array(batch[position].bytes(at: row)))
        case .integer(_, isWide: true): return .integer(batch[position].int64Values[row])
        case .integer: return .integer(Int64(batch[position].int32Values[row]))
        case .boolean: return .integer(batch[position].booleanValues[row] ? 1 : 0)
        case .real:
            let number = batch[position].doubleValues[row]
            return number.isNaN ? .null : .real(number)
        case .date, .moment, .decimal, .json:
            var text: [UInt8] = []
            try format(column, position, &text)
            return .text(String(decoding: text, as: UTF8.self))
        }
    }

    /// Hands the value of a column to SQLite without a detour through `SQLValue`.
    func give(_ column: Int, to context: OpaquePointer?) throws(QueryError) {
        guard let position = positions[column], !batch[position].isNull(at: row) else {
            return SQLValue.null.give(to: context)
        }
        switch source.columns[column].kind {
        case .text: batch[position].bytes(at: row).span.giveText(to: context)
        case .bytes: batch[position].bytes(at: row).span.giveBlob(to: context)
        case .date, .moment, .decimal, .json:
            // Out of the object for the call, so that its memory is used again and not copied.
            var text: [UInt8] = []
            swap(&text, &buffer)
            text.removeAll(keepingCapacity: true)
            try format(column, position, &text)
            text.span.giveText(to: context)
            swap(&text, &buffer)
        case .integer, .real, .boolean: try value(column).give(to: context)
        }
    }

    /// Appends the text of a value.
    private func format(_ column: Int, _ position: Int, _ text: inout [UInt8]) throws(QueryError) {
        switch source.columns[column].kind {
        case .date: Moment.append(days: Int64(batch[position].int32Values[row]), to: &text)
        case .moment(let isLocal):
            let microseconds = batch[position].int64Values[row]
            Moment.append(microseconds: microseconds, isLocal: isLocal, to: &text)
        case .decimal:
            guard case .decimal(_, let scale) = batch[position].type else { break }
            text += DecimalText.text(batch[position].decimalValues[row], scale: scale).utf8
        default: break
        }
    }
}
