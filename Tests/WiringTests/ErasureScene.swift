import EventLog
import Foundation
import Hospital
import Intake
import Lake
import Pipeline
import Sites
import Wiring

/// A hospital with a person of many identifiers, a neighbour, a log and a lake; and the steps of an erasure, one by one.
struct ErasureScene {
    /// Every identifier of the person, and their visits.
    static let traces = ["M4711", "9990001111", "OLD17", "VISIT1", "VISIT2", "VISIT3", "VISIT4"]

    let workspace: Workspace
    let configuration: PipelineConfiguration
    /// As pipelines and erasures open it.
    let log: any EventLog

    /// - Parameter canErase: whether the log can erase single records, as Kafka cannot.
    init(canErase: Bool = true, more: [NewRecord] = []) throws {
        workspace = try Workspace()
        configuration = try standardConfiguration()
        let log = try WiringTests.log(workspace, [])
        // Blocks of their own, so that a trim has something to let go.
        for record in Self.records + more { _ = try log.append([record]) }
        self.log = canErase ? log : UnerasableLog(base: log)
    }

    /// The person under two identifiers in either order, padded and with zeros, under a number merged away, in a message
    /// nobody can use, in one that is sent twice; and the neighbour of the same name and birthday.
    private static let records: [NewRecord] = [
        adt("A04", "C1", "20260105080000", "9990001111^^^NHS^NH~M4711^^^RXA^MR", "VISIT1"),
        adt("A03", "C2", "20260105083000", "9990001111^^^NHS^NH~M4711^^^RXA^MR", "VISIT1"),
        adt("A03", "C2", "20260105083000", "9990001111^^^NHS^NH~M4711^^^RXA^MR", "VISIT1"),
        adt("A04", "C3", "20260105090000", " m4711 ", "VISIT2"),
        adt("A03", "C4", "20260105093000", " m4711 ", "VISIT2"),
        adt("A04", "C5", "20260105100000", "00M4711^^^RXA^MR", "VISIT3"),
        adt("A03", "C6", "20260105103000", "00M4711^^^RXA^MR", "VISIT3"),
        adt("A04", "C7", "20260105110000", "OLD17^^^RXA^MR", "VISIT4"),
        adt("A03", "C8", "20260105113000", "OLD17^^^RXA^MR", "VISIT4"),
        adt("A40", "C9", "20260105120000", "M4711^^^RXA^MR", "", merged: "OLD17^^^RXA^MR"),
        adt("A01", "C10", "not-a-time", "M4711", "VISIT2"),
        record(.message, Array("no message, but about M4711".utf8)),
        adt("A04", "C11", "20260105114000", "NEIGHBOUR^^^RXA^MR", "VISIT9"),
        adt("A03", "C12", "20260105115000", "NEIGHBOUR^^^RXA^MR", "VISIT9"),
    ]

    /// A message about one patient on Monday 5 January 2026.
    static func adt(
        _ trigger: String,
        _ control: String,
        _ time: String,
        _ patient: String,
        _ visit: String,
        merged: String? = nil,
        born: String = "19800615"
    ) -> NewRecord {
        let text =
            "MSH|^~\\&|PAS|RXA|WF|RXA|\(time)||ADT^\(trigger)^ADT_A01|\(control)|P|2.5.1\r"
            + "EVN|\(trigger)|\(time)||||\(time)\rPID|1||\(patient)||Test^Person||\(born)|F\r"
            + (merged.map { "MRG|\($0)\r" } ?? "") + "PV1|1|E|ED^^||||||||||||||||\(visit)\r"
        let arrival = CivilTime(year: 2026, month: 1, day: 5, hour: 13, minute: 0).utc
        return record(.message, Array(text.utf8), at: arrival)
    }

    // MARK: Steps

    func lake(_ name: String = "lake") -> String { workspace.lake(name) }

    func run(_ lake: String = "lake") throws { try runToEnd(log, self.lake(lake), configuration) }

    func request(_ patients: String..., exact: Bool = false) throws -> ErasureRequest {
        try ErasureRequest(
            facility: "RXA",
            patients: patients,
            actor: "DPO",
            reason: "request 8",
            followsMessages: !exact
        )
    }

