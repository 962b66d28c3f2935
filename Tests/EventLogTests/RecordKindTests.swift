import EventLog
import TestSupport
import Testing

/// Kinds are open, and other producers' headers are not ours.
@Suite(.serialized)
struct RecordKindTests {
    @Test(arguments: LogChoice.allCases)
    func unknownKindIsDeliveredAsItIs(choice: LogChoice) throws {
        let test = try TestLog(choice, partitions: 1)
        let records = [0, 9, 254, 3].map { number in
            NewRecord(key: "A", kind: RecordKind(rawValue: number), receivedAt: 7, payload: [number])
        }
        _ = try test.log.append(records)
        #expect(try test.reader().collect(4) == expected([records], partitions: 1))
    }

    @Test(arguments: LogChoice.allCases)
    func heartbeatWithAPayloadIsAMessage(choice: LogChoice) throws {
        let test = try TestLog(choice, partitions: 1)
        _ = try test.log.append([
            NewRecord(key: "A", kind: .heartbeat, receivedAt: 1, payload: Array("MSH|".utf8)),
            NewRecord(key: "A", kind: .heartbeat, receivedAt: 2, payload: []),
        ])
        let read = try test.reader().collect(2)[0] ?? []
        #expect(read.map(\.kind) == [.message, .heartbeat])
        #expect(read.map(\.payload) == [Array("MSH|".utf8), []])
    }

    /// Headers, and the kind and time of arrival in microseconds they must give to a message of 10 bytes.
    private static let foreign: [(headers: [(String, String)], kind: RecordKind, receivedAt: Int64)] = [
        ([], .message, 1_700_000_000_000_000),
        // Names that others use too say nothing, unless they are exactly what our first version wrote.
        ([("kind", "2")], .message, 1_700_000_000_000_000),
        ([("received_at", "1700000000000123")], .message, 1_700_000_000_000_000),
        ([("kind", "9"), ("received_at", "1700000000000123")], .message, 1_700_000_000_000_000),
        ([("kind", "01"), ("received_at", "1700000000000123")], .message, 1_700_000_000_000_000),
        ([("kind", "1"), ("received_at", "1700000000")], .message, 1_700_000_000_000_000),
        ([("kind", "1"), ("received_at", "4100000000000000")], .message, 1_700_000_000_000_000),
        ([("received_at", "1700000000000123"), ("kind", "1")], .message, 1_700_000_000_000_000),
        (
            [("kind", "1"), ("received_at", "1700000000000123"), ("id", "x")], .message,
            1_700_000_000_000_000
        ),
        ([("kind", "1"), ("received_at", "1700000000000123")], .shift, 1_700_000_000_000_123),
        ([("kind", "2"), ("received_at", "1700000000000123")], .message, 1_700_000_000_000_123),
        ([("wardflow-kind", "9")], RecordKind(rawValue: 9), 1_700_000_000_000_000),
        ([("wardflow-kind", "shift")], .unreadable, 1_700_000_000_000_000),
        ([("wardflow-kind", "256")], .unreadable, 1_700_000_000_000_000),
        ([("wardflow-kind", "-1")], .unreadable, 1_700_000_000_000_000),
        ([("wardflow-kind", "3"), ("wardflow-received-at", "-5")], .command, -5),
        ([("wardflow-kind", "2"), ("wardflow-received-at", "77"), ("kind", "1")], .message, 77),
    ]

    @Test func headersOfOtherProducersAreNotTakenForOurs() throws {
        let test = try TestLog(.kafka, partitions: 1)
        let payload = Array("0123456789".utf8)
        for (headers, _, _) in Self.foreign {
            try test.cluster?.produce(
                topic: "adt",
                partition: 0,
                key: "NORTH",
                payload: payload,
                headers: headers.map { (name: $0.0, value: $0.1) }
            )
        }
        let read = try test.reader().collect(Self.foreign.count)[0] ?? []
        try #require(read.count == Self.foreign.count)
        for (record, example) in zip(read, Self.foreign) {
            #expect(record.kind == example.kind, "\(example.headers)")
            #expect(record.receivedAt == example.receivedAt, "\(example.headers)")
            #expect(record.key == "NORTH" && record.payload == payload)
        }
    }

    @Test func heartbeatsOfTheFirstVersionStillCount() throws {
        let test = try TestLog(.kafka, partitions: 1)
        let headers = [(name: "kind", value: "2"), (name: "received_at", value: "1700000000000123")]
        try test.cluster?.produce(topic: "adt", partition: 0, key: "", payload: [], headers: headers)
        let read = try test.reader().collect(1)[0]
        #expect(read?.map(\.kind) == [.heartbeat])
        #expect(read?.map(\.receivedAt) == [1_700_000_000_000_123])
    }
}
