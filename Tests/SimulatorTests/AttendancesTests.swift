import Foundation
import HL7
import Hospital
import Simulator
import Testing

private func mapping(_ json: String) throws -> AttendanceMapping {
    try JSONDecoder().decode(AttendanceMapping.self, from: Data(json.utf8))
}

private let plain = """
    {"facility": {"constant": "RXA"}, "visit": {"column": "id"}, "arrival": {"column": "came"},
     "departure": {"column": "left"}, "seen": {"column": "seen"}, "age": {"column": "age"},
     "gender": {"column": "sex", "values": {"W": "female", "M": "male"}}, "acuity": {"column": "prio"},
     "arrival_mode": {"column": "amb", "values": {"1": "ambulance", "0": "walk-in"}},
     "service": {"column": "what"}, "admitted": {"column": "adm", "truthy": ["1", "yes"]},
     "ward": {"constant": "MED"}}
    """
private let header = "id,came,left,seen,age,sex,prio,amb,what,adm\n"

/// The records of a feed in short: trigger, visit, location, class and time, or the raw bytes.
private func lines(_ feed: AttendanceFeed) throws -> [String] {
    var index = MessageIndex()
    return try feed.map { record in
        guard (try? index.parse(record.payload)) != nil else {
            return "raw \(String(decoding: record.payload, as: UTF8.self))"
        }
        let text = { (code: SegmentCode, field: Int, component: Int) throws -> String in
            try index.text(code, field, component: component, in: record.payload) ?? "-"
        }
        return try [
            text(.msh, 9, 2), text(.pv1, 19, 1), text(.pv1, 3, 1), text(.pv1, 2, 1), record.sentAt.iso8601,
        ].joined(separator: " ")
    }
}

private func feed(
    _ rows: String,
    _ json: String = plain,
    header: String = header,
    notAfter: Timestamp = .distantFuture
) throws -> AttendanceFeed {
    try AttendanceFeed(csv: Array((header + rows).utf8), mapping: mapping(json), notAfter: notAfter)
}

@Test(arguments: [
    "b,2027-01-05T08:10:00+00:00,2027-01-05T09:10:00,,30,M,4,0,Sprain,0",
    "b,2026-01-05T08:10:00+00:00,2099-12-31T00:00:00,,30,M,4,0,Sprain,0",
    "b,2026-01-05T08:10:00+00:00,9999-12-31T00:00:00,,30,M,4,0,Sprain,0",
])
func aTimeInTheFutureIsTheFaultOfItsRowAndMovesNoClock(row: String) throws {
    let good = "a,2026-01-05T08:00:00,2026-01-05T11:00:00Z,2026-01-05 08:20,70.0,W,2,1,Chest,1"
    let read = CivilTime(year: 2026, month: 1, day: 6).utc
    var feed = try feed("\(good)\n\(row)\n", notAfter: read)
    #expect(feed.report.faults.map(\.reason) == [.futureTime])
    #expect(feed.report.visits == 1 && feed.report.malformed == 1)
    while let record = feed.next() { #expect(record.sentAt <= read) }
}

@Test func rowsBecomeArrivalUpdateAndDepartureInTimeOrder() throws {
    let feed = try feed(
        """
        a,2026-01-05T08:00:00,2026-01-05T11:00:00Z,2026-01-05 08:20,70.0,W,2,1,"Pain, chest",1
        b,2026-01-05T08:10:00+00:00,2026-01-05T09:10:00,,30,M,4,0,Sprain,0
        """
    )
    #expect(
        try lines(feed) == [
            "A04 a ED E 2026-01-05T08:00:00Z", "A04 b ED E 2026-01-05T08:10:00Z",
            "A08 a ED E 2026-01-05T08:20:00Z",
            "A03 b ED E 2026-01-05T09:10:00Z", "A01 a MED I 2026-01-05T11:00:00Z",
        ]
    )
    #expect(feed.report.rows == 2)
    #expect(feed.report.visits == 2)
    #expect(feed.report.admissions == 1)
    #expect(feed.report.discharges == 1)
    #expect(feed.recordCount == 5)
}

