internal import Parquet

/// Partition values as the log's texts and as column values.
///
/// An empty text stands for null in every type, by the protocol; another writer may have left one.
enum PartitionValue {
    /// A text read as a value of a column's storage.
    private enum Value {
        case boolean(Bool)
        case int32(Int32)
        case int64(Int64)
        case float(Float)
        case double(Double)
        case decimal(Int128)
        case text(String)
    }

    /// Whether `text` can be read as `type`, or as null.
    static func isValid(_ text: String, _ type: DeltaType) -> Bool {
        text.isEmpty || value(text, type) != nil
    }

    /// A column that repeats one value `count` times; nil, an empty or an unreadable text gives nulls.
    static func column(_ text: String?, _ type: DeltaType, count: Int) -> Column {
        var column = Column(type: type.columnType ?? .string, maxDefinition: 1)
        let found = text.flatMap { value($0, type) }
        for _ in 0..<count {
            switch found {
            case .none: column.appendNull()
            case .boolean(let value): column.append(value)
            case .int32(let value): column.append(value)
            case .int64(let value): column.append(value)
            case .float(let value): column.append(value)
            case .double(let value): column.append(value)
            case .decimal(let value): column.append(unscaled: value)
            case .text(let value): column.append(value)
            }
        }
        return column
    }

    private static func value(_ text: String, _ type: DeltaType) -> Value? {
        if text.isEmpty { return nil }
        return switch type {
        case .string: .text(text)
        // Spark writes the bytes as text.
        case .binary: .text(text)
        case .long: Int64(text).map { .int64($0) }
        case .integer: Int32(text).map { .int32($0) }
        case .short: Int16(text).map { .int32(Int32($0)) }
        case .byte: Int8(text).map { .int32(Int32($0)) }
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
        case .date: CalendarText.days(text).flatMap { Int32(exactly: $0) }.map { .int32($0) }
        case .timestamp: CalendarText.microseconds(text).map { .int64($0) }
        case .timestampNtz: text.hasSuffix("Z") ? nil : CalendarText.microseconds(text).map { .int64($0) }
        case .float: Float(text).map { .float($0) }
        case .double: Double(text).map { .double($0) }
        case .decimal(let precision, let scale):
            DecimalText.unscaled(text, precision: precision, scale: scale).map { .decimal($0) }
        case .structure, .array, .map, .unsupported: nil
        }
    }
}
