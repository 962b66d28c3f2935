import Dispatch
import EventLog
import Synchronization
import Testing

/// What every log does, over both.
@Suite(.serialized)
struct ConformanceTests {
    @Test(arguments: LogChoice.allCases)
    func recordsComeBackAsTheyWereAppended(choice: LogChoice) throws {
        let test = try TestLog(choice)
        let seed: UInt64 = 7
        var random = SeededRandom(seed: seed)
        let appends = [1, 700, 2, 50, 1, 1].map { random.records($0, partitions: 3) }
        var counts: [Int: Int64] = [:]
        for records in appends {
            let receipt = try test.log.append(records)
            for (partition, read) in expected([records], partitions: 3) {
                counts[partition, default: 0] += Int64(read.count)
                #expect(receipt.lastOffsets[partition] == (counts[partition] ?? 0) - 1, "seed \(seed)")
            }
        }
        #expect(try test.reader().collect(755) == expected(appends, partitions: 3), "seed \(seed)")
        #expect(try test.log.endOffsets() == (0..<3).map { counts[$0] ?? 0 })
        #expect(try test.log.firstOffsets() == [0, 0, 0])
    }

    @Test(arguments: LogChoice.allCases)
    func reopenedLogHoldsWhatWasAcknowledged(choice: LogChoice) throws {
        let test = try TestLog(choice)
        var random = SeededRandom(seed: 11)
        let first = random.records(300, partitions: 3)
        let second = random.records(200, partitions: 3)
        _ = try test.log.append(first)
        try test.reopen()
        #expect(test.log.partitionCount == 3)
        #expect(test.log.identity == "adt")
        _ = try test.log.append(second)
        #expect(try test.reader().collect(500) == expected([first, second], partitions: 3))
    }