    var live: LiveErasure { LiveErasure(log: log, lake: lake(), configuration: configuration) }

    var tables: LakeErasure {
        LakeErasure(
            lake: lake(),
            tables: HospitalLake.tables,
            reader: RawRecord(configuration.rulesForReading("RXA").fields)
        )
    }

    func subject(_ request: ErasureRequest) throws -> ErasureSubject {
        try live.subject(of: request, in: tables)
    }

    /// Has the pipeline forget the person and save its state without them; what it said.
    func forget(_ request: ErasureRequest) throws -> LiveErasure.Verdict {
        let place = try live.announce(request, try subject(request), receivedAt: receivedAt.microseconds)
        try live.readToEnd { false }
        return try live.verdict(place)
    }

    func eraseRecords(_ request: ErasureRequest) throws -> LiveErasure.LogOutcome {
        try live.eraseRecords(of: try subject(request), request, receivedAt: receivedAt.microseconds)
    }

    @discardableResult
    func eraseTables(_ request: ErasureRequest) throws -> Int {
        try tables.erase(request, try subject(request), purges: true).reduce(0) { $0 + $1.rows }
    }

    // MARK: What is left

    /// Tables in which a row, raw bytes included, holds one of `traces`.
    func tablesWithTraces(_ lake: String = "lake", of traces: [String] = traces) throws -> [String] {
        try HospitalLake.tables.filter { table in
            guard FileManager.default.fileExists(atPath: "\(self.lake(lake))/\(table)/_delta_log") else {
                return false
            }
            return try rows(self.lake(lake), table).contains { row in
                row.contains { name, value in traces.contains { Self.text(name, value).contains($0) } }
            }
        }
    }

    /// Raw bytes are told as a list of numbers.
    private static func text(_ column: String, _ value: String) -> String {
        guard column == "raw" else { return value }
        let bytes = value.dropFirst().dropLast().split(separator: ",").compactMap {
            UInt8($0.drop { $0 == " " })
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Files beside the tables that hold one of `traces`.
    func stateWithTraces(_ lake: String = "lake", of traces: [String] = traces) throws -> [String] {
        let folder = "\(self.lake(lake))/_wardflow"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return false }
            return traces.contains { data.range(of: Data($0.utf8)) != nil }
        }
    }

    /// Everything the log holds.
    func logRecords() throws -> [(kind: RecordKind, payload: [UInt8])] {
        let end = try log.endOffsets()[0]
        let reader = try log.makeReader()
        defer { reader.close() }
        try reader.seek(partition: 0, to: try log.firstOffsets()[0])
        var records: [(RecordKind, [UInt8])] = []
        while let position = reader.position(partition: 0), position < end {
            for batch in try reader.poll(maxRecords: 1_000, timeout: .milliseconds(100)) {
                for index in 0..<batch.count {
                    records.append((batch.kind(index), Array(batch.payload[batch.payloadRange(index)])))
                }
            }
        }
        return records
    }

    /// Records of the log that hold one of `traces`.
    func logRecordsWithTraces(of traces: [String] = traces) throws -> Int {
        try logRecords().count { record in
            let text = String(decoding: record.payload, as: UTF8.self)
            return traces.contains { text.contains($0) }
        }
    }

    func visits(_ lake: String = "lake") throws -> [String] {
        try rows(self.lake(lake), "silver/visits").compactMap { $0["visit"] }.sorted()
    }
}

/// A log that keeps every record, as Kafka does.
struct UnerasableLog: EventLog {
    let base: any EventLog

    var identity: String { base.identity }
    var origin: String { base.origin }
    var partitionCount: Int { base.partitionCount }

    func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt { try base.append(records) }
    func endOffsets() throws(EventLogError) -> [Int64] { try base.endOffsets() }
    func firstOffsets() throws(EventLogError) -> [Int64] { try base.firstOffsets() }
    func makeReader() throws(EventLogError) -> any LogReader { try base.makeReader() }
    func trim(below offsets: [Int64]) throws(EventLogError) { try base.trim(below: offsets) }
    func close() { base.close() }
}
