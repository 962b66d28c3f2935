import Parquet

/// A random schema with rows and ways to write them, all from one seed.
struct SeededTable {
    let schema: Schema
    let rows: [[Cell]]
    let options: WriterOptions
    /// Rows of each batch handed to the writer.
    let batchRows: Int

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        // One seed in forty has rows for several pages of 20,000.
        let isLong = random.next() % 40 == 0
        let fields = (0..<Int.random(in: 1...(isLong ? 2 : 5), using: &random)).map {
            Self.field("c\($0)", depth: isLong ? 1 : 3, &random)
        }
        let count = isLong ? 45_000 : [0, 1, 9, 60, 400].randomElement(using: &random) ?? 0
        let pools = fields.map { field in
            let distinct = [1, 5, max(1, min(count, 2000))].randomElement(using: &random) ?? 1
            return (0..<distinct).map { _ in Self.cell(field, &random) }
        }
        schema = Schema(fields)
        rows = (0..<count).map { row in
            pools.map { $0.count >= count ? $0[row] : $0[Int(random.next() % UInt64($0.count))] }
        }
        var options = WriterOptions()
        options.codec = random.next() % 2 == 0 ? .zstd : .uncompressed
        options.rowGroupRows = [7, 100, 20_001, 131_072].randomElement(using: &random) ?? 1
        if isLong { options.rowGroupRows = max(options.rowGroupRows, 20_001) }
        options.threads = Int.random(in: 1...2, using: &random)
        self.options = options
        batchRows = max(1, [7, 150, count].randomElement(using: &random) ?? 1)
    }

    /// The file.
    func written() throws -> EncodedFile {
        var writer = try FileWriter(schema: schema, options: options)
        for start in stride(from: 0, to: rows.count, by: batchRows) {
            let part = rows[start..<min(start + batchRows, rows.count)]
            try writer.write(RowShredder.batch(schema, part))
        }
        return try writer.finish()
    }

    private static let types: [ColumnType] = everyType + [.fixedBinary(length: 16)]
    private static let keyTypes: [ColumnType] = [.string, .int32, .int64, .date]

    private static func field(_ name: String, depth: Int, _ random: inout SeededRandom) -> Field {
        let repetition: Field.Repetition = random.next() % 4 == 0 ? .required : .optional
        switch depth == 0 ? 0 : random.next() % 10 {
        case 6:
            let fields = (0..<Int.random(in: 1...3, using: &random)).map {
                Self.field($0 == 1 ? "naïve name" : "f\($0)", depth: depth - 1, &random)
            }
            return .structure(name, repetition: repetition, fields)
        case 7, 8:
            return .list(name, repetition: repetition, field("element", depth: depth - 1, &random))
        case 9:
            let key = keyTypes.randomElement(using: &random) ?? .string
            let value = field("value", depth: depth - 1, &random)
            return .map(name, repetition: repetition, key: .required("key", key), value: value)
        default:
            let type = types.randomElement(using: &random) ?? .string
            var field = Field.optional(name, type, encoding: encoding(type, &random))
            field.repetition = repetition
            field.identifying = random.next() % 5 == 0
            return field
        }
    }

    private static func encoding(_ type: ColumnType, _ random: inout SeededRandom) -> ColumnEncoding {
        switch type {
        case .int8, .int16, .int32, .int64, .date, .time, .timestamp, .localTimestamp:
            return [.automatic, .plain, .dictionary, .delta].randomElement(using: &random) ?? .automatic
        default: return [.automatic, .plain, .dictionary].randomElement(using: &random) ?? .automatic
        }
    }

    private static func cell(_ field: Field, _ random: inout SeededRandom) -> Cell {
        if field.repetition == .optional && random.next() % 6 == 0 { return .null }
        switch field.content {
        case .leaf(let type): return cell(type, &random)
        case .group(.structure, let children): return .sequence(children.map { cell($0, &random) })
        case .group(let kind, let children):
            guard case .group(_, let inner) = children[0].content else { return .null }
            let items = (0..<random.next() % 5).map { _ in inner.map { cell($0, &random) } }
            guard kind == .map else { return .sequence(items.flatMap { $0 }) }
            // A key occurs once in a map.
            var seen: Set<Cell> = []
            return .map(items.filter { seen.insert($0[0]).inserted }.flatMap { $0 })
        }
    }

    private static func cell(_ type: ColumnType, _ random: inout SeededRandom) -> Cell {
        func integer(_ range: ClosedRange<Int128>) -> Cell {
            switch random.next() % 8 {
            case 0: return .integer(range.lowerBound)
            case 1: return .integer(range.upperBound)
            case 2: return .integer(0)
            default: return .integer(Int128.random(in: range, using: &random))
            }
        }
        func bytes(_ count: Int) -> Cell {
            .bytes((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
        switch type {
        case .boolean: return .boolean(random.next() % 3 == 0)
        case .int8: return integer(-128...127)
        case .int16: return integer(-32_768...32_767)
        case .int32: return integer(Int128(Int32.min)...Int128(Int32.max))
        case .int64: return integer(Int128(Int64.min)...Int128(Int64.max))
        case .date: return integer(dates)
        case .time: return integer(0...86_399_999_999)
        case .timestamp, .localTimestamp: return integer(moments)
        case .decimal(let precision, _):
            let bound = (0..<precision).reduce(Int128(1)) { power, _ in power * 10 } - 1
            return integer(-bound...bound)
        case .float:
            return .float(
                Float(bitPattern: special(random.next()) ?? UInt32.random(in: .min ... .max, using: &random))
            )
        case .double: return .double(Double(bitPattern: special(random.next()) ?? random.next()))
        case .string:
            let length = [0, 1, 5, 40, 300].randomElement(using: &random) ?? 0
            let alphabet = Array("aé日🩺\n\"\\\t\u{1F} z".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<length { text.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
            return .text(String(text))
        case .fixedBinary(let length): return bytes(length)
        case .uuid: return bytes(16)
        case .binary, .unsupported: return bytes([0, 1, 20, 200].randomElement(using: &random) ?? 0)
        }
    }

    // What every reader can show: years 1 to 9999 are theirs.
    private static let dates: ClosedRange<Int128> = -719_162...2_932_896
    private static let moments: ClosedRange<Int128> = -62_135_596_800_000_000...253_402_300_799_999_999

    private static func special(_ roll: UInt64) -> UInt32? {
        let values: [Float] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1.5]
        return roll % 16 < UInt64(values.count) ? values[Int(roll % 16)].bitPattern : nil
    }

    private static func special(_ roll: UInt64) -> UInt64? {
        let values: [Double] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1.5]
        return roll % 16 < UInt64(values.count) ? values[Int(roll % 16)].bitPattern : nil
    }
}
