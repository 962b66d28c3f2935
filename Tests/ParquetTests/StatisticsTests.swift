import Parquet
import Testing

struct StatisticsTests {
    private func statistics(_ type: ColumnType, _ fill: (inout Column) -> Void) throws -> LeafStatistics {
        var batch = ColumnBatch(schema: Schema([.optional("value", type)]))
        fill(&batch.columns[0])
        return try #require(try encoded(batch).statistics[0])
    }

    @Test func boundsAndNullCountOfEachType() throws {
        let integers = try statistics(.int64) { column in
            for value: Int64 in [5, -3, 9] { column.append(value) }
            column.appendNull()
        }
        #expect(integers.minimum == .int64(-3) && integers.maximum == .int64(9))
        #expect(integers.nullCount == 1 && integers.valueCount == 3)
        let flags = try statistics(.boolean) { $0.append(true) }
        #expect(flags.minimum == .boolean(true) && flags.maximum == .boolean(true))
        let texts = try statistics(.string) { column in
            for value in ["b", "", "bb", "ä", "a"] { column.append(value) }
        }
        #expect(texts.minimum == .bytes([]) && texts.maximum == .bytes(Array("ä".utf8)))
        let empty = try statistics(.double) { $0.appendNull() }
        #expect(empty.minimum == nil && empty.maximum == nil && empty.nullCount == 1)
    }

    @Test func aNaNRemovesBothBounds() throws {
        let bounds = try statistics(.double) { column in
            for value in [1.0, .nan, 2.0] { column.append(value) }
        }
        #expect(bounds.minimum == nil && bounds.maximum == nil)
    }

    @Test func zerosWidenToBothSigns() throws {
        let bounds = try statistics(.double) { $0.append(0.0) }
        guard case .double(let low)? = bounds.minimum, case .double(let high)? = bounds.maximum else {
            Issue.record("no bounds")
            return
        }
        #expect(low.sign == .minus && high.sign == .plus)
    }

    @Test func longTextIsCutOnACharacterAndTheMaximumRaised() throws {
        // Byte 64 falls inside the two-byte character.
        let long = String(repeating: "a", count: 63) + "éééé"
        let bounds = try statistics(.string) { $0.append(long) }
        #expect(bounds.minimum == .bytes([UInt8](repeating: 0x61, count: 63)))
        #expect(bounds.maximum == .bytes([UInt8](repeating: 0x61, count: 62) + [0x62]))
        #expect(!bounds.minimumIsExact && !bounds.maximumIsExact)
        let exact = try statistics(.string) { $0.append(String(repeating: "a", count: 64)) }
        #expect(exact.minimumIsExact && exact.maximumIsExact)
    }

    @Test func aMaximumThatCannotBeRaisedIsLeftOut() throws {
        let bytes = try statistics(.binary) { $0.append(bytes: [UInt8](repeating: 0xFF, count: 70)) }
        #expect(bytes.maximum == nil && bytes.minimum == .bytes([UInt8](repeating: 0xFF, count: 64)))
        let text = try statistics(.string) { $0.append(String(repeating: "\u{10FFFF}", count: 20)) }
        #expect(text.maximum == nil)
    }

    @Test func truncatedBoundsStillBoundRandomText() throws {
        let seed: UInt64 = 21
        var random = SeededRandom(seed: seed)
        let alphabet = Array("aé日\u{D7FF}\u{7FF}\u{10FFFF}\u{7F}z").map(String.init)
        for round in 0..<300 {
            var values: [String] = []
            for _ in 0..<4 {
                values.append(
                    (0..<Int.random(in: 0...40, using: &random)).map { _ in
                        alphabet[Int(random.next() % UInt64(alphabet.count))]
                    }.joined()
                )
            }
            let bounds = try statistics(.string) { column in values.forEach { column.append($0) } }
            for value in values.map({ Array($0.utf8) }) {
                if case .bytes(let low)? = bounds.minimum {
                    #expect(!value.lexicographicallyPrecedes(low), "seed \(seed), round \(round)")
                    #expect(low.count <= 64 && String(validating: low, as: UTF8.self) != nil)
                }
                if case .bytes(let high)? = bounds.maximum {
                    #expect(!high.lexicographicallyPrecedes(value), "seed \(seed), round \(round)")
                    #expect(high.count <= 64 && String(validating: high, as: UTF8.self) != nil)
                }
            }
        }
    }

    @Test func aRowGroupWithoutBoundsVoidsTheFilesBounds() throws {
        var options = WriterOptions()
        options.rowGroupRows = 2
        let schema = Schema([.optional("voided", .double), .optional("kept", .double)])
        var batch = ColumnBatch(schema: schema)
        for value in [1.0, 2.0, .nan, 3.0] { batch.columns[0].append(value) }
        batch.columns[1].append(1.0)
        batch.columns[1].append(2.0)
        batch.columns[1].appendNull()
        batch.columns[1].appendNull()
        let file = try encoded(batch, options)
        #expect(file.statistics[0]?.minimum == nil && file.statistics[0]?.valueCount == 4)
        #expect(file.statistics[1]?.minimum == .double(1) && file.statistics[1]?.maximum == .double(2))
    }

    @Test func identifyingColumnsLeaveNothingInTheFooter() throws {
        let schema = Schema([
            .required("open", .string), .required("patient", .string, identifying: true),
            .required("raw", .string, identifying: true, encoding: .plain),
        ])
        var batch = ColumnBatch(schema: schema)
        for index in 0..<50 {
            batch.columns[0].append("OPEN\(index)")
            batch.columns[1].append("SECRETNAME\(index % 3)")
            batch.columns[2].append("PID|SECRETNAME|\(index)")
        }
        let file = try encoded(batch)
        #expect(file.statistics[0] != nil && file.statistics[1] == nil && file.statistics[2] == nil)
        #expect(contains(footer(file.bytes), "OPEN0"))
        #expect(!contains(footer(file.bytes), "SECRETNAME"))
    }
}
