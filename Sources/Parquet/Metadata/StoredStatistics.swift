/// Statistics of a column chunk as the file states them: raw and not yet trusted.
struct StoredStatistics {
    /// `min_value` and `max_value`, in the order the footer's `column_orders` names.
    var minimum: ArraySlice<UInt8>?
    var maximum: ArraySlice<UInt8>?
    /// The deprecated `min` and `max`, whose order is only certain for signed integers.
    var legacyMinimum: ArraySlice<UInt8>?
    var legacyMaximum: ArraySlice<UInt8>?
    var minimumIsExact: Bool?
    var maximumIsExact: Bool?
    var nullCount: Int?

    static func read(_ reader: inout ThriftReader) throws(ParquetError) -> StoredStatistics {
        var result = StoredStatistics()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: result.legacyMaximum = try reader.binary(type)
            case 2: result.legacyMinimum = try reader.binary(type)
            case 3: result.nullCount = try reader.size(type)
            case 5: result.maximum = try reader.binary(type)
            case 6: result.minimum = try reader.binary(type)
            case 7: result.maximumIsExact = try reader.boolean(type)
            case 8: result.minimumIsExact = try reader.boolean(type)
            default: try reader.skip(type)
            }
        }
        return result
    }
}

/// How a column's bounds are ordered, as the footer says.
enum BoundOrder {
    /// By the rules of the type.
    case type
    /// IEEE 754 total order.
    case total
    /// Not said, or in a way not known here: the bounds mean nothing.
    case unknown

    static func read(_ reader: inout ThriftReader) throws(ParquetError) -> BoundOrder {
        var result = BoundOrder.unknown
        try reader.structure { (reader, field, type) throws(ParquetError) in
            result = field == 1 ? .type : field == 2 ? .total : .unknown
            try reader.skip(type)
        }
        return result
    }
}