@Test func messageCarriesTheColumnsOfItsRow() throws {
    let feed = try feed(
        "a,2026-01-05T08:00:00,2026-01-05T11:00:00Z,2026-01-05 08:20,70.0,W,2,1,\"Pain, \"\"chest\"\"\",1"
    )
    let records = Array(feed)
    let last = try #require(records.last)
    let text = String(decoding: last.payload, as: UTF8.self)
    #expect(
        text.split(separator: "\r").map(String.init) == [
            "MSH|^~\\&|WARDSIM|RXA|WARDFLOW|RXA|20260105110000+0000||ADT^A01^ADT_A01|R1-4|P|2.5.1",
            "EVN|A01|20260105110000+0000||||20260105110000+0000", "PID|1||a^^^RXA^MR||||19560101|F",
            "PV1|1|I|MED^^^RXA|||||||Pain, \"chest\"||||ambulance|||||a^^^RXA^VN|||||||||||||||||||||||||"
                + "20260105080000+0000",
            "OBX|1|NM|ACUITY^Manchester category||2", "OBX|2|ST|ARRIVAL^Arrival mode||ambulance",
            "OBX|3|TS|SEEN^First seen by clinician||20260105082000+0000",
        ]
    )
    let first = String(decoding: records[0].payload, as: UTF8.self)
    #expect(!first.contains("SEEN"))
    #expect(first.contains("ACUITY"))
}

@Test(arguments: [
    (
        "x,2026-01-05T08:00:00,2026-01-05T09:00:00,,30,M,4,0,Sprain", AttendanceReport.Reason.wrongFieldCount,
        nil
    ),
    ("x,yesterday,2026-01-05T09:00:00,,30,M,4,0,Sprain,0", .badTime, "came"),
    ("x,2026-02-30T08:00:00,,,30,M,4,0,Sprain,0", .badTime, "came"),
    ("x,2026-01-05T08:00:00,2026-01-05T07:59:59,,30,M,4,0,Sprain,0", .negativeStay, "left"),
    ("x,2026-01-05T08:00:00,,,old,M,4,0,Sprain,0", .badNumber, "age"),
    ("x,2026-01-05T08:00:00,,,30,M,9,0,Sprain,0", .badNumber, "prio"),
    ("x,2026-01-05T08:00:00,,,30,Q,4,0,Sprain,0", .unlistedValue, "sex"),
    (",2026-01-05T08:00:00,,,30,M,4,0,Sprain,0", .empty, "id"),
    ("x,\"2026-01-05T08:00:00,,,30,M,4,0,Sprain,0", .badQuotes, nil),
    ("x,\"2026-01-05T08:00:00\"z,,,30,M,4,0,Sprain,0", .badQuotes, nil),
])
func malformedRowIsSentOnAsItIs(row: String, reason: AttendanceReport.Reason, column: String?) throws {
    let good = "a,2026-01-05T08:00:00,2026-01-05T09:00:00,,30,M,4,0,Sprain,0\r\n"
    let feed = try feed("\(good)\(row)\r\n\(good)")
    #expect(try lines(feed).filter { $0.hasPrefix("raw ") } == ["raw \(row)"])
    #expect(feed.report.rows == 3)
    #expect(feed.report.visits == 2)
    #expect(feed.report.malformed == 1)
    let fault = try #require(feed.report.faults.first)
    #expect(fault.row == 2)
    #expect(fault.reason == reason)
    #expect(fault.column == column)
    let record = try #require(feed.first { $0.payload == Array(row.utf8) })
    #expect(record.facility == "RXA")
    #expect(record.sentAt.iso8601 == "2026-01-05T08:00:00Z")
}

@Test func emptyCellsLeaveTheVisitOpen() throws {
    let feed = try feed("a,2026-01-05T08:00:00,,,,,,,,\n")
    #expect(try lines(feed) == ["A04 a ED E 2026-01-05T08:00:00Z"])
    #expect(feed.report.open == 1)
}

@Test func timesOutsideTheStayAreLeftOutAndCounted() throws {
    let feed = try feed("a,2026-01-05T08:00:00,2026-01-05T09:00:00,2026-01-05T09:30:00,30,M,4,0,Sprain,0")
    #expect(feed.recordCount == 2)
    #expect(feed.report.ignoredTimes == 1)
}

