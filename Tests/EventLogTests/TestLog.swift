import EventLog
import Foundation
import TestSupport

/// The two logs that the conformance suite runs over.
enum LogChoice: String, CaseIterable, Sendable {
    case embedded
    case kafka
}

/// A log of its own for one test, removed at the end.
final class TestLog {
    let directory: TemporaryDirectory
    let cluster: MockKafkaCluster?
    let url: String
    private(set) var log: any EventLog

    init(_ choice: LogChoice, partitions: Int = 3) throws {
        directory = TemporaryDirectory()
        switch choice {
        case .embedded:
            cluster = nil
            url = "log:\(directory.path)/log"
        case .kafka:
            let cluster = try MockKafkaCluster()
            try cluster.createTopic("adt", partitions: partitions)
            self.cluster = cluster
            url = cluster.url(topic: "adt")
        }
        log = try LogURL.open(url, create: true, partitions: partitions)
    }

    func reopen() throws {
        log.close()
        log = try LogURL.open(url, create: false)
    }

    /// A reader at these offsets of all partitions, by default at the start.
    func reader(from offsets: [Int64]? = nil) throws -> any LogReader {
        let reader = try log.makeReader()
        for partition in 0..<log.partitionCount {
            try reader.seek(partition: partition, to: offsets?[partition] ?? 0)
        }
        return reader
    }

    deinit {
        log.close()
    }
}

/// A directory under the system's temporary one, removed with its last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "/eventlog-" + UUID().uuidString
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What a record read back says, for comparing with what was appended.
struct ReadRecord: Equatable {
    var offset: Int64
    var key: String
    var kind: RecordKind
    var receivedAt: Int64
    var payload: [UInt8]
}

extension NewRecord {
    func read(at offset: Int64) -> ReadRecord {
        ReadRecord(offset: offset, key: key, kind: kind, receivedAt: receivedAt, payload: payload)
    }
}

extension LogReader {
    /// Polls until `count` records came, or one poll waited `patience` for nothing; per partition.
    func collect(
        _ count: Int,
        maxRecords: Int = 1_000,
        patience: Duration = .seconds(20)
    ) throws -> [Int: [ReadRecord]] {
        var records: [Int: [ReadRecord]] = [:]
        var left = count
        while left > 0 {
            let batches = try poll(maxRecords: maxRecords, timeout: patience)
            if batches.isEmpty { break }
            for batch in batches {
                records[batch.partition, default: []] += batch.readRecords
                left -= batch.count
            }
        }
        return records
    }
}

extension RecordBatch {
    var readRecords: [ReadRecord] {
        (0..<count).map { index in
            ReadRecord(
                offset: offset(index),
                key: key(index),
                kind: kind(index),
                receivedAt: receivedAt(index),
                payload: Array(payload[payloadRange(index)])
            )
        }
    }
}
