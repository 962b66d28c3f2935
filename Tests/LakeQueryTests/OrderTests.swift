import Testing

import LakeQuery

/// Times and decimals compare by what they mean.
struct OrderTests {
    private func value(_ sql: String) throws -> SQLValue? {
        let folder = try TemporaryFolder()
        return try LakeQuery(lake: folder.path).run("SELECT \(sql)").next()?.first
    }

    @Test(arguments: [
        ("2026-01-05", "=", "2026-01-05T00:00:00Z"), ("2026-01-05 07:00", "=", "2026-01-05T07:00:00.000Z"),
        ("2026-01-05T07:00:00+01:00", "=", "2026-01-05T06:00Z"), ("2026", "=", "2026-01-01"),
        ("2026-01-05T07:00:00.5Z", ">", "2026-01-05T07:00:00Z"),
        ("2026-01-05T07:00:00.1234561Z", ">", "2026-01-05T07:00:00.123456Z"),
        ("2026-01-04T23:59:59-01:00", ">", "2026-01-05"), ("1969-12-31T23:59:59.999999Z", "<", "1970-01-01"),
        ("-0044-03-15", "<", "0000-01-01"), ("+12026-01-01", ">", "9999-12-31"),
        ("2024-02-29", "<", "2024-03-01"),
        // No such day, so it is a text that names no moment; those come last.
        ("2026-02-29", ">", "9999-12-31"), ("yesterday", ">", "2026-01-05"), ("", ">", "2026-01-05"),
    ]) func textsCompareAsTheMomentsTheyName(left: String, order: String, right: String) throws {
        #expect(try value("'\(left)' \(order) '\(right)' COLLATE moment") == .integer(1))
        #expect(try value("'\(left)' <= '\(right)' COLLATE moment") == .integer(order == ">" ? 0 : 1))
    }

    @Test(arguments: [
        ("10", ">", "9"), ("-10", "<", "-9"), ("1.50", "=", "1.5"), ("0.00", "=", "-0"),
        ("1e3", "=", "1000.0"),
        ("0.001", ">", "0.0009"),
        ("99999999999999999999999999999999999999", ">", "99999999999999999999999999999999999998"),
        ("-0.1", "<", "0"), ("007", "=", "7"), ("x", ">", "7"), ("", ">", "7"), ("1.2.3", ">", "9"),
    ]) func textsCompareAsTheNumbersTheySpell(left: String, order: String, right: String) throws {
        #expect(try value("'\(left)' \(order) '\(right)' COLLATE decimal") == .integer(1))
    }

    @Test func likeMindsCase() throws {
        #expect(try value("'ED' LIKE 'ed%'") == .integer(0))
        #expect(try value("'ED' LIKE 'E%'") == .integer(1))
    }

    @Test(arguments: ["12", "0", "2026-01-08", "2026-01-08T07:00:00Z"]) func aVersionOrATimeIsRead(
        text: String
    ) {
        #expect(TableMoment(text) != nil)
    }

    @Test(arguments: ["", "-1", "noon", "1.5", "2026-13-01"]) func anythingElseIsNoMoment(text: String) {
        #expect(TableMoment(text) == nil)
    }
}