@Test func calendarArrivalsAreSpreadOverTheirHourInOrder() throws {
    let json = """
        {"facility": {"column": "site", "default": "RXB"}, "visit": {"row": "V"},
         "patient": {"row": "P"}, "arrival": {"base": "2023-01-02T00:00:00Z", "day": "day", "hour": "hour",
         "spread_minutes": true}, "departure": {"stay_minutes": "stay"}, "emergency_ward": "AE"}
        """
    let feed = try feed(
        "1,9,60,\n1,9,10,RXC\n2,0,1.5,\n1,24,1,\n1,9,-1,\n",
        json,
        header: "\u{FEFF}day,hour,stay,site\n"
    )
    #expect(
        try lines(feed) == [
            "A04 V1 AE E 2023-01-02T09:10:00Z", "A04 V2 AE E 2023-01-02T09:30:00Z",
            "A03 V2 AE E 2023-01-02T09:40:00Z",
            "A03 V1 AE E 2023-01-02T10:10:00Z", "A04 V3 AE E 2023-01-03T00:30:00Z", "raw 1,24,1,",
            "raw 1,9,-1,",
            "A03 V3 AE E 2023-01-03T00:31:30Z",
        ]
    )
    #expect(feed.map(\.facility).filter { $0 == "RXC" }.count == 2)
}

@Test func triageTellsAcuityLaterAndWardStayEndsTheVisit() throws {
    let json = """
        {"facility": {"constant": "R"}, "visit": {"column": "id"}, "arrival": {"column": "came"},
         "departure": {"stay_hours": "h"}, "triaged": {"stay_minutes": "t"}, "acuity": {"column": "p"},
         "admitted": {"column": "a", "truthy": ["y"]}, "ward": {"column": "w", "values": {"1": "SUR"},
         "default": "MED"},
         "ward_departure": {"stay_days": "d"}, "utc_offset_minutes": 60}
        """
    let feed = try feed("7,2026-01-05 08:00,2,15,3,y,1,2\n", json, header: "id,came,h,t,p,a,w,d\n")
    #expect(
        try lines(feed) == [
            "A04 7 ED E 2026-01-05T07:00:00Z", "A08 7 ED E 2026-01-05T07:15:00Z",
            "A01 7 SUR I 2026-01-05T09:00:00Z",
            "A03 7 SUR I 2026-01-07T09:00:00Z",
        ]
    )
    let hasAcuity = feed.map { String(decoding: $0.payload, as: UTF8.self).contains("ACUITY") }
    #expect(hasAcuity == [false, true, true, true])
}

@Test(arguments: [
    ("{\"facility\": {\"constant\": \"R\"}, \"visit\": {\"row\": \"V\"}, \"arival\": {}}", "arival"),
    ("{\"facility\": {\"constant\": \"R\", \"row\": \"x\"}, \"visit\": {\"row\": \"V\"}}", "exactly one"),
    ("{\"facility\": {\"constant\": \"R\"}, \"visit\": {\"row\": \"V\"}, \"arrival\": {}}", "base"),
    ("{\"facility\": {\"constant\": \"R\"}, \"visit\": {\"row\": \"V\"}}", "arrival"),
    (
        "{\"facility\": {\"constant\": \"R\"}, \"visit\": {\"row\": \"V\"}, "
            + "\"arrival\": {\"column\": \"c\"}, \"departure\": {\"column\": \"a\", \"stay_hours\": \"b\"}}",
        "exactly one"
    ),
])
func faultyMappingIsRefusedWithItsKey(json: String, word: String) {
    let error = #expect(throws: DecodingError.self) { try mapping(json) }
    #expect(String(describing: error).contains(word))
}

@Test func unknownColumnIsToldWithThoseThatExist() throws {
    let error = #expect(throws: AttendanceMappingError.self) { try feed("", plain, header: "id,arrived\n") }
    #expect(error?.description.contains("id, arrived") == true)
    #expect(throws: AttendanceMappingError.noHeader) { try feed("", plain, header: "\n") }
}

@Test func sameFileGivesTheSameRecords() throws {
    let rows = "a,2026-01-05T08:00:00,2026-01-05T09:00:00,,30,M,4,0,Sprain,0\n"
    #expect(try Array(feed(rows)) == Array(feed(rows)))
}

@Test func strayQuoteCannotTakeManyRowsWithIt() throws {
    let good = "a,2026-01-05T08:00:00,2026-01-05T09:00:00,,30,M,4,0,Sprain,0\n"
    let many = String(repeating: good, count: 2_000)
    let feed = try feed("\"\(good)\(many)\"x\n\(good)")
    #expect(feed.report.visits == 2_001)
    #expect(feed.report.malformed == 2)
    #expect(feed.report.rows == 2_003)
}

@Test func faultDescriptionNamesPlaceAndReasonButNoValue() throws {
    let feed = try feed("SECRET,then,,,30,M,4,0,Sprain,0\n")
    let fault = try #require(feed.report.faults.first)
    #expect(fault.description == "row 1, column came (arrival): bad_time")
    #expect(feed.first { _ in true }?.sentAt == Timestamp(seconds: 0))
}
