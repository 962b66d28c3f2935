import Foundation
import Testing

import LakeQuery

/// The same SQL over the same tables gives the same rows as in DuckDB.
@Suite(.enabled(if: Peer.python != nil, "WARDFLOW_PYTHON is not set"))
struct PeerTests {
    private static let queriesPerSeed = 150

    private func rows(_ lake: String, _ sql: String) throws -> [[SQLValue]] {
        let rows = try LakeQuery(lake: lake).run(sql)
        var all: [[SQLValue]] = []
        while let row = try rows.next() { all.append(row.map(\.comparable)) }
        return all
    }

    private func expectEqual(_ lake: String, _ statements: [String], _ note: String) throws {
        let answers = try Peer.answers(lake, statements)
        for (sql, answer) in zip(statements, answers) {
            let expected: [[SQLValue]]
            switch answer {
            case .success(let rows): expected = rows.map { $0.map(\.comparable) }
            case .failure(let error):
                Issue.record("\(note): DuckDB refuses \(sql): \(error.message)")
                continue
            }
            let found = try rows(lake, sql)
            let isOrdered = sql.contains("NULLS FIRST LIMIT")
            let same =
                isOrdered
                ? found == expected : found.map { "\($0)" }.sorted() == expected.map { "\($0)" }.sorted()
            #expect(same, "\(note): \(sql)\nfound \(found.prefix(9))\nexpected \(expected.prefix(9))")
        }
    }

    @Test(arguments: 1...8) func seededQueriesGiveTheRowsDuckDBGives(seed: Int) throws {
        let folder = try TemporaryFolder()
        try Peer.make(folder.path, seed: seed)
        var random = RandomQuery(seed: UInt64(seed))
        let statements = (0..<Self.queriesPerSeed).map { _ in random.next() }
        try expectEqual(folder.path, statements, "seed \(seed)")
    }

    @Test func subqueriesWindowsAndUnionsGiveTheRowsDuckDBGives() throws {
        let folder = try TemporaryFolder()
        try Peer.make(folder.path, seed: 99)
        try expectEqual(folder.path, Self.larger, "seed 99")
    }

    @Test func everyTypeShowsTheValuesDuckDBShows() throws {
        let folder = try TemporaryFolder()
        try Peer.make(folder.path, seed: 7)
        try expectEqual(folder.path, Self.types, "seed 7")
    }

    private static let types = [
        "SELECT id, tiny, small, single, money, exact, clock FROM types",
        "SELECT id, item, items, labels FROM types",
        "SELECT id FROM types WHERE tiny > 100 OR small < -30000",
        "SELECT id FROM types WHERE tiny IN (1, -128, 127, 5000) OR small = -1",
        "SELECT id FROM types WHERE single >= 12.125 AND single < 1e9",
        "SELECT id FROM types WHERE single > 0.1",
        "SELECT DISTINCT exact FROM types ORDER BY exact ASC NULLS FIRST LIMIT 500",
        "SELECT DISTINCT money FROM types ORDER BY money DESC NULLS FIRST LIMIT 500",
        "SELECT id FROM types WHERE clock >= '2026-01-05 07:00:00' AND clock < '2026-01-09'",
        "SELECT id FROM types WHERE item IS NULL",
        "SELECT id FROM types WHERE items IS NOT NULL AND labels IS NULL",
        "SELECT a.id, b.id FROM types a JOIN types b ON a.tiny = b.tiny",
    ]

    private static let larger = [
        "SELECT count(*) FROM bronze.messages",
        "SELECT facility, count(DISTINCT kind) FROM bronze.messages GROUP BY facility",
        "SELECT v.visit FROM silver.visits v WHERE EXISTS (SELECT 1 FROM silver.stays s WHERE s.visit = v.visit)",
        "SELECT v.visit FROM silver.visits v WHERE v.visit NOT IN (SELECT visit FROM silver.stays)",
        "SELECT v.visit, (SELECT count(*) FROM silver.stays s WHERE s.visit = v.visit AND s.started_at > v.arrived_at) FROM silver.visits v",
        "SELECT a.visit, b.sequence FROM silver.stays a JOIN silver.stays b ON a.visit = b.visit AND a.started_at < b.started_at",
        "SELECT ward, rank() OVER (PARTITION BY facility ORDER BY value DESC, bucket_start) FROM gold.kpis",
        "WITH busy AS (SELECT ward, count(*) n FROM silver.visits GROUP BY ward HAVING count(*) > 3) SELECT b.ward, avg(k.value) FROM busy b JOIN gold.kpis k ON k.ward = b.ward GROUP BY b.ward",
        "SELECT facility FROM silver.visits UNION SELECT facility FROM gold.kpis EXCEPT SELECT facility FROM bronze.messages WHERE kind = 'shift'",
        "SELECT raw, kind FROM bronze.messages WHERE raw IS NOT NULL",
        "SELECT k.day, m.facility, count(*) FROM gold.kpis k, bronze.messages m WHERE k.facility = m.facility AND m.partition = 1 GROUP BY k.day, m.facility",
        "SELECT v.visit FROM silver.visits v WHERE v.acuity = 3 OR v.visit IN ('V1', 'V2', 'V3') OR v.ward = 'ED'",
        "SELECT v.visit, k.kpi FROM silver.visits v JOIN gold.kpis k ON k.bucket_start = v.arrived_at",
        "SELECT v.visit, k.kpi FROM silver.visits v JOIN gold.kpis k ON k.value = v.acuity",
        "SELECT v.visit, m.kind FROM silver.visits v JOIN bronze.messages m ON m.partition = v.acuity AND m.facility = v.facility",
    ]
}
