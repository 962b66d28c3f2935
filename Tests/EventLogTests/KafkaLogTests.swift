import EventLog
import TestSupport
import Testing

/// Faults of brokers, on librdkafka's mock of them.
@Suite(.serialized)
struct KafkaLogTests {
    private func records(_ count: Int, bytes: Int = 100) -> [NewRecord] {
        var random = SeededRandom(seed: 5)
        return (0..<count).map { number in
            NewRecord(
                key: "A",
                kind: .message,
                receivedAt: Int64(number),
                payload: (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) },
                partition: 0
            )
        }
    }

    @Test func missingTopicIsNotFound() throws {
        let cluster = try MockKafkaCluster()
        let url = cluster.url(topic: "nowhere")
        cluster.denyTopic("nowhere")
        #expect(throws: EventLogError.notFound(place: url)) { try LogURL.open(url, create: false) }
    }

    @Test func noBrokerIsUnavailableWithinTheTimeout() throws {
        let start = ContinuousClock.now
        let error = #expect(throws: EventLogError.self) {
            try KafkaLog(brokers: "127.0.0.1:1", topic: "adt", create: false, answerTimeout: .seconds(1))
        }
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(start.duration(to: .now) < KafkaLog.answerTimeout)
    }

    @Test func retriedRequestsStoreEachRecordOnce() throws {
        let test = try TestLog(.kafka, partitions: 1)
        test.cluster?.timeOutNext(.produce, times: 3)
        _ = try test.log.append(records(2_000))
        test.cluster?.timeOutNext(.fetch, times: 3)
        let read = try test.reader().collect(2_000)[0] ?? []
        #expect(read.map(\.offset) == (0..<2_000).map(Int64.init))
        #expect(read.map(\.receivedAt) == (0..<2_000).map(Int64.init))
    }

    @Test func unreachableBrokerFailsAppendAndPollAndBothRecover() throws {
        let cluster = try MockKafkaCluster()
        try cluster.createTopic("adt", partitions: 1)
        let log = try KafkaLog(
            brokers: cluster.brokers,
            topic: "adt",
            create: false,
            answerTimeout: .seconds(2)
        )
        defer { log.close() }
        _ = try log.append(records(10))
        let reader = try log.makeReader()
        try reader.seek(partition: 0, to: 0)
        #expect(try reader.collect(10)[0]?.count == 10)
        cluster.setReachable(false)
        let failedAppend = #expect(throws: EventLogError.self) { try log.append(records(1)) }
        let failedPoll = #expect(throws: EventLogError.self) {
            try reader.poll(maxRecords: 10, timeout: .seconds(60))
        }
        for error in [failedAppend, failedPoll] {
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        cluster.setReachable(true)
        let receipt = try log.append(records(5))
        #expect(receipt.lastOffsets == [0: 14])
        try reader.seek(partition: 0, to: 10)
        #expect(try reader.collect(5)[0]?.map(\.offset) == [10, 11, 12, 13, 14])
    }

    @Test func offsetsTheBrokerDroppedAreReportedLost() throws {
        let test = try TestLog(.kafka, partitions: 1)
        for _ in 0..<9 { _ = try test.log.append(records(100, bytes: 8_000)) }
        let first = try test.log.firstOffsets()[0]
        #expect(first > 0)
        let reader = try test.log.makeReader()
        #expect(throws: EventLogError.dataLost(partition: 0, requested: 0, firstKept: first)) {
            try reader.seek(partition: 0, to: 0)
        }
    }

    @Test func offsetsDroppedWhileReadingAreReportedLost() throws {
        let test = try TestLog(.kafka, partitions: 1)
        let reader = try test.reader()
        for _ in 0..<9 { _ = try test.log.append(records(100, bytes: 8_000)) }
        var read: [ReadRecord] = []
        do {
            while read.count < 900 {
                for batch in try reader.poll(maxRecords: 50, timeout: .seconds(10)) {
                    read += batch.readRecords
                }
            }
        } catch {
            guard case .dataLost = error else { throw error }
        }
        #expect(read.map(\.offset) == (0..<read.count).map(Int64.init))
    }

    @Test func shorterTopicOfAnotherClusterCountsAsRecreated() throws {
        let old = try TestLog(.kafka, partitions: 1)
        _ = try old.log.append(records(100))
        let end = try old.log.endOffsets()[0]
        let new = try TestLog(.kafka, partitions: 1)
        _ = try new.log.append(records(10))
        let reader = try new.log.makeReader()
        #expect(throws: EventLogError.recreated(partition: 0, requested: end, end: 10)) {
            try reader.seek(partition: 0, to: end)
        }
    }

    @Test func reportedProgressIsTheGroupsOffset() throws {
        let test = try TestLog(.kafka, partitions: 2)
        test.log.reportProgress([1: 42])
        test.log.close()
        let cluster = try #require(test.cluster)
        let committed = try cluster.committedOffset(group: KafkaLog.progressGroup, topic: "adt", partition: 1)
        #expect(committed == 42)
    }
}
