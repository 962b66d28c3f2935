import Dispatch
import EventLog
import Foundation
import Synchronization
import Testing

/// A trimmed log is a smaller file, and nobody who appends or reads loses anything by it.
struct TrimTests {
    private let directory = TemporaryDirectory()

    private var path: String { directory.path + "/log" }

    private func open(create: Bool = true) throws -> EmbeddedLog {
        try EmbeddedLog(directory: path, create: create, partitions: 2)
    }

    /// Bytes of all files of the log.
    private func size() -> Int {
        ["log.sqlite", "log.sqlite-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    /// Runs `body` on as many threads at once, however few cores there are.
    private func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for thread in 0..<count {
            DispatchQueue(label: "thread \(thread)").async(group: group) { body(thread) }
        }
        group.wait()
    }

    private func fill(_ log: EmbeddedLog, appends: Int) throws -> [[NewRecord]] {
        var random = SeededRandom(seed: 21)
        return try (0..<appends).map { _ in
            let records = (0..<20).map { number in
                NewRecord(
                    key: "A",
                    kind: .message,
                    receivedAt: Int64(number),
                    payload: (0..<4_000).map { _ in UInt8.random(in: 0...255, using: &random) },
                    partition: number % 2
                )
            }
            _ = try log.append(records)
            return records
        }
    }

    @Test func fileShrinksToWhatIsKept() throws {
        let log = try open()
        let appends = try fill(log, appends: 300)
        let end = try log.endOffsets()[0]
        try log.trim(below: [end - 95, end - 95])
        #expect(try log.firstOffsets() == [end - 100, end - 100])
        log.close()
        #expect(size() < 3 << 20)
        let again = try open(create: false)
        let reader = try again.makeReader()
        for partition in 0..<2 { try reader.seek(partition: partition, to: end - 100) }
        let wanted = expected(appends, partitions: 2).mapValues { Array($0.suffix(100)) }
        #expect(try reader.collect(200) == wanted)
    }

    @Test func fileOfAnEarlierVersionShrinksToo() throws {
        let log = try open()
        let end = try fill(log, appends: 200).count * 10
        log.close()
        try LogFile.makeFirstVersion(path + "/log.sqlite")
        #expect(try LogFile.value(path + "/log.sqlite", "PRAGMA auto_vacuum") == "0")
        let again = try open(create: false)
        try again.trim(below: [Int64(end) - 10, Int64(end) - 10])
        #expect(try again.firstOffsets() == [Int64(end) - 10, Int64(end) - 10])
        let receipt = try again.append([
            NewRecord(key: "A", kind: .configuration, receivedAt: 1, payload: [1], partition: 1)
        ])
        #expect(receipt.lastOffsets == [1: Int64(end)])
        again.close()
        #expect(size() < 2 << 20)
        #expect(try LogFile.value(path + "/log.sqlite", "PRAGMA integrity_check") == "ok")
    }

    @Test func appendersOfTheSameAndAnotherInstanceGoOnWhileItIsTrimmed() throws {
        let log = try open()
        let other = try open()
        let before = Int64(try fill(log, appends: 200).count * 10)
        let isTrimmed = Atomic(false)
        let failures = Atomic(0)
        let counts = Mutex<[Int: Int64]>([:])
        inThreads(3) { thread in
            if thread == 2 {
                if (try? log.trim(below: [before - 10, before - 10])) == nil {
                    failures.add(1, ordering: .relaxed)
                }
                isTrimmed.store(true, ordering: .releasing)
                return
            }
            var count: Int64 = 0
            repeat {
                let record = NewRecord(
                    key: "A",
                    kind: .message,
                    receivedAt: count,
                    payload: Array("thread \(thread)".utf8),
                    partition: thread
                )
                if (try? (thread == 0 ? log : other).append([record])) == nil {
                    failures.add(1, ordering: .relaxed)
                }
                count += 1
            } while !isTrimmed.load(ordering: .acquiring)
            counts.withLock { $0[thread] = count }
        }
        #expect(failures.load(ordering: .relaxed) == 0)
        let appended = counts.withLock { $0 }
        let reader = try log.makeReader()
        for partition in 0..<2 { try reader.seek(partition: partition, to: before) }
        let read = try reader.collect(Int((appended[0] ?? 0) + (appended[1] ?? 0)))
        for thread in 0..<2 {
            let count = appended[thread] ?? 0
            #expect(read[thread]?.map(\.receivedAt) == (0..<count).map { $0 })
            #expect(read[thread]?.map(\.offset) == (0..<count).map { before + $0 })
        }
        #expect(try log.firstOffsets() == [before - 10, before - 10])
    }

    @Test func readerBehindTheTrimIsToldTheOffsets() throws {
        let log = try open()
        let end = Int64(try fill(log, appends: 30).count * 10)
        let reader = try log.makeReader()
        try reader.seek(partition: 0, to: 15)
        try log.trim(below: [end - 100, 0])
        #expect(throws: EventLogError.dataLost(partition: 0, requested: 15, firstKept: end - 100)) {
            try reader.poll(maxRecords: 10, timeout: .zero)
        }
        #expect(try log.firstOffsets() == [end - 100, 0])
    }
}
