import EventLog
import Hospital
import Intake
import Lake
import Pipeline

/// The records of a log as a person is looked for in them.
struct LogSearch: PatientRecordSource {
    private static let pollRecords = 20_000

    private let log: any EventLog
    private let reader: RawRecord

    init(_ log: any EventLog, _ reader: RawRecord) {
        self.log = log
        self.reader = reader
    }

    func forEachRecord(of facility: String, _ body: ([UInt8]) -> Void) throws {
        try read { batch, index in
            let key = batch.key(index)
            if key == facility || key.isEmpty { body(Array(batch.payload[batch.payloadRange(index)])) }
        }
    }

    /// The records about the person, by partition.
    func records(about subject: ErasureSubject) throws -> [Int: [ErasedRecord]] {
        var found: [Int: [ErasedRecord]] = [:]
        var reader = reader
        try read { batch, index in
            let (key, offset) = (batch.key(index), batch.offset(index))
            guard
                key == subject.facility || key.isEmpty
                    || subject.holdsUnattributed(partition: batch.partition, offset: offset)
            else { return }
            let bytes = Array(batch.payload[batch.payloadRange(index)])
            guard case .about = reader.verdict(bytes, subject.person) else { return }
            found[batch.partition, default: []].append(ErasedRecord(offset: offset, hash: batch.mark(index)))
        }
        return found
    }

    /// Calls `body` with every record of each partition that may hold a person, up to the end it has now.
    private func read(_ body: (RecordBatch, Int) throws -> Void) throws {
        let ends = try log.endOffsets()
        let firsts = try log.firstOffsets()
        for partition in ends.indices where firsts[partition] < ends[partition] {
            let reader = try log.makeReader()
            defer { reader.close() }
            try reader.seek(partition: partition, to: firsts[partition])
            while let position = reader.position(partition: partition), position < ends[partition] {
                for batch in try reader.poll(maxRecords: Self.pollRecords, timeout: .milliseconds(100)) {
                    for index in 0..<batch.count where Self.holdsPersons(batch.kind(index)) {
                        try body(batch, index)
                    }
                }
            }
        }
    }

    private static func holdsPersons(_ kind: RecordKind) -> Bool {
        ![.heartbeat, .command, .configuration, .redacted].contains(kind)
    }
}
