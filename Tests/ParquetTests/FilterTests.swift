import Parquet
import Testing

struct FilterTests {
    private static let batch: ColumnBatch = {
        var batch = ColumnBatch(
            schema: Schema([
                .required("id", .int64), .optional("ward", .string), .optional("hours", .double),
                .structure("stay", [.optional("days", .int32)]), .list("tags", .optional("element", .string)),
            ])
        )
        for row in 0..<1000 {
            batch.columns[0].append(Int64(row))
            if row % 10 == 3 {
                batch.columns[1].appendNull()
            } else {
                batch.columns[1].append("W\(row / 100)")
            }
            batch.columns[2].append(row % 50 == 0 ? .nan : Double(row) / 4)
            if row % 7 == 0 {
                batch.columns[3].appendNull(definition: row % 2 == 0 ? 0 : 1)
            } else {
                batch.columns[3].append(Int32(row % 7))
            }
            if row % 5 == 0 {
                batch.columns[4].appendNull(definition: 1)
            } else {
                for tag in 0..<row % 5 { batch.columns[4].append("t\(row)", repetition: tag == 0 ? 0 : 1) }
            }
        }
        return batch
    }()

    private static func reader(rowGroupRows: Int = 100) throws -> FileReader {
        var options = WriterOptions()
        options.rowGroupRows = rowGroupRows
        return try FileReader(bytes: encoded(batch, options).bytes)
    }

    private func rows(_ conditions: [RowFilter.Condition], rowGroupRows: Int = 100) throws -> [Int64] {
        let request = ReadRequest(filter: RowFilter(conditions), wantsRowNumbers: true)
        let result = try Self.reader(rowGroupRows: rowGroupRows).read(request)
        #expect(result.batch.columns[0].int64Values == result.rowNumbers)
        #expect(result.rowCount == result.rowNumbers.count)
        return result.rowNumbers
    }

    @Test func everyTestKeepsItsRows() throws {
        let all = (0..<Int64(1000)).map { $0 }
        #expect(try rows([.init("id", .equals(.int64(17)))]) == [17])
        #expect(try rows([.init("id", .oneOf([.int64(999), .int64(1), .int64(5000)]))]) == [1, 999])
        #expect(try rows([.init("id", .oneOf([]))]).isEmpty)
        #expect(try rows([.init("id", .notEquals(.int64(3)))]) == all.filter { $0 != 3 })
        #expect(try rows([.init("id", .less(.int64(3)))]) == [0, 1, 2])
        #expect(try rows([.init("id", .atMost(.int64(2)))]) == [0, 1, 2])
        #expect(try rows([.init("id", .greater(.int64(997)))]) == [998, 999])
        #expect(try rows([.init("id", .atLeast(.int64(998)))]) == [998, 999])
        #expect(
            try rows([.init("ward", .hasPrefix(Array("W4".utf8)))])
                == all.filter { $0 / 100 == 4 && $0 % 10 != 3 }
        )
        #expect(try rows([.init("ward", .isNull)]) == all.filter { $0 % 10 == 3 })
        #expect(try rows([.init("stay.days", .isNotNull)]) == all.filter { $0 % 7 != 0 })
    }

    @Test func nullsAndNaNSatisfyNoComparison() throws {
        #expect(try rows([.init("ward", .notEquals(.text("W1")))]).allSatisfy { $0 % 10 != 3 })
        #expect(try rows([.init("hours", .less(.double(1e9)))]).allSatisfy { $0 % 50 != 0 })
        #expect(try rows([.init("hours", .greater(.double(-1e9)))]).count == 980)
        #expect(try rows([.init("hours", .notEquals(.double(0.25)))]).count == 999)
    }

    @Test func conditionsHoldTogether() throws {
        let found = try rows([
            .init("ward", .equals(.text("W2"))), .init("stay.days", .equals(.int32(4))),
            .init("hours", .atLeast(.double(60))),
        ])
        #expect(!found.isEmpty)
        let fourth = (Int64(240)..<300).filter { $0 % 7 == 4 }
        #expect(found == fourth.filter { $0 % 10 != 3 && $0 % 50 != 0 })
    }

    @Test func nestedColumnsFollowTheirRows() throws {
        let request = ReadRequest(
            columns: ["tags"],
            filter: RowFilter([.init("id", .oneOf([.int64(14), .int64(15)]))])
        )
        let tags = try Self.reader().read(request).batch.columns[0]
        #expect(tags.rowCount == 2 && tags.count == 5)
        #expect(tags.string(at: 3) == "t14" && tags.isNull(at: 4))
    }

    @Test func excludedRowsAreNeverReturned() throws {
        var excluded = RowSet((0..<Int64(990)).filter { $0 != 5 })
        excluded.insert(5000)
        let request = ReadRequest(columns: ["id"], excluding: excluded, wantsRowNumbers: true)
        let result = try Self.reader().read(request)
        #expect(result.rowNumbers == [5] + Array(990..<1000))
        #expect(result.batch.columns[0].int64Values == result.rowNumbers)
    }

    @Test func aRequestForNoColumnsStillCounts() throws {
        let request = ReadRequest(columns: [], filter: RowFilter([.init("id", .less(.int64(250)))]))
        let result = try Self.reader().read(request)
        #expect(result.rowCount == 250 && result.batch.columns.isEmpty)
    }

    @Test func rowGroupsOutsideTheBoundsAreNotRead() throws {
        let request = ReadRequest(filter: RowFilter([.init("id", .equals(.int64(450)))]))
        let report = try Self.reader().read(request).report
        #expect(report.rowGroups == 10 && report.rowGroupsRead == 1)
        #expect(report.rowGroupsPrunedByStatistics == 9)
    }

    @Test func conditionsThatDoNotFitAreErrors() throws {
        let reader = try Self.reader()
        let misfits: [RowFilter.Condition] = [
            .init("id", .equals(.int32(1))), .init("ward", .less(.int64(1))), .init("id", .hasPrefix([1])),
            .init("hours", .equals(.double(.nan))), .init("tags.list.element", .equals(.text("t1"))),
        ]
        for condition in misfits {
            let error = #expect(throws: ParquetError.self) {
                try reader.read(ReadRequest(filter: RowFilter([condition])))
            }
            guard case .invalidFilter(condition.column, _)? = error else {
                Issue.record("\(condition) gave \(String(describing: error))")
                continue
            }
        }
        #expect(throws: ParquetError.unknownColumn("wards")) {
            try reader.read(ReadRequest(filter: RowFilter([.init("wards", .isNull)])))
        }
    }

    @Test func statisticsComePerRowGroupAndMerged() throws {
        let reader = try Self.reader()
        let second = try #require(try reader.statistics(ofColumn: "id", rowGroup: 1))
        #expect(second.minimum == .int64(100) && second.maximum == .int64(199) && second.minimumIsExact)
        let all = try #require(try reader.statistics(ofColumn: "ward"))
        #expect(all.minimum == .text("W0") && all.maximum == .text("W9") && all.nullCount == 100)
        #expect(try reader.statistics(ofColumn: "hours")?.minimum == nil)
        #expect(throws: ParquetError.unknownColumn("x")) { try reader.statistics(ofColumn: "x") }
    }
}
