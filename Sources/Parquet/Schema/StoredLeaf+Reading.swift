extension StoredLeaf {
    /// What a leaf element of a footer means; types that cannot be read become `.unsupported`.
    init(_ element: SchemaElement, physicalType: PhysicalType) throws(ParquetError) {
        type = .binary
        self.physicalType = physicalType
        switch physicalType {
        case .int96: length = 12
        case .fixedLengthByteArray:
            guard let stated = element.typeLength, stated > 0 else {
                throw .corrupt(what: "a FIXED_LEN_BYTE_ARRAY column without a length", offset: -1)
            }
            length = Int(stated)
        default: break
        }
        (type, conversion) = meaning(of: element.logicalType ?? Self.legacyType(element))
    }

    private func meaning(of logical: LogicalType?) -> (ColumnType, ValueConversion) {
        switch (logical, physicalType) {
        case (.decimal(let precision, let scale), .int32), (.decimal(let precision, let scale), .int64),
            (.decimal(let precision, let scale), .byteArray),
            (.decimal(let precision, let scale), .fixedLengthByteArray):
            let type = ColumnType.decimal(precision: precision, scale: scale)
            guard type.refusal == nil else {
                return (.unsupported("DECIMAL(\(precision), \(scale)) column"), .none)
            }
            return (type, .decimal(precision: precision))
        case (.integer(let bits, let signed), .int32): return Self.narrow(bits: bits, signed: signed)
        case (.integer(64, false), .int64): return (.decimal(precision: 20, scale: 0), .unsigned64)
        case (.date, .int32): return (.date, .none)
        case (.time(.millis), .int32): return (.time, .millis)
        case (.time(.micros), .int64): return (.time, .none)
        case (.time(.nanos), .int64): return (.time, .nanos)
        case (.timestamp(let utc, let unit), .int64):
            let type: ColumnType = utc ? .timestamp : .localTimestamp
            return (type, unit == .micros ? .none : unit == .millis ? .millis : .nanos)
        case (.string, .byteArray), (.json, .byteArray), (.enumeration, .byteArray): return (.string, .none)
        case (.uuid, .fixedLengthByteArray) where length == 16: return (.uuid, .none)
        case (.other(let name), _): return (.unsupported("\(name) column"), .none)
        default: return plain
        }
    }

    /// The meaning of a physical type without an annotation, or with one that does not fit it.
    private var plain: (ColumnType, ValueConversion) {
        switch physicalType {
        case .boolean: (.boolean, .none)
        case .int32: (.int32, .none)
        case .int64: (.int64, .none)
        case .int96: (.timestamp, .int96)
        case .float: (.float, .none)
        case .double: (.double, .none)
        case .byteArray: (.binary, .none)
        case .fixedLengthByteArray: (.fixedBinary(length: length), .none)
        }
    }

    /// Unsigned numbers take the next wider type.
    private static func narrow(bits: Int, signed: Bool) -> (ColumnType, ValueConversion) {
        switch (bits, signed) {
        case (8, true): (.int8, .narrow(-128...127))
        case (16, true): (.int16, .narrow(-32768...32767))
        case (8, false): (.int16, .narrow(0...255))
        case (16, false): (.int32, .narrow(0...65535))
        case (32, false): (.int64, .unsigned32)
        default: (.int32, .none)
        }
    }

    private static func legacyType(_ element: SchemaElement) -> LogicalType? {
        switch element.convertedType {
        case 0: .string
        case 4: .enumeration
        case 5: .decimal(precision: Int(element.precision ?? 0), scale: Int(element.scale ?? 0))
        case 6: .date
        case 7: .time(unit: .millis)
        case 8: .time(unit: .micros)
        case 9: .timestamp(utc: true, unit: .millis)
        case 10: .timestamp(utc: true, unit: .micros)
        case 11: .integer(bits: 8, signed: false)
        case 12: .integer(bits: 16, signed: false)
        case 13: .integer(bits: 32, signed: false)
        case 14: .integer(bits: 64, signed: false)
        case 15: .integer(bits: 8, signed: true)
        case 16: .integer(bits: 16, signed: true)
        case 19: .json
        case 20: .other("BSON")
        case 21: .other("INTERVAL")
        default: nil
        }
    }
}
