import EventLog
import Foundation
import Testing

struct EmbeddedLogTests {
    private let directory = TemporaryDirectory()

    private var path: String { directory.path + "/log" }

    private func open(create: Bool = true, byteLimit: Int? = nil) throws -> EmbeddedLog {
        try EmbeddedLog(directory: path, create: create, partitions: 2, byteLimit: byteLimit)
    }

    private func records(_ count: Int, bytes: Int, seed: UInt64 = 1) -> [NewRecord] {
        var random = SeededRandom(seed: seed)
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

    @Test func missingDirectoryIsNotFoundAndNotMade() {
        #expect(throws: EventLogError.notFound(place: path)) { try open(create: false) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func directoryOfOtherFilesIsRefused() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("notes".utf8).write(to: URL(fileURLWithPath: path + "/notes.txt"))
        let error = #expect(throws: EventLogError.self) { try open() }
        #expect(error == .notALog(place: path, found: "other files and no log.sqlite"))
    }

    @Test func fileInPlaceOfTheDirectoryIsRefused() throws {
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        try Data("notes".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: EventLogError.notALog(place: path, found: "a file, expected a directory")) {
            try open()
        }
    }

    @Test func fileThatIsNoDatabaseIsRefused() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(repeating: 65, count: 5_000).write(to: URL(fileURLWithPath: path + "/log.sqlite"))
        let error = #expect(throws: EventLogError.self) { try open() }
        guard case .notALog = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func appendLargerThanABlockIsReadBackWhole() throws {
        let log = try open()
        let many = records(12_000, bytes: 3)
        let large = records(7, bytes: 400_000, seed: 2)
        _ = try log.append(many)
        _ = try log.append(large)
        let reader = try log.makeReader()
        try reader.seek(partition: 0, to: 0)
        let read = try reader.collect(12_007, maxRecords: 3_000)
        #expect(read == expected([many, large], partitions: 2))
    }

    @Test func secondInstanceSeesAndContinuesTheFirst() throws {
        let first = try open()
        let second = try open()
        let reader = try second.makeReader()
        try reader.seek(partition: 0, to: 0)
        var appends: [[NewRecord]] = []
        for number in 0..<20 {
            appends.append(records(3, bytes: 10, seed: UInt64(number)))
            _ = try (number.isMultiple(of: 2) ? first : second).append(appends[number])
        }
        #expect(try reader.collect(60) == expected(appends, partitions: 2))
        #expect(try first.endOffsets() == [60, 0])
    }

    @Test func fullLogAcknowledgesNothingAndGoesOnAfterTrim() throws {
        let log = try open(byteLimit: 2 << 20)
        var acknowledged: Int64 = 0
        let error = #expect(throws: EventLogError.self) {
            while true { acknowledged = (try log.append(records(10, bytes: 10_000)).lastOffsets[0] ?? 0) + 1 }
        }
        #expect(error == .diskFull(place: path + "/log.sqlite"))
        #expect(try log.endOffsets() == [acknowledged, 0])
        try log.trim(below: [acknowledged - 10, 0])
        #expect(try log.firstOffsets() == [acknowledged - 10, 0])
        let receipt = try log.append(records(1, bytes: 10_000))
        #expect(receipt.lastOffsets == [0: acknowledged])
    }

    @Test func trimKeepsTheEndAndTellsReadersWhatIsGone() throws {
        let log = try open()
        for number in 0..<10 { _ = try log.append(records(10, bytes: 5, seed: UInt64(number))) }
        let overtaken = try log.makeReader()
        try overtaken.seek(partition: 0, to: 0)
        try log.trim(below: [45, 0])
        #expect(try log.firstOffsets() == [40, 0])
        #expect(throws: EventLogError.dataLost(partition: 0, requested: 0, firstKept: 40)) {
            try overtaken.poll(maxRecords: 10, timeout: .zero)
        }
        #expect(throws: EventLogError.dataLost(partition: 0, requested: 39, firstKept: 40)) {
            try overtaken.seek(partition: 0, to: 39)
        }
        try log.trim(below: [1_000, 0])
        #expect(try log.endOffsets() == [100, 0])
        try overtaken.seek(partition: 0, to: 95)
        #expect(try overtaken.collect(5)[0]?.map(\.offset) == [95, 96, 97, 98, 99])
    }

    @Test func flippedBytesAreNeverReadAsRecords() throws {
        let seed: UInt64 = 99
        var random = SeededRandom(seed: seed)
        var appends: [[NewRecord]] = []
        do {
            let log = try open()
            for _ in 0..<12 {
                appends.append(random.records(40, partitions: 2))
                _ = try log.append(appends[appends.count - 1])
            }
            log.close()
        }
        let truth = expected(appends, partitions: 2)
        let file = URL(fileURLWithPath: path + "/log.sqlite")
        let intact = try Data(contentsOf: file)
        var refused = 0
        for round in 0..<300 {
            var bytes = intact
            let position = Int.random(in: 0..<bytes.count, using: &random)
            bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                try FileManager.default.removeItem(atPath: path + "/" + name)
            }
            try bytes.write(to: file)
            var read: [Int: [ReadRecord]] = [:]
            do {
                let log = try open(create: false)
                defer { log.close() }
                let reader = try log.makeReader()
                for partition in 0..<2 { try reader.seek(partition: partition, to: 0) }
                read = try reader.collect(480, maxRecords: 50, patience: .zero)
            } catch is EventLogError {
                refused += 1
            }
            for (partition, records) in read {
                let wanted = (truth[partition] ?? []).prefix(records.count)
                #expect(records == Array(wanted), "seed \(seed) round \(round) position \(position)")
            }
        }
        #expect(refused > 100)
    }
}
