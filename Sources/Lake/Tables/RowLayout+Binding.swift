import Hospital
import Parquet
import YAMLSettings

/// A column of a layout, bound to its place in the data files.
struct BoundColumn<Row>: Sendable {
    let name: String
    let value: RowLayout<Row>.Value

    /// Appends the row's value.
    func append(_ row: Row, to column: inout Parquet.Column) {
        switch value {
        case .text(let read): column.append(read(row))
        case .textOrNull(let read):
            let text = read(row)
            if text.isEmpty { column.appendNull() } else { column.append(text) }
        case .integer(let read): column.append(Int32(truncatingIfNeeded: read(row)))
        case .integerOrNull(let read):
            if let number = read(row) {
                column.append(Int32(truncatingIfNeeded: number))
            } else {
                column.appendNull()
            }
        case .long(let read): column.append(read(row))
        case .longOrNull(let read):
            if let number = read(row) { column.append(number) } else { column.appendNull() }
        case .double(let read): column.append(read(row))
        case .doubleOrNull(let read):
            if let number = read(row) { column.append(number) } else { column.appendNull() }
        case .boolean(let read): column.append(read(row))
        case .time(let read): column.append(read(row).microseconds)
        case .timeOrNull(let read):
            if let moment = read(row) { column.append(moment.microseconds) } else { column.appendNull() }
        case .bytes(let read): column.append(bytes: read(row))
        }
    }

    /// Mixes the row's value into `digest`.
    func mix(_ row: Row, into digest: inout RowDigest) {
        switch value {
        case .text(let read), .textOrNull(let read): digest.mix(read(row))
        case .integer(let read): digest.mix(UInt64(bitPattern: Int64(read(row))))
        case .integerOrNull(let read): digest.mix(read(row).map { UInt64(bitPattern: Int64($0)) })
        case .long(let read): digest.mix(UInt64(bitPattern: read(row)))
        case .longOrNull(let read): digest.mix(read(row).map { UInt64(bitPattern: $0) })
        case .double(let read): digest.mix(read(row).bitPattern)
        case .doubleOrNull(let read): digest.mix(read(row).map(\.bitPattern))
        case .boolean(let read): digest.mix(read(row) ? 1 : 0)
        case .time(let read): digest.mix(UInt64(bitPattern: read(row).microseconds))
        case .timeOrNull(let read): digest.mix(read(row).map { UInt64(bitPattern: $0.microseconds) })
        case .bytes(let read): for byte in read(row) { digest.mix(UInt64(byte)) }
        }
    }
}

/// A hash of rows in their order, to tell whether a slice of live rows changed since it was last written.
struct RowDigest: Sendable, Equatable {
    private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func mix(_ word: UInt64) {
        let product = (value ^ word).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        value = product.high ^ product.low &+ 0x9e37_79b9_7f4a_7c15
    }

    mutating func mix(_ word: UInt64?) {
        mix(word == nil ? 0 : 1)
        mix(word ?? 0)
    }

    mutating func mix(_ text: String) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count & 7 == 0 {
                mix(word)
                word = 0
            }
        }
        mix(word ^ count << 56)
    }
}

extension RowLayout {
    /// The columns that lie in the data files, in the schema's order.
    ///
    /// Columns in `givenByPartition` need no accessor. Throws unless `schema` names the same columns with the same types
    /// and nullability.
    func bound(to schema: TableSchema, givenByPartition: Set<String>) throws(ConfigurationError)
        -> [BoundColumn<Row>]
    {
        var byName: [String: Column] = [:]
        for column in columns { byName[column.name] = column }
        var ordered: [BoundColumn<Row>] = []
        for wanted in schema.columns {
            guard let column = byName.removeValue(forKey: wanted.name) else {
                if givenByPartition.contains(wanted.name) { continue }
                throw ConfigurationError("schemas/\(path).yaml: nothing writes the column `\(wanted.name)`")
            }
            let (type, isNullable) = column.value.kind
            guard type == wanted.type, isNullable == wanted.isNullable else {
                throw ConfigurationError(
                    "schemas/\(path).yaml: column `\(wanted.name)` is \(wanted.type)"
                        + "\(wanted.isNullable ? ", nullable" : ""), but the code writes \(type)"
                        + "\(isNullable ? ", nullable" : "")"
                )
            }
            guard !schema.partitionBy.contains(wanted.name) else { continue }
            ordered.append(BoundColumn(name: wanted.name, value: column.value))
        }
        if let left = byName.keys.sorted().first {
            throw ConfigurationError("schemas/\(path).yaml: the column `\(left)` is missing")
        }
        return ordered
    }
}

extension RowLayout.Value {
    /// The type of the column in the files, and whether it may be null.
    fileprivate var kind: (ColumnType, isNullable: Bool) {
        switch self {
        case .text: (.string, false)
        case .textOrNull: (.string, true)
        case .integer: (.int32, false)
        case .integerOrNull: (.int32, true)
        case .long: (.int64, false)
        case .longOrNull: (.int64, true)
        case .double: (.double, false)
        case .doubleOrNull: (.double, true)
        case .boolean: (.boolean, false)
        case .time: (.timestamp, false)
        case .timeOrNull: (.timestamp, true)
        case .bytes: (.binary, false)
        }
    }
}
