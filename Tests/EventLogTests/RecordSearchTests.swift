import EventLog
import Foundation
import Testing

/// Finding records by kind, and appending only where nobody came first.
@Suite(.serialized)
struct RecordSearchTests {
    private func record(_ kind: RecordKind, _ number: Int, partition: Int = 0) -> NewRecord {
        NewRecord(key: "A", kind: kind, receivedAt: Int64(number), payload: [1, 2], partition: partition)
    }

    @Test(arguments: LogChoice.allCases)
    func firstRecordsOfAKindAreFound(choice: LogChoice) throws {
        let test = try TestLog(choice, partitions: 2)
        let places: [Int: RecordKind] = [
            4: .command, 17: .configuration, 18: .configuration, 40: .command, 55: .configuration,
        ]
        for start in stride(from: 0, to: 60, by: 6) {
            _ = try test.log.append((start..<start + 6).map { record(places[$0] ?? .message, $0) })
        }
        func offsets(_ kind: RecordKind, from offset: Int64, limit: Int) throws -> [Int64] {
            try test.log.firstRecords(of: kind, partition: 0, from: offset, limit: limit).map(\.offset)
        }
        #expect(try offsets(.configuration, from: 0, limit: 1) == [17])
        #expect(try offsets(.configuration, from: 0, limit: 9) == [17, 18, 55])
        #expect(try offsets(.configuration, from: 18, limit: 1) == [18])
        #expect(try offsets(.configuration, from: 56, limit: 1) == [])
        #expect(try offsets(.configuration, from: 1_000, limit: 1) == [])
        #expect(try offsets(.configuration, from: 0, limit: 0) == [])
        #expect(try offsets(.command, from: -3, limit: 2) == [4, 40])
        #expect(try offsets(.heartbeat, from: 0, limit: 2) == [])
        #expect(try test.log.firstRecords(of: .command, partition: 1, from: 0, limit: 2) == [])
        let found = try test.log.firstRecords(of: .configuration, partition: 0, from: 0, limit: 1).first
        #expect(found?.receivedAt == 17 && found?.payload == [1, 2] && found?.key == "A")
        #expect(throws: EventLogError.noSuchPartition(partition: 2, partitionCount: 2)) {
            try test.log.firstRecords(of: .command, partition: 2, from: 0, limit: 1)
        }
    }

    @Test func searchBeginsBehindWhatWasTrimmed() throws {
        let test = try TestLog(.embedded, partitions: 2)
        for start in stride(from: 0, to: 40, by: 4) {
            _ = try test.log.append((start..<start + 4).map { record(.configuration, $0) })
        }
        try test.log.trim(below: [22, 0])
        let found = try test.log.firstRecords(of: .configuration, partition: 0, from: 0, limit: 2)
        #expect(found.map(\.offset) == [20, 21])
    }

    @Test func conditionalAppendGivesWayToWhoCameFirst() throws {
        let test = try TestLog(.embedded, partitions: 2)
        let rules = record(.configuration, 1)
        #expect(try test.log.append([rules], ifEndOffsets: [0: 0])?.lastOffsets == [0: 0])
        #expect(try test.log.append([rules], ifEndOffsets: [0: 0]) == nil)
        #expect(try test.log.endOffsets() == [1, 0])
        let other = try LogURL.open(test.url, create: false)
        _ = try other.append([record(.message, 2, partition: 1)])
        other.close()
        #expect(try test.log.append([rules], ifEndOffsets: [0: 1, 1: 0]) == nil)
        #expect(try test.log.append([rules], ifEndOffsets: [0: 1, 1: 1])?.lastOffsets == [0: 1])
        #expect(throws: EventLogError.noSuchPartition(partition: 2, partitionCount: 2)) {
            try test.log.append([rules], ifEndOffsets: [2: 0])
        }
        #expect(try test.reader().collect(3)[0]?.count == 2)
    }

    @Test func ofTwoThatAppendUnderTheSameConditionOneDoes() throws {
        let test = try TestLog(.embedded, partitions: 1)
        let others = try (0..<4).map { _ in try LogURL.open(test.url, create: false) }
        for round in 0..<20 {
            let end = try test.log.endOffsets()[0]
            let receipts = try others.map {
                try $0.append([record(.configuration, round)], ifEndOffsets: [0: end])
            }
            #expect(receipts.count { $0 != nil } == 1)
        }
        #expect(try test.log.endOffsets() == [20])
        for other in others { other.close() }
    }

    @Test func kafkaAppendsInAnyCase() throws {
        let test = try TestLog(.kafka, partitions: 1)
        #expect(try test.log.append([record(.configuration, 1)], ifEndOffsets: [0: 5])?.lastOffsets == [0: 0])
    }
}
