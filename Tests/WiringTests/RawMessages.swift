import Wiring
import EventLog
import Hospital
import Pipeline

/// Five past eight on Monday 5 January 2026, when all hand-written records are received.
let receivedAt = CivilTime(year: 2026, month: 1, day: 5, hour: 8, minute: 5).utc

/// A clean A01 whose every identifying value holds the word SECRET, with parts replaced.
func message(_ control: String, replacing parts: [String: String] = [:]) -> [UInt8] {
    var text =
        "MSH|^~\\&|SND|RXA|WF|RXA|20260105080000||ADT^A01^ADT_A01|\(control)|P|2.5.1\r"
        + "EVN|A01|20260105080000||||20260105075900\r"
        + "PID|1||SECRETPATIENT^^^RXA^MR||SECRETNAME^Ann||19500102|F\r"
        + "PV1|1|I|AMU^^SECRETBED|||||||SECRETMED|||||||||SECRETVISIT^^^RXA^VN\r"
        + "OBX|1|NM|ACUITY^Category||3\rOBX|2|TS|SEEN^Seen||20260105075930\r"
    for (old, new) in parts { text = text.replacing(old, with: new) }
    return Array(text.utf8)
}

/// A clean clock-in with parts replaced.
func shiftEvent(_ identifier: String, replacing parts: [String: String] = [:]) -> [UInt8] {
    var text =
        "{\"event_id\":\"\(identifier)\",\"facility\":\"RXA\",\"ward\":\"AMU\",\"staff\":\"SECRETSTAFF\","
        + "\"role\":\"RN\",\"shift\":\"RXA-1\",\"status\":\"clocked_in\","
        + "\"starts_at\":\"2026-01-05T07:00:00Z\","
        + "\"ends_at\":\"2026-01-05T19:30:00Z\",\"at\":\"2026-01-05T07:02:00Z\"}"
    for (old, new) in parts { text = text.replacing(old, with: new) }
    return Array(text.utf8)
}

func record(_ kind: RecordKind, _ payload: [UInt8], key: String = "RXA", at moment: Timestamp = receivedAt)
    -> NewRecord
{
    NewRecord(key: key, kind: kind, receivedAt: moment.microseconds, payload: payload)
}

/// What became of hand-written records; the lake lives as long as this value.
final class Outcome {
    let summary: RunSummary
    private let workspace: Workspace

    init(_ records: [NewRecord]) throws {
        workspace = try Workspace()
        summary = try runToEnd(
            try log(workspace, records),
            workspace.lake("lake"),
            try standardConfiguration()
        )
    }

    /// The rows of a table in order of offset.
    func table(_ path: String) throws -> [[String: String]] {
        try rows(workspace.lake("lake"), path)
            .sorted { Int($0["offset"] ?? "") ?? 0 < Int($1["offset"] ?? "") ?? 0 }
    }
}
