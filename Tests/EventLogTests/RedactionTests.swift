import EventLog
import Foundation
import TestSupport
import Testing

/// What is erased from the log is in none of its files any more.
struct RedactionTests {
    private static let marker = Array("ERASE-ME-7f3a".utf8)

    private let directory = TemporaryDirectory()

    private var path: String { directory.path + "/log" }

    private func open() throws -> EmbeddedLog {
        try EmbeddedLog(directory: path, create: true, partitions: 2)
    }

    /// Records of noise; every seventh is short and holds the marker, so that it is stored as it is.
    private func records(_ count: Int, bytes: Int, seed: UInt64) -> [NewRecord] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { number in
            let noise = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
            return NewRecord(
                key: "NORTH",
                kind: number % 3 == 0 ? .shift : .message,
                receivedAt: Int64(number),
                payload: number % 7 == 3 ? Self.marker + noise.prefix(20) : noise,
                partition: 0
            )
        }
    }

    private func filesHoldMarker() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
            return data.firstRange(of: Data(Self.marker)) != nil
        }
    }

    /// Sizes of a block: on a page with others, on a page of its own, over many pages.
    @Test(arguments: [(append: 1, bytes: 40), (20, 200), (70, 3_000)])
    func erasedBytesAreInNoFile(append: Int, bytes: Int) throws {
        let log = try open()
        let all = records(700, bytes: bytes, seed: 3)
        for start in stride(from: 0, to: all.count, by: append) {
            _ = try log.append(Array(all[start..<start + append]))
        }
        #expect(try !filesHoldMarker().isEmpty)
        let erased = stride(from: 3, to: 700, by: 7).map(Int64.init)
        // An open reader does not keep the bytes.
        let reader = try log.makeReader()
        try reader.seek(partition: 0, to: 0)
        _ = try reader.poll(maxRecords: 10, timeout: .zero)
        try log.redact(partition: 0, offsets: erased + [3])
        #expect(try filesHoldMarker() == [])
        try reader.seek(partition: 0, to: 0)
        var wanted = expected([all], partitions: 2)
        for offset in erased {
            wanted[0]?[Int(offset)].payload = []
            wanted[0]?[Int(offset)].kind = .redacted
        }
        #expect(try reader.collect(700) == wanted)
        try log.redact(partition: 0, offsets: erased)
        #expect(try log.endOffsets() == [700, 0])
        let first = try log.firstRecords(of: .redacted, partition: 0, from: 4, limit: 2)
        #expect(first.map(\.offset) == [10, 17])
        #expect(first.map(\.key) == ["NORTH", "NORTH"])
    }

    @Test func trimmedBytesAreInNoFileOnceTheLogIsClosed() throws {
        let log = try open()
        for number in 0..<40 { _ = try log.append(records(7, bytes: 3_000, seed: UInt64(number))) }
        try log.trim(below: [273, 0])
        try log.redact(partition: 0, offsets: [0, 276])
        #expect(try filesHoldMarker() == [])
        log.close()
        #expect(try filesHoldMarker() == [])
    }

    @Test func fileOfTheFirstVersionIsErasedToo() throws {
        let log = try open()
        _ = try log.append(records(70, bytes: 100, seed: 1))
        log.close()
        try LogFile.makeFirstVersion(path + "/log.sqlite")
        let again = try open()
        try again.redact(partition: 0, offsets: stride(from: 3, to: 70, by: 7).map(Int64.init))
        #expect(try filesHoldMarker() == [])
    }

    @Test func wrongPlacesAreRefused() throws {
        let log = try open()
        _ = try log.append(records(7, bytes: 10, seed: 1))
        #expect(throws: EventLogError.recreated(partition: 0, requested: 7, end: 7)) {
            try log.redact(partition: 0, offsets: [3, 7])
        }
        #expect(throws: EventLogError.noSuchPartition(partition: 2, partitionCount: 2)) {
            try log.redact(partition: 2, offsets: [0])
        }
        #expect(try !filesHoldMarker().isEmpty)
    }

    @Test func kafkaSaysThatItCannot() throws {
        let test = try TestLog(.kafka, partitions: 1)
        let error = #expect(throws: EventLogError.self) { try test.log.redact(partition: 0, offsets: [0]) }
        guard case .notSupported = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
