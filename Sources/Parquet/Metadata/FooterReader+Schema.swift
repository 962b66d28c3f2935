extension FooterReader {
    /// Reads one element of the flattened schema.
    static func schemaElement(_ reader: inout ThriftReader) throws(ParquetError) -> SchemaElement {
        var element = SchemaElement()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: element.physicalType = try reader.int32(type)
            case 2: element.typeLength = try reader.int32(type)
            case 3: element.repetition = try reader.int32(type)
            case 4: element.name = try reader.string(type)
            case 5: element.childCount = try reader.size(type)
            case 6: element.convertedType = try reader.int32(type)
            case 7: element.scale = try reader.int32(type)
            case 8: element.precision = try reader.int32(type)
            case 9: element.fieldID = try reader.int32(type)
            case 10: element.logicalType = try logicalType(&reader)
            default: try reader.skip(type)
            }
        }
        return element
    }

    private static func logicalType(_ reader: inout ThriftReader) throws(ParquetError) -> LogicalType? {
        var result: LogicalType?
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: result = .string
            case 2: result = .map
            case 3: result = .list
            case 4: result = .enumeration
            case 6: result = .date
            case 12: result = .json
            case 14: result = .uuid
            case 5:
                result = try decimal(&reader)
                return
            case 7:
                result = .time(unit: try timeUnit(&reader).unit)
                return
            case 8:
                let (utc, unit) = try timeUnit(&reader)
                result = .timestamp(utc: utc, unit: unit)
                return
            case 10:
                result = try integer(&reader)
                return
            case 11: break
            default:
                let names: [Int16: String] = [
                    13: "BSON", 15: "FLOAT16", 16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY",
                ]
                result = .other(names[field] ?? "logical type \(field)")
            }
            try reader.skip(type)
        }
        return result
    }

    private static func decimal(_ reader: inout ThriftReader) throws(ParquetError) -> LogicalType {
        var scale: Int32 = 0
        var precision: Int32 = 0
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: scale = try reader.int32(type)
            case 2: precision = try reader.int32(type)
            default: try reader.skip(type)
            }
        }
        return .decimal(precision: Int(precision), scale: Int(scale))
    }

    /// The content of a TIME or TIMESTAMP annotation.
    private static func timeUnit(
        _ reader: inout ThriftReader
    ) throws(ParquetError) -> (utc: Bool, unit: LogicalType.TimeUnit) {
        var utc = false
        var found: LogicalType.TimeUnit?
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: utc = try reader.boolean(type)
            case 2:
                try reader.structure { (reader, field, type) throws(ParquetError) in
                    switch field {
                    case 1: found = .millis
                    case 2: found = .micros
                    case 3: found = .nanos
                    default: throw .unsupported(feature: "time unit \(field)")
                    }
                    try reader.skip(type)
                }
            default: try reader.skip(type)
            }
        }
        guard let unit = found else { throw .corrupt(what: "a time annotation without a unit", offset: -1) }
        return (utc, unit)
    }

    private static func integer(_ reader: inout ThriftReader) throws(ParquetError) -> LogicalType {
        var bits = 0
        var signed = true
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: bits = Int(try reader.int64(type))
            case 2: signed = try reader.boolean(type)
            default: try reader.skip(type)
            }
        }
        return .integer(bits: bits, signed: signed)
    }
}
