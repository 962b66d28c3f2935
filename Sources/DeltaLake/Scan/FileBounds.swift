internal import Parquet

/// What `add.stats` says of a file's values, read with doubt: whatever is missing or odd excludes nothing.
struct FileBounds {
    private let stats: JSONValue
    /// The rows of the data file, deleted ones included; nil when the statistics do not say.
    let rowCount: Int?

    /// Parses the statistics; nil when there are none that can be read.
    init?(_ file: AddFile) {
        guard let text = file.stats else { return nil }
        var scanner = JSONScanner(Array(text.utf8))
        do throws(JSONError) { stats = try JSONValue(from: &scanner) } catch { return nil }
        rowCount = Self.count(stats["numRecords"])
    }

    /// False when no row of the file can satisfy the test of the leaf with this dotted path.
    func mayMatch(_ test: RowFilter.Test, leaf: String, type: ColumnType) -> Bool {
        let path = leaf.split(separator: ".").map(String.init)
        return test.mayMatch(
            minimum: value("minValues", path).flatMap { Self.lower($0, type) },
            maximum: value("maxValues", path).flatMap { Self.upper($0, type) },
            nullCount: Self.count(value("nullCount", path)),
            entryCount: rowCount
        )
    }

    private func value(_ kind: String, _ path: [String]) -> JSONValue? {
        path.reduce(stats[kind]) { $0?[$1] }
    }

    private static func count(_ value: JSONValue?) -> Int? {
        guard case .number(let text) = value, let count = Int(text), count >= 0 else { return nil }
        return count
    }

    /// A bound no value lies below: cut text is below what it was cut from, and so is a floored moment.
    private static func lower(_ json: JSONValue, _ type: ColumnType) -> StatisticValue? {
        exact(json, type)
    }

    /// A bound no value lies above: text that may have been cut and a floored moment are widened.
    private static func upper(_ json: JSONValue, _ type: ColumnType) -> StatisticValue? {
        switch exact(json, type) {
        case .bytes(let bytes)
        where String(decoding: bytes, as: UTF8.self).unicodeScalars.count >= FileStatistics.textLimit:
            // No UTF-8 holds FF, so nothing that starts with these characters is above.
            return .bytes(bytes + [0xFF])
        case .int64(let moment) where type == .timestamp || type == .localTimestamp:
            let (widened, overflow) = moment.addingReportingOverflow(999)
            return overflow ? nil : .int64(widened)
        case let value: return value
        }
    }

    private static func exact(_ json: JSONValue, _ type: ColumnType) -> StatisticValue? {
        switch (json, type) {
        case (.string(let text), .string): .bytes(Array(text.utf8))
        case (.string(let text), .date):
            CalendarText.days(text).flatMap { Int32(exactly: $0) }.map { .int32($0) }
        case (.string(let text), .timestamp), (.string(let text), .localTimestamp):
            CalendarText.microseconds(text).map { .int64($0) }
        case (.number(let text), .int64): Int64(text).map { .int64($0) }
        case (.number(let text), .int32), (.number(let text), .int16), (.number(let text), .int8):
            Int32(text).map { .int32($0) }
        case (.number(let text), .float): Float(text).flatMap { $0.isNaN ? nil : .float($0) }
        case (.number(let text), .double): Double(text).flatMap { $0.isNaN ? nil : .double($0) }
        // Some writers go through binary64, which keeps no more than 15 digits.
        case (.number(let text), .decimal(let precision, let scale)) where precision <= 15:
            DecimalText.unscaled(text, precision: precision, scale: scale).map { .decimal($0) }
        case (.bool(let flag), .boolean): .boolean(flag)
        default: nil
        }
    }
}
