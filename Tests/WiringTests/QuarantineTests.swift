import Wiring
import EventLog
import Hospital
import Pipeline
import Testing

@Suite struct QuarantineTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var reason: String
        var parts: [String: String]
        var testDescription: String { "\(reason) \(parts)" }

        init(_ reason: String, _ parts: [String: String]) {
            self.reason = reason
            self.parts = parts
        }
    }

    static let badMessages = [
        Case("not_hl7", ["MSH|": "SECRET|"]),
        Case("unsupported_message", ["ADT^A01^ADT_A01": "ORU^R01^SECRET"]),
        Case("unsupported_trigger", ["ADT^A01^ADT_A01": "ADT^A99^SECRET"]),
        Case("unsupported_trigger", ["ADT^A01^ADT_A01": "ADT^A1"]),
        Case("unsupported_trigger", ["ADT^A01^ADT_A01": "ADT"]),
        Case("control_id_missing", ["|ID|": "||"]),
        Case("control_id_missing", ["|ID|": "|\"\"|"]),
        Case("facility_mismatch", ["|SND|RXA|": "|SND|SECRET|"]),
        Case("segment_missing", ["PV1|": "ZV1|"]),
        Case("visit_missing", ["SECRETVISIT": ""]),
        Case("visit_missing", ["SECRETVISIT": String(repeating: "SECRET", count: 40)]),
        Case("patient_missing", ["SECRETPATIENT": ""]),
        Case("event_time_missing", ["20260105080000": "", "20260105075900": ""]),
        Case("bad_timestamp", ["20260105075900": "20261305075900"]),
        Case("bad_timestamp", ["20260105075900": "SECRET"]),
        Case("bad_timestamp", ["20260105075900": "99999999999999999999999"]),
        Case("event_time_in_future", ["20260105075900": "20260105090600"]),
        Case("event_time_in_future", ["20260105075900": "99991231235959-1400"]),
        Case("ward_missing", ["AMU^^SECRETBED": ""]),
        Case("ward_missing", ["AMU^^SECRETBED": "\"\"^^SECRETBED"]),
        Case("name_too_long", ["SECRETBED": String(repeating: "SECRET", count: 30)]),
        Case("age_out_of_range", ["19500102": "18500102"]),
        Case("age_out_of_range", ["19500102": "20270102"]),
        Case("bad_timestamp", ["19500102": "SECRET"]),
        Case("acuity_out_of_range", ["||3\r": "||9\r"]), Case("acuity_out_of_range", ["||3\r": "||SECRET\r"]),
        Case("acuity_out_of_range", ["||3\r": "||99999999999999999999\r"]),
        Case("seen_time_in_future", ["20260105075930": "20260105120000"]),
        Case("bad_timestamp", ["20260105075930": "SECRET"]),
        Case("bad_number", ["OBX|2|TS|SEEN^Seen||20260105075930": "OBX|2|NM|WAIT^Wait||SECRET"]),
        Case("bad_number", ["OBX|2|TS|SEEN^Seen||20260105075930": "OBX|2|NM|WAIT^Wait||1e300"]),
        Case("bad_number", ["OBX|2|TS|SEEN^Seen||20260105075930": "OBX|2|NM|WAIT^Wait||nan"]),
        Case("bad_number", ["OBX|2|TS|SEEN^Seen||20260105075930": "OBX|2|NM|WAIT^Wait||-5"]),
    ]

    @Test func everyMalformedMessageIsSetAsideWithItsReasonAndWithoutAValue() throws {
        let records = Self.badMessages.map { record(.message, message("ID", replacing: $0.parts)) }
        let outcome = try Outcome(records)
        let found = try outcome.table("silver/quarantine")
        #expect(outcome.summary.accounting.quarantined == Int64(records.count))
        #expect(outcome.summary.balances)
        try #require(found.count == records.count)
        for (row, example) in zip(found, Self.badMessages) {
            #expect(row["reason"] == example.reason, "\(example.parts)")
            #expect(row["detail"]?.contains("SECRET") == false, "\(row["detail"] ?? "")")
            #expect(row["detail"]?.isEmpty == false)
            #expect(row["raw"] == message("ID", replacing: example.parts).description)
        }
    }

    static let badShifts = [
        Case("bad_shift", ["{": "[SECRET"]), Case("bad_shift", ["\"role\":\"RN\",": ""]),
        Case("bad_shift", ["\"RN\"": "\"SECRET\""]), Case("bad_shift", ["clocked_in": "SECRET"]),
        Case("bad_shift", ["\"AMU\"": "7"]), Case("bad_shift", ["\"AMU\"": "null"]),
        Case("bad_shift", ["\"AMU\"": "\"\""]), Case("bad_shift", ["RXA-1": ""]),
        Case("facility_mismatch", ["\"facility\":\"RXA\"": "\"facility\":\"SECRET\""]),
        Case("control_id_missing", ["\"event_id\":\"S\"": "\"event_id\":\"\""]),
        Case("bad_timestamp", ["2026-01-05T07:02:00Z": "SECRET"]),
        Case("bad_timestamp", ["2026-01-05T07:00:00Z": "20260105070000"]),
        Case("bad_timestamp", ["2026-01-05T19:30:00Z": "290000-01-05T19:30:00Z"]),
        Case("bad_shift", ["2026-01-05T19:30:00Z": "2026-01-05T07:00:00Z"]),
        Case("bad_shift", ["2026-01-05T19:30:00Z": "2026-01-07T19:30:00Z"]),
        Case("event_time_in_future", ["2026-01-05T07:02:00Z": "2026-01-06T07:02:00Z"]),
        Case("name_too_long", ["RXA-1": String(repeating: "SECRET", count: 30)]),
    ]

    @Test func everyMalformedShiftEventIsSetAsideWithItsReasonAndWithoutAValue() throws {
        let records = Self.badShifts.map { record(.shift, shiftEvent("S", replacing: $0.parts)) }
        let outcome = try Outcome(records + [record(.shift, shiftEvent("S"))])
        let found = try outcome.table("silver/quarantine")
        #expect(outcome.summary.accounting.silver == 1)
        try #require(found.count == records.count)
        for (row, example) in zip(found, Self.badShifts) {
            #expect(row["reason"] == example.reason, "\(example.parts)")
            #expect(row["detail"]?.contains("SECRET") == false, "\(row["detail"] ?? "")")
        }
    }

    @Test func theSameFaultReadsTheSameWhereverItLiesInTheBatch() throws {
        let bad = message("ID", replacing: ["20260105075900": "20261305075900"])
        let outcome = try Outcome([record(.message, bad), record(.message, bad)])
        let details = try outcome.table("silver/quarantine").compactMap { $0["detail"] }
        #expect(details.count == 2)
        #expect(Set(details).count == 1)
    }

    @Test func everyRecordEndsInExactlyOnePlace() throws {
        let late = message(
            "L",
            replacing: ["20260105075900": "20260103075900", "20260105075930": "20260103075930"]
        )
        let outcome = try Outcome([
            record(.message, message("ID")), record(.message, message("ID")),
            record(.message, message("ID", replacing: ["SECRETNAME": "SECRETOTHER"])), record(.message, late),
            record(.shift, shiftEvent("S")), record(.shift, shiftEvent("S")),
            record(.shift, shiftEvent("S", replacing: ["RXA-1": "RXA-2"])),
            record(.message, message("ID2"), key: ""), record(.heartbeat, []), record(.command, [0x7B]),
            record(RecordKind(rawValue: 9), message("ID3")), record(.redacted, []),
        ])
        #expect(outcome.summary.records == 9)
        #expect(outcome.summary.balances)
        let counts = outcome.summary
        #expect(
            [
                counts.accounting.silver, counts.accounting.duplicates, counts.accounting.quarantined,
                counts.accounting.late,
            ] == [2, 2, 4, 1]
        )
        #expect(try outcome.table("bronze/messages").count == 9)
        #expect(
            try outcome.table("silver/quarantine").compactMap { $0["reason"] }.sorted() == [
                "control_id_reused", "control_id_reused", "facility_missing", "unknown_kind",
            ]
        )
        let kinds = try outcome.table("bronze/control").compactMap { $0["kind"] }
        #expect(kinds == ["heartbeat", "command", "configuration"])
        #expect(try outcome.table("bronze/messages").last?["kind"] == "kind-9")
        #expect(try outcome.table("silver/late").first?["event_type"] == "A01")
    }

    @Test func aLateRecordSentAgainIsLateOnce() throws {
        let late = shiftEvent("T", replacing: ["2026-01-05T": "2026-01-02T"])
        let outcome = try Outcome([
            record(.message, message("ID")), record(.shift, late), record(.shift, late), record(.shift, late),
        ])
        let counts = outcome.summary.accounting
        #expect(outcome.summary.balances)
        #expect([counts.silver, counts.duplicates, counts.quarantined, counts.late] == [1, 2, 0, 1])
        #expect(try outcome.table("silver/late").count == 1)
    }

    @Test func aRecordWithoutAFacilityNeverBecomesAHospital() throws {
        let outcome = try Outcome([
            record(.message, message("ID"), key: ""), record(.heartbeat, []),
            record(.heartbeat, [], at: receivedAt + .hours(30)),
        ])
        #expect(try outcome.table("gold/briefings").isEmpty)
        #expect(try outcome.table("gold/kpis").isEmpty)
    }

    @Test(arguments: [Int64.max, .max - 1, .min, 0])
    func anImpossibleArrivalTimeIsNoTrap(microseconds: Int64) throws {
        let moment = Timestamp(microseconds: microseconds)
        let outcome = try Outcome([
            record(.message, message("ID")), record(.message, message("ID3"), at: moment),
            record(.shift, shiftEvent("S"), at: moment), record(.heartbeat, [], at: moment),
            record(.message, message("ID4")),
        ])
        #expect(outcome.summary.records == 4)
        #expect(outcome.summary.balances)
    }
}
