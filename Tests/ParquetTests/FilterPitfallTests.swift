import Parquet
import Testing

/// Bugs that pruning had in other Parquet libraries; each test names the issue it comes from.
struct FilterPitfallTests {
    private func rows(_ bytes: [UInt8], _ column: String, _ test: RowFilter.Test) throws -> [Int64] {
        try result(bytes, column, test).rowNumbers
    }

    private func result(_ bytes: [UInt8], _ column: String, _ test: RowFilter.Test) throws -> ReadResult {
        let filter = RowFilter([.init(column, test)])
        return try FileReader(bytes: bytes).read(ReadRequest(filter: filter, wantsRowNumbers: true))
    }

    @Test("trino #19052: a row group without bounds is read, and voids the bounds of the file")
    func aRowGroupWithoutBoundsIsNotPruned() throws {
        var options = WriterOptions()
        options.rowGroupRows = 2
        var batch = ColumnBatch(schema: Schema([.optional("x", .double)]))
        for value in [1.0, 2.0, .nan, 9.0, 5.0, 6.0] { batch.columns[0].append(value) }
        let bytes = try encoded(batch, options).bytes
        let found = try result(bytes, "x", .equals(.double(9)))
        #expect(found.rowNumbers == [3] && found.report.rowGroupsPrunedByStatistics == 2)
        let reader = try FileReader(bytes: bytes)
        #expect(try reader.statistics(ofColumn: "x", rowGroup: 0)?.maximum == .double(2))
        let merged = try #require(try reader.statistics(ofColumn: "x"))
        #expect(merged.minimum == nil && merged.maximum == nil && merged.valueCount == 6)
    }

