import DeltaLake
import LakeQuery
import Parquet
import Testing

/// A literal that is no time never changes an answer.
@Suite struct TimeLiteralTests {
    /// One arrival a day from 3 to 8 January 2026, and a text column that holds no times.
    private func lake() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let schema = DeltaSchema([
            DeltaColumn("at", .timestamp), DeltaColumn("day", .date), DeltaColumn("note", .string),
        ])
        var table = try DeltaTable.create(at: "\(folder.path)/visits", schema: schema)
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: []))
        for day in Int64(0)..<6 {
            batch.columns[0].append((20_456 + day) * 86_400_000_000)
            batch.columns[1].append(Int32(20_456 + day))
            batch.columns[2].append("soon")
        }
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch))
        _ = try table.commit(transaction)
        return folder
    }

    private func count(_ condition: String) throws -> SQLValue? {
        let folder = try lake()
        return try LakeQuery(lake: folder.path).run("SELECT count(*) FROM visits WHERE \(condition)").next()?
            .first
    }

    @Test(arguments: [
        "at >= '2026-01-05'", "at >= '2026-01-05 00:00'", "day >= '2026-01-05'", "NOT (at < '2026-01-05')",
        "at >= '2026-01-05T01:00:00+01:00'", "at BETWEEN '2026-01-05' AND '2026-01-08'",
    ]) func aTimeIsRead(condition: String) throws {
        #expect(try count(condition) == .integer(4))
    }

    @Test(arguments: [
        "at >= '05/01/2026'", "at < '2026-1-5'", "at < '2026-02-30'", "at < '2026-01-05 0:00'",
        "day < 'yesterday'",
        "NOT (at >= '2026-13-01')", "day <> ''", "at = 'today'", "at IN ('2026-01-05', 'today')",
        "at < 20260105",
        "note = 'soon' AND (at > 'x''y' OR note = 'late')", "CASE WHEN day > 'noon' THEN 1 ELSE 0 END = 0",
    ]) func whatIsNoTimeIsAnErrorThatShowsOne(condition: String) throws {
        let error = #expect(throws: QueryError.self) { try count(condition) }
        #expect(
            error?.description.contains("a time looks like 2026-01-05") == true,
            "\(String(describing: error))"
        )
    }

    @Test func aColumnThatHoldsNoTimesStillCompares() throws {
        #expect(try count("at < note") == .integer(6))
        #expect(try count("at = note OR note = 'late'") == .integer(0))
        #expect(try count("note < 'yesterday' AND at > '2026-01-05' /* 'x' */ -- 'y'") == .integer(3))
    }
}
