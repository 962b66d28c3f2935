import Parquet
import Testing

/// A filtered read must equal reading everything and filtering then, whatever is pruned on the way.
struct FilteredReadTests {
    /// Runs of equal and of rising values, so that pages and row groups differ in their bounds; strings longer
    /// than bounds may be; NaN, both zeros, nulls, structs and lists.
    static func batch(rows: Int, seed: UInt64) -> ColumnBatch {
        var random = SeededRandom(seed: seed)
        let schema = Schema([
            .required("id", .int64), .optional("ward", .string, bloomFilter: true),
            .optional("hours", .double), .required("ratio", .float), .optional("day", .date),
            .optional("flag", .boolean),
            .optional("cost", .decimal(precision: 9, scale: 2), bloomFilter: true),
            .optional("key", .int32, encoding: .plain, bloomFilter: true),
            .required("note", .string, encoding: .plain),
            .structure("stay", [.optional("bed", .string), .required("level", .int8)]),
            .list("tags", .optional("element", .string)),
        ])
        var batch = ColumnBatch(schema: schema)
        for row in 0..<rows {
            let phase = row / 97
            batch.columns[0].append(Int64(row) * 3 - 50)
            append(&batch.columns[1], random.next() % 9 == 0) {
                $0.append("W\((phase / 3 + Int(random.next() % 2)) % 23)")
            }
            append(&batch.columns[2], random.next() % 4 == 0) { column in
                switch random.next() % 40 {
                case 0 where phase % 5 == 0: column.append(Double.nan)
                case 1: column.append(random.next() % 2 == 0 ? 0.0 : -0.0)
                default: column.append(Double(phase) - Double(random.next() % 8) / 4)
                }
            }
            batch.columns[3].append(phase % 7 == 3 ? Float(0.0) : Float(phase % 11) / 2)
            append(&batch.columns[4], phase % 6 == 1) { $0.append(Int32(19_000 + phase / 2)) }
            append(&batch.columns[5], random.next() % 3 == 0) { $0.append(phase % 4 == 0) }
            append(&batch.columns[6], random.next() % 5 == 0) {
                $0.append(unscaled: Int128(Int(random.next() % 500)) - 250)
            }
            append(&batch.columns[7], random.next() % 8 == 0) {
                $0.append(Int32(truncatingIfNeeded: random.next() % 9000))
            }
            let stem = String(repeating: "prefix-\(phase % 3)-", count: 8)
            batch.columns[8].append(stem + "\(random.next() % 50)" + String(repeating: "é", count: 400))
            switch random.next() % 5 {
            case 0: batch.columns[9].appendNull(definition: 0)
            case 1: batch.columns[9].appendNull(definition: 1)
            default: batch.columns[9].append("bed \(phase % 13)")
            }
            let isNull = batch.columns[9].definition(at: row) == 0
            append(&batch.columns[10], isNull) { $0.append(Int32(phase % 9) - 4) }
            appendTags(&batch.columns[11], row, &random)
        }
        return batch
    }

    private static func append(_ column: inout Column, _ isNull: Bool, _ value: (inout Column) -> Void) {
        if isNull { column.appendNull() } else { value(&column) }
    }

    private static func appendTags(_ column: inout Column, _ row: Int, _ random: inout SeededRandom) {
        let count = Int(random.next() % 4)
        if count == 0 { column.appendNull(definition: UInt8(random.next() % 2)) }
        for tag in 0..<count {
            if random.next() % 4 == 0 {
                column.appendNull(definition: 2, repetition: tag == 0 ? 0 : 1)
            } else {
                column.append("t\(row)-\(tag)", repetition: tag == 0 ? 0 : 1)
            }
        }
    }

    /// A request whose literals are mostly values of the file.
    static func request(_ batch: ColumnBatch, _ random: inout SeededRandom) -> ReadRequest {
        var request = ReadRequest(wantsRowNumbers: true)
        for _ in 0..<1 + random.next() % 2 {
            let leaf = Int(random.next() % UInt64(batch.columns.count - 1))
            let column = batch.columns[leaf]
            var values: [StatisticValue] = []
            while values.count < 3 {
                let row = Int(random.next() % UInt64(batch.rowCount))
                if let value = column.value(at: row) { values.append(value) }
            }
            let test: RowFilter.Test
            switch random.next() % 12 {
            case 0, 1: test = .equals(values[0])
            case 2: test = .equals(column.absentValue)
            case 3: test = .oneOf(values)
            case 4: test = .oneOf([column.absentValue])
            case 5: test = .notEquals(values[0])
            case 6: test = .less(values[0])
            case 7: test = .atMost(values[0])
            case 8: test = .greater(values[0])
            case 9: test = .atLeast(values[0])
            case 10: test = random.next() % 2 == 0 ? .isNull : .isNotNull
            default:
                guard case .bytes(let bytes) = values[0] else {
                    test = .equals(values[1])
                    break
                }
                test = .hasPrefix(Array(bytes.prefix(Int(random.next() % 90))))
            }
            request.filter.conditions.append(.init(batch.schema.leaves[leaf].name, test))
        }
        if random.next() % 3 == 0 {
            request.excluding = RowSet(
                (0..<200).map { _ in Int64(random.next() % UInt64(batch.rowCount + 50)) }
            )
        }
        if random.next() % 3 == 0 { request.columns = ["tags", "id", "note"] }
        return request
    }

    /// The rows of `all` that a request keeps, found without the library's own filter.
    static func expectedRows(_ request: ReadRequest, _ all: ColumnBatch) throws -> [Int] {
        var kept = Array(0..<all.rowCount)
        for condition in request.filter.conditions {
            let column = try #require(all[condition.column])
            kept = kept.filter { column.satisfies(condition.test, at: $0) }
        }
        return kept.filter { request.excluding?.contains(Int64($0)) != true }
    }

