import EventLog
import Foundation
import HL7
import Hospital
import Simulator

/// Where a feed sends its records.
protocol FeedTarget {
    /// Largest payload it takes; longer input is sent in pieces, which the pipeline quarantines.
    var largestRecord: Int { get }
    /// The records that are durable.
    var sent: Int64 { get }
    mutating func send(_ record: FeedRecord) throws
    /// Makes what was sent durable.
    mutating func flush() throws
}

/// Appends to an event log in batches; heartbeats go to every partition.
struct LogTarget: FeedTarget {
    static let batchSize = 2_000
    static let batchBytes = 8 << 20

    let largestRecord: Int
    private(set) var sent: Int64 = 0
    private let log: any EventLog
    private var batch: [NewRecord] = []
    private var waiting: Int64 = 0
    private var bytes = 0

    /// - Parameter largestRecord: what the log at `url` takes, less room for the key.
    init(_ log: any EventLog, url: String) {
        self.log = log
        largestRecord = url.hasPrefix("kafka:") ? 900_000 : 8 << 20
    }

    mutating func send(_ record: FeedRecord) throws {
        let receivedAt = record.sentAt.microseconds
        waiting += 1
        if record.kind == .heartbeat {
            for partition in 0..<log.partitionCount {
                batch.append(
                    NewRecord(
                        key: "",
                        kind: .heartbeat,
                        receivedAt: receivedAt,
                        payload: [],
                        partition: partition
                    )
                )
            }
        } else {
            batch.append(
                NewRecord(
                    key: record.facility,
                    kind: record.kind == .message ? .message : .shift,
                    receivedAt: receivedAt,
                    payload: record.payload
                )
            )
        }
        bytes += record.payload.count
        if batch.count >= Self.batchSize || bytes >= Self.batchBytes { try flush() }
    }

    mutating func flush() throws {
        guard !batch.isEmpty else { return }
        _ = try log.append(batch)
        batch.removeAll(keepingCapacity: true)
        bytes = 0
        sent += waiting
        waiting = 0
    }
}

/// Writes messages to a file or to standard output, one a line (segments end with CR); shift events as JSON lines.
struct StreamTarget: FeedTarget {
    let largestRecord = 16 << 20
    private(set) var sent: Int64 = 0
    private var waiting: Int64 = 0
    private let handle: FileHandle
    private var buffer: [UInt8] = []

    init(path: String) throws {
        if path == "-" {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Failure(.failed, "\(path): cannot be written") }
        handle = file
    }

    mutating func send(_ record: FeedRecord) throws {
        waiting += 1
        // A file has no place for silence.
        guard record.kind != .heartbeat else { return }
        guard record.payload.starts(with: "MSH".utf8) || record.payload.first == UInt8(ascii: "{") else {
            // On a line of its own it would read as the end of the message before it.
            buffer += MLLPFrame.encode(record.payload)
            return
        }
        buffer += record.payload
        while let last = buffer.last, last == 0x0D || last == 0x0A { buffer.removeLast() }
        buffer.append(0x0A)
        if buffer.count > 1 << 20 { try flush() }
    }

    mutating func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
        sent += waiting
        waiting = 0
    }
}
