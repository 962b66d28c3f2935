/// Seeded SELECTs that mean the same to SQLite and DuckDB.
struct RandomQuery {
    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    private struct TableShape {
        var name: String
        var texts: [String]
        var integers: [String]
        var reals: [String] = []
        var booleans: [String] = []
        var dates: [String] = []
        var moments: [String]

        var all: [String] { texts + integers + reals + booleans + dates + moments }
    }

    private static let tables = [
        TableShape(
            name: "silver.visits",
            texts: ["facility", "visit", "ward", "service"],
            integers: ["acuity", "stays"],
            reals: ["los_hours"],
            booleans: ["admitted"],
            dates: ["born"],
            moments: ["arrived_at"]
        ),
        TableShape(
            name: "gold.kpis",
            texts: ["facility", "ward", "kpi"],
            integers: [],
            reals: ["value"],
            dates: ["day"],
            moments: ["bucket_start"]
        ),
        TableShape(
            name: "bronze.messages",
            texts: ["facility", "kind"],
            integers: ["partition", "\"offset\""],
            moments: ["received_at"]
        ),
    ]

    /// The next statement.
    mutating func next() -> String {
        let table = pick(Self.tables)
        switch random.below(4) {
        case 0:
            let columns = (0..<1 + random.below(3)).map { _ in pick(table.all) }
            return "SELECT \(columns.joined(separator: ", ")) FROM \(table.name)\(whereClause(table, "")) "
        case 1:
            let key = pick(table.texts)
            let number = pick(table.reals + table.integers + ["1"])
            return """
                SELECT \(key), count(*), sum(\(number)), min(\(pick(table.moments))), max(\(pick(table.texts))) \
                FROM \(table.name)\(whereClause(table, "")) GROUP BY \(key)
                """
        case 2:
            let column = pick(table.all)
            return """
                SELECT DISTINCT \(column) FROM \(table.name)\(whereClause(table, "")) \
                ORDER BY \(column) \(random.below(2) == 0 ? "ASC" : "DESC") NULLS FIRST LIMIT \(random.below(20))
                """
        default:
            return """
                SELECT v.facility, s.ward, count(*), min(s.started_at) FROM silver.visits v \
                \(random.below(2) == 0 ? "JOIN" : "LEFT JOIN") silver.stays s \
                ON s.visit = v.visit\(random.below(2) == 0 ? " AND s.ward = v.ward" : "")\
                \(whereClause(Self.tables[0], "v.")) GROUP BY v.facility, s.ward
                """
        }
    }

    private mutating func whereClause(_ table: TableShape, _ prefix: String) -> String {
        let count = random.below(4)
        if count == 0 { return "" }
        var terms = (0..<count).map { _ in condition(table, prefix) }
        if random.below(4) == 0 {
            terms.append("(\(condition(table, prefix)) OR \(condition(table, prefix)))")
        }
        if random.below(6) == 0 { terms.append("NOT (\(condition(table, prefix)))") }
        return " WHERE " + terms.joined(separator: " AND ")
    }

    private mutating func condition(_ table: TableShape, _ prefix: String) -> String {
        let column = pick(table.all)
        let name = prefix + column
        if random.below(8) == 0 { return "\(name) IS \(random.below(2) == 0 ? "" : "NOT ")NULL" }
        if table.texts.contains(column), random.below(3) == 0 {
            return
                "\(name) LIKE '\(pick(["card%", "c%", "%", "ED", "Z%", "a''%", "%o%", "IC__1", "100\\%%"]))'"
        }
        if random.below(4) == 0 {
            let values = (0..<1 + random.below(4)).map { _ in literal(table, column) }
            return "\(name) IN (\(values.joined(separator: ", ")))"
        }
        if random.below(5) == 0 {
            return "\(name) BETWEEN \(literal(table, column)) AND \(literal(table, column))"
        }
        return "\(name) \(pick(["=", "<", "<=", ">", ">=", "<>"])) \(literal(table, column))"
    }

    private mutating func literal(_ table: TableShape, _ column: String) -> String {
        if table.texts.contains(column) {
            return pick([
                "'north'", "'south'", "'ED'", "'MED'", "'Zürich'", "'a''b'", "''", "'card'", "'los_hours'",
                "'V7'", "'message'", "'zzz'",
            ])
        }
        if table.reals.contains(column) { return pick(["0", "12.25", "-3.5", "100", "1e3", "-0.0"]) }
        if table.booleans.contains(column) { return pick(["TRUE", "FALSE"]) }
        if table.dates.contains(column) {
            return "'\(pick(["1970-01-01", "1999-12-31", "2026-01-02", "2026-01-04", "1930-01-01"]))'"
        }
        if table.moments.contains(column) {
            let day = 1 + random.below(14)
            let rest = pick([
                "", "T07:00:00Z", "T07:00:00.5Z", " 06:00:00", "T23:59:59.123456Z", "T07:00:00+01:00",
            ])
            return "'2026-01-\(day < 10 ? "0" : "")\(day)\(rest)'"
        }
        return pick(["0", "1", "3", "-2", "5000000000", "-9", "1099511627777", "2.5"])
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[random.below(list.count)]
    }
}

/// SplitMix64.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
