import Parquet

/// Where nulls fall in a generated column.
enum NullPattern: String, CaseIterable {
    case required, none, all, alternating, random, longRuns

    func isNull(_ index: Int, _ random: inout SeededRandom) -> Bool {
        switch self {
        case .required, .none: false
        case .all: true
        case .alternating: index % 2 == 0
        case .random: random.next() % 5 == 0
        case .longRuns: (index / 700) % 3 == 1
        }
    }
}

/// How varied generated values are; decides between dictionary, plain and runs.
enum Variety: String, CaseIterable {
    case constant, few, distinct
}

let everyType: [ColumnType] = [
    .boolean, .int8, .int16, .int32, .int64, .float, .double, .decimal(precision: 9, scale: 2),
    .decimal(precision: 18, scale: 0), .decimal(precision: 19, scale: 19), .decimal(precision: 38, scale: 4),
    .string, .binary, .fixedBinary(length: 1), .fixedBinary(length: 70), .uuid, .timestamp, .localTimestamp,
    .time, .date,
]

extension Column {
    /// Appends a generated value of the column's own type.
    mutating func appendSample(_ variety: Variety, _ random: inout SeededRandom) {
        let raw: UInt64
        switch variety {
        case .constant: raw = 7
        case .few: raw = random.next() % 13
        case .distinct: raw = random.next()
        }
        switch type {
        case .boolean: append(raw % 3 == 0)
        case .int8: append(Int32(Int8(truncatingIfNeeded: raw)))
        case .int16: append(Int32(Int16(truncatingIfNeeded: raw)))
        case .int32, .date: append(Int32(truncatingIfNeeded: raw))
        case .int64, .timestamp, .localTimestamp, .time: append(Int64(bitPattern: raw))
        case .float: append(Float(Int64(bitPattern: raw)) / 7)
        case .decimal(let precision, _):
            let bound = (0..<precision).reduce(Int128(1)) { power, _ in power * 10 }
            append(unscaled: (Int128(Int64(bitPattern: raw)) * 0x1_0000_0000_0000_0001) % bound)
        case .fixedBinary(let length):
            append(bytes: (0..<length).map { UInt8(truncatingIfNeeded: raw >> ($0 % 57)) })
        case .uuid: append(bytes: (0..<16).map { UInt8(truncatingIfNeeded: raw >> ($0 % 57)) })
        case .double: append(Double(Int64(bitPattern: raw)) / 7)
        case .string:
            append(raw % 11 == 3 ? "" : "Größe-\(raw)-日本" + String(repeating: "x", count: Int(raw % 50)))
        case .binary: append(bytes: (0..<raw % 40).map { UInt8(truncatingIfNeeded: raw >> ($0 % 57)) })
        case .unsupported: break
        }
    }

    /// One text per entry: levels and value.
    var entries: [String] {
        (0..<count).map { index in
            let levels = "\(definition(at: index)).\(repetition(at: index)):"
            if isNull(at: index) { return levels + "null" }
            switch type {
            case .boolean: return levels + "\(booleanValues[index])"
            case .int8, .int16, .int32, .date: return levels + "\(int32Values[index])"
            case .int64, .timestamp, .localTimestamp, .time: return levels + "\(int64Values[index])"
            case .float: return levels + "\(floatValues[index].bitPattern)"
            case .decimal: return levels + "\(decimalValues[index])"
            case .double: return levels + "\(doubleValues[index].bitPattern)"
            case .string, .binary, .fixedBinary, .uuid, .unsupported:
                return levels + "\(Array(bytes(at: index)))"
            }
        }
    }
}

/// True when both have the same levels and values, to the bit.
func sameEntries(_ left: Column, _ right: Column) -> Bool {
    left.type == right.type && left.count == right.count
        && (0..<left.count).allSatisfy {
            left.definition(at: $0) == right.definition(at: $0)
                && left.repetition(at: $0) == right.repetition(at: $0)
        }
        && left.booleanValues == right.booleanValues && left.int32Values == right.int32Values
        && left.int64Values == right.int64Values && left.decimalValues == right.decimalValues
        && left.floatValues.map(\.bitPattern) == right.floatValues.map(\.bitPattern)
        && left.doubleValues.map(\.bitPattern) == right.doubleValues.map(\.bitPattern)
        && (!left.holdsBytes || (0..<left.count).allSatisfy { left.bytes(at: $0) == right.bytes(at: $0) })
}

extension Column {
    fileprivate var holdsBytes: Bool {
        switch type {
        case .string, .binary, .fixedBinary, .uuid, .unsupported: true
        default: false
        }
    }
}

/// A batch of one generated column.
func sampleBatch(
    _ type: ColumnType,
    rows: Int,
    nulls: NullPattern,
    variety: Variety,
    encoding: ColumnEncoding = .automatic,
    seed: UInt64
) -> ColumnBatch {
    let field: Field =
        nulls == .required
        ? .required("value", type, encoding: encoding) : .optional("value", type, encoding: encoding)
    var batch = ColumnBatch(schema: Schema([field]))
    var random = SeededRandom(seed: seed)
    for index in 0..<rows {
        if nulls.isNull(index, &random) {
            batch.columns[0].appendNull()
        } else {
            batch.columns[0].appendSample(variety, &random)
        }
    }
    return batch
}

/// Writes one batch as one file.
func encoded(_ batch: ColumnBatch, _ options: WriterOptions = WriterOptions()) throws -> EncodedFile {
    var writer = try FileWriter(schema: batch.schema, options: options)
    try writer.write(batch)
    return try writer.finish()
}

/// True when `needle` occurs in `bytes`.
func contains(_ bytes: [UInt8], _ needle: String) -> Bool {
    let needle = Array(needle.utf8)
    return bytes.count >= needle.count
        && (0...bytes.count - needle.count).contains { bytes[$0..<$0 + needle.count].elementsEqual(needle) }
}

/// The footer of a file.
func footer(_ bytes: [UInt8]) -> [UInt8] {
    let length = (0..<4).reduce(0) { $0 | Int(bytes[bytes.count - 8 + $1]) << ($1 * 8) }
    return Array(bytes[(bytes.count - 8 - length)..<(bytes.count - 8)])
}