    /// A column of doubles whose footer gives these bounds.
    private func doubles(_ values: [Double], _ low: Double, _ high: Double) -> [UInt8] {
        func plain(_ value: Double) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt64($0 * 8)) }
        }
        var file = HandmadeFile(
            HandmadeFile.Element(name: "x", physical: 5),
            rows: values.count,
            [HandmadeFile.Page(values: values.count, body: values.flatMap(plain))]
        )
        file.ordersBounds = true
        file.chunks[0].statistics = ThriftBytes.structure { statistics in
            statistics.int64(3, 0)
            statistics.binary(5, plain(high))
            statistics.binary(6, plain(low))
        }
        return file.bytes()
    }

    @Test("cudf #22817, arrow #28074, datafusion #24804: NaN and the two zeros lie outside bounds")
    func boundsBlindToNaNAndZeroesHideNothing() throws {
        let blind = doubles([1, .nan, 1], 1, 1)
        #expect(try rows(blind, "x", .notEquals(.double(1))) == [1])
        #expect(try result(blind, "x", .greater(.double(1))).report.rowGroupsPrunedByStatistics == 1)
        let poisoned = doubles([1, .nan, 7], .nan, .nan)
        #expect(try rows(poisoned, "x", .equals(.double(7))) == [2])
        let half = doubles([1, .nan, 7], 7, .nan)
        #expect(try rows(half, "x", .equals(.double(1))) == [0])
        let zeros = doubles([-0.0, 0.0], 0.0, -0.0)
        for zero in [0.0, -0.0] {
            #expect(try rows(zeros, "x", .equals(.double(zero))) == [0, 1])
            #expect(try rows(zeros, "x", .atMost(.double(zero))) == [0, 1])
        }
    }

    @Test("parquet-java #3747, ClickHouse #114464: pages of columns do not align")
    func pagesOfOtherColumnsAreFoundByRow() throws {
        let schema = Schema([
            .required("id", .int64), .required("note", .string, encoding: .plain),
            .list("tags", .required("element", .int64)),
        ])
        var batch = ColumnBatch(schema: schema)
        for row in 0..<45_000 {
            batch.columns[0].append(Int64(row))
            batch.columns[1].append("\(row)-" + String(repeating: "n", count: row % 300))
            for tag in 0...row % 3 { batch.columns[2].append(Int64(row), repetition: tag == 0 ? 0 : 1) }
        }
        let bytes = try encoded(batch).bytes
        for row in [0, 1, 6_999, 19_999, 20_000, 26_000, 39_999, 40_000, 44_999] {
            let found = try result(bytes, "id", .equals(.int64(Int64(row))))
            #expect(found.rowNumbers == [Int64(row)])
            #expect(found.batch.columns[1].string(at: 0)?.hasPrefix("\(row)-") == true)
            #expect(found.batch.columns[2].int64Values == Array(repeating: Int64(row), count: row % 3 + 1))
            // Of three pages of ids, several of notes and of tags, only the one that holds the row.
            #expect(found.report.pagesRead == 4 && found.report.pages > 12, "\(found.report)")
        }
    }

    /// Two pages of three numbers, 1 to 3 and 10 to 30, with bounds and these places; nil leaves one out.
    private func indexed(
        firstRows: [Int] = [0, 3],
        shift: Int = 0,
        bounds: [(low: Int, high: Int)] = [(1, 3), (10, 30)],
        isNullPage: [Bool] = [false, false]
    ) -> [UInt8] {
        let pages = [[1, 2, 3], [10, 20, 30]].map { numbers in
            HandmadeFile.Page(values: 3, body: numbers.flatMap { littleEndian($0) })
        }
        var file = HandmadeFile(HandmadeFile.Element(name: "n", physical: 1), rows: 6, pages)
        file.ordersBounds = true
        file.chunks[0].offsetIndex = { places in
            ThriftBytes.structure { index in
                let locations = zip(places, firstRows).map { place, row in
                    ThriftBytes.structure { location in
                        location.int64(1, place.lowerBound + shift)
                        location.int32(2, place.count)
                        location.int64(3, row)
                    }
                }
                index.list(1, locations)
            }
        }
        file.chunks[0].columnIndex = ThriftBytes.structure { index in
            index.list(1, type: 1, isNullPage.map { [$0 ? 1 : 2] })
            index.list(2, type: 8, bounds.map { [4] + littleEndian($0.low) })
            index.list(3, type: 8, bounds.map { [4] + littleEndian($0.high) })
            index.int32(4, 1)
        }
        return file.bytes()
    }

    @Test func aSoundPageIndexSavesAPage() throws {
        let found = try result(indexed(), "n", .atLeast(.int32(20)))
        #expect(found.batch.columns[0].int32Values == [20, 30] && found.rowNumbers == [4, 5])
        #expect(found.report.pages == 4 && found.report.pagesRead == 2)
    }

    @Test("parquet-java #3747: the first page starts at row 0, and an index that does not fit is ignored")
    func indexesThatDoNotFitAreIgnored() throws {
        let broken = [
            indexed(firstRows: [1, 3]), indexed(firstRows: [0, 0]), indexed(firstRows: [0, 7]),
            indexed(firstRows: [0, 6]), indexed(firstRows: [3, 0]), indexed(firstRows: [0]),
            indexed(shift: 1), indexed(shift: -1), indexed(bounds: [(1, 3)]),
            indexed(isNullPage: [false]),
        ]
        for (number, bytes) in broken.enumerated() {
            let found = try result(bytes, "n", .atLeast(.int32(20)))
            #expect(found.rowNumbers == [4, 5], "case \(number)")
        }
    }

    @Test("ClickHouse #114464: a page that is not what the index says is an error, not another row's value")
    func pagesOfOtherRowsAreAnError() throws {
        for bytes in [indexed(firstRows: [0, 2]), indexed(firstRows: [0, 4])] {
            #expect(throws: ParquetError.self) { try rows(bytes, "n", .atLeast(.int32(10))) }
            #expect(throws: ParquetError.self) { try rows(bytes, "n", .atMost(.int32(3))) }
        }
    }

    @Test("duckdb #23826: a Bloom filter of the wrong length is ignored")
    func bloomFiltersOfAnotherLengthAreIgnored() throws {
        var batch = ColumnBatch(
            schema: Schema([.required("k", .string, encoding: .plain, bloomFilter: true)])
        )
        for row in 0..<1000 { batch.columns[0].append("key-\(row)") }
        let bytes = try encoded(batch).bytes
        let absent = try result(bytes, "k", .oneOf([.text("key-1x"), .text("key-5x")]))
        #expect(absent.rowCount == 0 && absent.report.rowGroupsPrunedByBloom == 1)
        // The header: the size, then three unions of one empty struct each.
        let unions: [UInt8] = [0x1C, 0x1C, 0, 0, 0x1C, 0x1C, 0, 0, 0x1C, 0x1C, 0, 0, 0]
        let end = try #require(
            bytes.indices.first { bytes[$0...].starts(with: unions) && bytes[$0 - 1] < 0x80 }
        )
        let sizeAt = try #require((end - 5..<end).last { bytes[$0] == 0x15 }) + 1
        for change: UInt8 in [1, 2, 16, 32, 64] {
            var broken = bytes
            broken[end - 1] ^= change & 0x3F
            broken[sizeAt] ^= change
            for row in stride(from: 0, to: 1000, by: 37) {
                let found = try result(broken, "k", .equals(.text("key-\(row)")))
                #expect(found.rowNumbers == [Int64(row)], "change \(change)")
            }
        }
    }
}