    @Test(arguments: LogChoice.allCases)
    func concurrentAppendsKeepEachThreadsOrder(choice: LogChoice) throws {
        let test = try TestLog(choice, partitions: 2)
        let log = test.log
        let failures = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<40 {
                let records = (0..<3).map { part in
                    NewRecord(
                        key: "\(thread)",
                        kind: .message,
                        receivedAt: Int64(number * 3 + part),
                        payload: Array("thread \(thread)".utf8)
                    )
                }
                if (try? log.append(records)) == nil { failures.add(1, ordering: .relaxed) }
            }
        }
        #expect(failures.load(ordering: .relaxed) == 0)
        let read = try test.reader().collect(960)
        for thread in 0..<8 {
            let key = "\(thread)"
            let partition = KeyPartitioner.partition(of: key, partitionCount: 2)
            let mine = (read[partition] ?? []).filter { $0.key == key }
            #expect(mine.map(\.receivedAt) == Array(0..<120).map(Int64.init))
        }
        for (_, records) in read {
            #expect(records.map(\.offset) == (0..<records.count).map(Int64.init))
        }
    }

    @Test(arguments: LogChoice.allCases)
    func pollKeepsToItsLimitAndSeekToItsOffset(choice: LogChoice) throws {
        let test = try TestLog(choice, partitions: 2)
        var random = SeededRandom(seed: 3)
        let appends = (0..<5).map { _ in random.records(100, partitions: 2) }
        for records in appends { _ = try test.log.append(records) }
        let all = expected(appends, partitions: 2)
        let reader = try test.reader()
        #expect(try reader.collect(500, maxRecords: 7) == all)
        for offset in [0, 1, 57, 150] as [Int64] {
            for partition in 0..<2 { try reader.seek(partition: partition, to: offset) }
            let batches = try reader.poll(maxRecords: 20, timeout: .seconds(20))
            #expect(batches.reduce(0) { $0 + $1.count } <= 20)
            for batch in batches {
                let wanted = (all[batch.partition] ?? [])[Int(offset)...].prefix(batch.count)
                #expect(batch.readRecords == Array(wanted))
            }
            #expect(!batches.isEmpty)
        }
        reader.close()
    }

    @Test(arguments: LogChoice.allCases)
    func seekOutsideTheLogSaysWhy(choice: LogChoice) throws {
        let test = try TestLog(choice)
        _ = try test.log.append([
            NewRecord(key: "A", kind: .message, receivedAt: 1, payload: [1], partition: 1)
        ])
        let reader = try test.log.makeReader()
        #expect(throws: EventLogError.recreated(partition: 1, requested: 2, end: 1)) {
            try reader.seek(partition: 1, to: 2)
        }
        #expect(throws: EventLogError.dataLost(partition: 1, requested: -4, firstKept: 0)) {
            try reader.seek(partition: 1, to: -4)
        }
        #expect(throws: EventLogError.noSuchPartition(partition: 3, partitionCount: 3)) {
            try reader.seek(partition: 3, to: 0)
        }
        try reader.seek(partition: 1, to: 1)
        #expect(try reader.poll(maxRecords: 10, timeout: .milliseconds(20)).isEmpty)
    }

    @Test(arguments: LogChoice.allCases)
    func onlySoughtPartitionsAreRead(choice: LogChoice) throws {
        let test = try TestLog(choice)
        _ = try test.log.append(
            (0..<3).map {
                NewRecord(key: "A", kind: .heartbeat, receivedAt: Int64($0), payload: [], partition: $0)
            }
        )
        let reader = try test.log.makeReader()
        try reader.seek(partition: 2, to: 0)
        let read = try reader.collect(2, patience: .milliseconds(200))
        #expect(read.keys.sorted() == [2])
        #expect(read[2]?.map(\.receivedAt) == [2])
    }

    @Test(arguments: LogChoice.allCases)
    func waitingPollIsWokenByAnAppend(choice: LogChoice) throws {
        let test = try TestLog(choice)
        let log = test.log
        let reader = try test.reader()
        #expect(try reader.poll(maxRecords: 10, timeout: .zero).isEmpty)
        DispatchQueue.global().async {
            _ = try? log.append([NewRecord(key: "A", kind: .command, receivedAt: 5, payload: [7])])
        }
        let batches = try reader.poll(maxRecords: 10, timeout: .seconds(30))
        #expect(batches.first?.readRecords.map(\.payload) == [[7]])
    }

    @Test(arguments: LogChoice.allCases)
    func refusedAppendLeavesTheLogAsItWas(choice: LogChoice) throws {
        let test = try TestLog(choice)
        let good = NewRecord(key: "A", kind: .message, receivedAt: 1, payload: [1])
        let limit = choice == .embedded ? EmbeddedLog.recordByteLimit : KafkaLog.recordByteLimit
        var large = good
        large.payload = [UInt8](repeating: 65, count: limit)
        var lost = good
        lost.partition = 3
        #expect(throws: EventLogError.recordTooLarge(bytes: limit + 1, limit: limit)) {
            try test.log.append([good, large])
        }
        #expect(throws: EventLogError.noSuchPartition(partition: 3, partitionCount: 3)) {
            try test.log.append([good, lost])
        }
        #expect(throws: EventLogError.self) {
            try test.log.append(Array(repeating: good, count: AppendLimits.records + 1))
        }
        #expect(try test.log.append([]) == AppendReceipt(lastOffsets: [:]))
        #expect(try test.log.endOffsets() == [0, 0, 0])
        large.payload.removeLast(1)
        _ = try test.log.append([large])
        #expect(try test.reader().collect(1).values.first?.first?.payload == large.payload)
    }

    @Test(arguments: LogChoice.allCases)
    func closedLogAndReaderSaySo(choice: LogChoice) throws {
        let test = try TestLog(choice)
        let reader = try test.reader()
        test.log.reportProgress([0: 0])
        reader.close()
        test.log.close()
        #expect(throws: EventLogError.closed) { try reader.poll(maxRecords: 1, timeout: .zero) }
        #expect(throws: EventLogError.closed) { try test.log.append([]) }
        #expect(throws: EventLogError.closed) { try test.log.endOffsets() }
        #expect(throws: EventLogError.closed) { try test.log.makeReader() }
    }
}