    /// Reads with the request and compares with the rows of `all` it should keep.
    @discardableResult
    static func check(
        _ reader: FileReader,
        _ request: ReadRequest,
        _ all: ColumnBatch,
        _ label: String
    ) throws -> PruningReport {
        let rows = try expectedRows(request, all)
        let result = try reader.read(request)
        #expect(result.rowNumbers == rows.map { Int64($0) }, "\(label): \(request)")
        let expected = all.rows(rows)
        for (leaf, column) in zip(result.batch.schema.leaves, result.batch.columns) {
            let wanted = try #require(expected[leaf.name])
            #expect(column.hasSameEntries(as: wanted), "\(label), column \(leaf.name): \(request)")
        }
        return result.report
    }

    @Test(arguments: [UInt64(41), 42, 43, 44])
    func equalsReadingAllAndFilteringThen(_ seed: UInt64) throws {
        var options = WriterOptions()
        options.rowGroupRows = [600, 1500, 5000, 5000][Int(seed % 4)]
        let batch = Self.batch(rows: 4500, seed: seed)
        var reader = try FileReader(bytes: encoded(batch, options).bytes)
        let all = try reader.read()
        #expect(zip(all.columns, batch.columns).allSatisfy { $0.hasSameEntries(as: $1) })
        var random = SeededRandom(seed: seed &* 1000)
        var total = PruningReport()
        for round in 0..<60 {
            let request = Self.request(all, &random)
            reader.threads = 1 + round % 3
            total += try Self.check(reader, request, all, "seed \(seed), round \(round)")
        }
        #expect(total.rowGroupsPrunedByStatistics > 0 || options.rowGroupRows > 4500)
        #expect(total.pagesRead < total.pages, "seed \(seed): \(total)")
    }

    @Test func rowGroupsReadOneByOneAddUpToTheWhole() throws {
        var options = WriterOptions()
        options.rowGroupRows = 700
        let reader = try FileReader(bytes: encoded(Self.batch(rows: 2000, seed: 45), options).bytes)
        let request = ReadRequest(
            columns: ["id"],
            filter: RowFilter([.init("flag", .equals(.boolean(true)))]),
            wantsRowNumbers: true
        )
        let whole = try reader.read(request)
        var rows: [Int64] = []
        for group in 0..<reader.rowGroupCount {
            rows += try reader.read(request, rowGroup: group).rowNumbers
        }
        #expect(reader.rowGroupCount == 3 && rows == whole.rowNumbers && !rows.isEmpty)
    }
}

extension Column {
    /// The value of an entry, nil for null and NaN.
    func value(at index: Int) -> StatisticValue? {
        if isNull(at: index) { return nil }
        switch type {
        case .boolean: return .boolean(booleanValues[index])
        case .int8, .int16, .int32, .date: return .int32(int32Values[index])
        case .int64, .timestamp, .localTimestamp, .time: return .int64(int64Values[index])
        case .float: return floatValues[index].isNaN ? nil : .float(floatValues[index])
        case .double: return doubleValues[index].isNaN ? nil : .double(doubleValues[index])
        case .decimal: return .decimal(decimalValues[index])
        case .string, .binary, .fixedBinary, .uuid, .unsupported: return .bytes(Array(bytes(at: index)))
        }
    }

    /// True when levels and values are the same, any NaN being like another.
    func hasSameEntries(as other: Column) -> Bool {
        count == other.count
            && (0..<count).allSatisfy { index in
                definition(at: index) == other.definition(at: index)
                    && repetition(at: index) == other.repetition(at: index)
                    && value(at: index) == other.value(at: index)
            }
    }

    /// A value that the samples do not have, within their bounds where that can be.
    var absentValue: StatisticValue {
        switch type {
        case .boolean: .boolean(true)
        case .int8, .int16, .int32, .date: .int32(8999)
        case .int64, .timestamp, .localTimestamp, .time: .int64(1)
        case .float: .float(1.2345)
        case .double: .double(1.2345)
        case .decimal: .decimal(240)
        case .string, .binary, .fixedBinary, .uuid, .unsupported: .text("W1x")
        }
    }

    /// Evaluates a test by comparing single values.
    fileprivate func satisfies(_ test: RowFilter.Test, at row: Int) -> Bool {
        if case .isNull = test { return isNull(at: row) }
        if case .isNotNull = test { return !isNull(at: row) }
        guard !isNull(at: row) else { return false }
        guard let value = value(at: row) else {
            if case .notEquals = test { return true }
            return false
        }
        switch test {
        case .equals(let other): return value.order(other) == 0
        case .notEquals(let other): return value.order(other) != 0
        case .oneOf(let others): return others.contains { value.order($0) == 0 }
        case .less(let other): return value.order(other) < 0
        case .atMost(let other): return value.order(other) <= 0
        case .greater(let other): return value.order(other) > 0
        case .atLeast(let other): return value.order(other) >= 0
        case .hasPrefix(let prefix): return bytes(at: row).starts(with: prefix)
        case .isNull, .isNotNull: return false
        }
    }
}

extension StatisticValue {
    fileprivate func order(_ other: StatisticValue) -> Int {
        func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
            left == right ? 0 : left < right ? -1 : 1
        }
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)): return sign(left ? 1 : 0, right ? 1 : 0)
        case (.int32(let left), .int32(let right)): return sign(left, right)
        case (.int64(let left), .int64(let right)): return sign(left, right)
        case (.float(let left), .float(let right)): return sign(left, right)
        case (.double(let left), .double(let right)): return sign(left, right)
        case (.decimal(let left), .decimal(let right)): return sign(left, right)
        case (.bytes(let left), .bytes(let right)):
            return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
        default: return 2
        }
    }
}
