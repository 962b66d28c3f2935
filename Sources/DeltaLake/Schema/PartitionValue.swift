internal import Parquet

/// Partition values as the log's texts and as column values.
enum PartitionValue {
    /// Whether `text` can be read as `type`.
    static func isValid(_ text: String, _ type: DeltaType) -> Bool {
        switch type {
        case .string: true
        case .long: Int64(text) != nil
        case .integer: Int32(text) != nil
        case .boolean: text == "true" || text == "false"
        case .date: CalendarText.days(text) != nil
        case .timestamp: CalendarText.microseconds(text) != nil
        case .double: Double(text) != nil
        case .binary: false
        }
    }

    /// A column that repeats one value `count` times; nil or an unreadable text gives nulls.
    static func column(_ text: String?, _ type: DeltaType, count: Int) -> Column {
        var column = Column(type: type.columnType, maxDefinition: 1)
        for _ in 0..<count {
            switch type {
            case .string, .binary: if let text { column.append(text) } else { column.appendNull() }
            case .long:
                if let value = text.flatMap({ Int64($0) }) {
                    column.append(value)
                } else {
                    column.appendNull()
                }
            case .integer:
                if let value = text.flatMap({ Int32($0) }) {
                    column.append(value)
                } else {
                    column.appendNull()
                }
            case .double:
                if let value = text.flatMap({ Double($0) }) {
                    column.append(value)
                } else {
                    column.appendNull()
                }
            case .boolean: if let text { column.append(text == "true") } else { column.appendNull() }
            case .date:
                if let days = text.flatMap({ CalendarText.days($0) }) {
                    column.append(Int32(truncatingIfNeeded: days))
                } else {
                    column.appendNull()
                }
            case .timestamp:
                if let moment = text.flatMap(CalendarText.microseconds) {
                    column.append(moment)
                } else {
                    column.appendNull()
                }
            }
        }
        return column
    }
}
