import EventLog
import TestSupport
import Testing

/// Offsets that hold no record: markers of transactions, and what compaction took.
@Suite(.serialized)
struct OffsetGapTests {
    private let test: TestLog
    private let cluster: MockKafkaCluster
    private let raw: RawKafkaProducer

    init() throws {
        test = try TestLog(.kafka, partitions: 2)
        cluster = try #require(test.cluster)
        raw = try RawKafkaProducer(broker: cluster.brokers)
    }

    private func append(_ count: Int, bytes: Int = 10) throws {
        var random = SeededRandom(seed: 5)
        _ = try test.log.append(
            (0..<count).map { number in
                NewRecord(
                    key: "A",
                    kind: .message,
                    receivedAt: Int64(number),
                    payload: (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) },
                    partition: 0
                )
            }
        )
    }

    /// Polls until the reader has reached the end the log had; the offsets read.
    private func readToEnd(_ reader: any LogReader) throws -> [Int64] {
        let end = try test.log.endOffsets()[0]
        var offsets: [Int64] = []
        for _ in 0..<1_000 {
            if let position = reader.position(partition: 0), position >= end { return offsets }
            for batch in try reader.poll(maxRecords: 100, timeout: .milliseconds(50)) {
                #expect(batch.firstOffset > offsets.last ?? -1)
                offsets += (0..<batch.count).map(batch.offset)
            }
        }
        Issue.record("the end \(end) was not reached: \(String(describing: reader.position(partition: 0)))")
        return offsets
    }

    @Test(arguments: [true, false])
    func markersBetweenRecordsAndAtTheEndAreNoLoss(isCommit: Bool) throws {
        try append(3)
        try raw.storeMarker(topic: "adt", partition: 0, isCommit: isCommit)
        try append(2)
        try raw.storeMarker(topic: "adt", partition: 0, isCommit: isCommit)
        #expect(try test.log.endOffsets() == [7, 0])
        let reader = try test.reader()
        #expect(try readToEnd(reader) == [0, 1, 2, 4, 5])
        #expect(reader.position(partition: 0) == 7)
        try append(1)
        #expect(try readToEnd(reader) == [7])
    }

    @Test func topicThatHoldsOnlyMarkersIsReadToItsEnd() throws {
        try raw.storeMarker(topic: "adt", partition: 0, isCommit: true)
        #expect(try readToEnd(try test.reader()) == [])
    }

    @Test func compactionGapsCutBatches() throws {
        try append(2)
        try raw.storeCompacted(
            topic: "adt",
            partition: 0,
            offsets: 9,
            values: [1: [1], 2: [2], 5: [5], 8: [8]]
        )
        try append(1)
        let reader = try test.reader()
        #expect(try readToEnd(reader) == [0, 1, 3, 4, 7, 10, 11])
        try reader.seek(partition: 0, to: 5)
        #expect(try readToEnd(reader) == [7, 10, 11])
    }

    @Test func trueLossAmongMarkersIsAnErrorWithTheOffsets() throws {
        try raw.storeMarker(topic: "adt", partition: 0, isCommit: true)
        // The broker drops what is older than 5 MiB.
        for _ in 0..<9 { try append(100, bytes: 8_000) }
        let first = try test.log.firstOffsets()[0]
        #expect(first > 1)
        let reader = try test.log.makeReader()
        #expect(throws: EventLogError.dataLost(partition: 0, requested: 1, firstKept: first)) {
            try reader.seek(partition: 0, to: 1)
        }
        #expect(reader.position(partition: 0) == nil)
    }

    @Test func addedPartitionsShowInTheCurrentCount() throws {
        #expect(try test.log.currentPartitionCount() == 2)
        #expect(test.log.partitionCount == 2)
    }
}
