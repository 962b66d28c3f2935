import EventLog
import Foundation
import Testing

/// kill -9 while appending: the test process runs itself again as the victim.
@Suite(.serialized)
struct CrashTests {
    private static let variable = "WARDFLOW_CRASH_DIRECTORY"
    /// Set when the victim also trims and erases.
    private static let upkeepVariable = "WARDFLOW_CRASH_UPKEEP"
    /// The victim keeps about this many appends.
    private static let kept: Int64 = 40

    private static func records(_ number: Int64) -> [NewRecord] {
        (0..<5).map { part in
            NewRecord(
                key: "A",
                kind: .message,
                receivedAt: number * 5 + part,
                payload: Array("record \(number * 5 + part)".utf8),
                partition: Int(part) % 2
            )
        }
    }

    /// The victim: appends for ever and writes the number of each acknowledged append into a pipe.
    @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
    func victimAppendsUntilKilled() throws {
        let directory = try #require(ProcessInfo.processInfo.environment[Self.variable])
        let log = try EmbeddedLog(directory: directory + "/log", create: true, partitions: 2)
        let acknowledged = try #require(FileHandle(forWritingAtPath: directory + "/acknowledged"))
        var number = try log.endOffsets().reduce(0, +) / 5
        let hasUpkeep = ProcessInfo.processInfo.environment[Self.upkeepVariable] != nil
        while true {
            _ = try log.append(Self.records(number))
            if hasUpkeep, number > Self.kept, number % 3 == 0 {
                try log.trim(below: [(number - Self.kept) * 3, (number - Self.kept) * 2])
                // The second record of append `number` is the first of partition 1.
                try log.redact(partition: 1, offsets: [number * 2])
            }
            try acknowledged.write(contentsOf: withUnsafeBytes(of: number.littleEndian) { Data($0) })
            number += 1
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] == nil))
    func killedWriterLosesNothingItAcknowledged() throws {
        let directory = TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        let pipe = directory.path + "/acknowledged"
        #expect(mkfifo(pipe, 0o600) == 0)
        for kill in 0..<8 {
            let last = try runVictim(directory.path, pipe, acknowledgements: 20 + kill * 37)
            let log = try EmbeddedLog(directory: directory.path + "/log", create: false)
            defer { log.close() }
            let total = try log.endOffsets().reduce(0, +)
            #expect(total % 5 == 0, "an append is there in part")
            #expect(total / 5 > last, "acknowledged \(last), kept \(total / 5)")
            let reader = try log.makeReader()
            for partition in 0..<2 { try reader.seek(partition: partition, to: 0) }
            let wanted = expected((0..<total / 5).map(Self.records), partitions: 2)
            #expect(try reader.collect(Int(total)) == wanted)
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] == nil))
    func killedAmidTrimAndErasureKeepsWhatItMust() throws {
        let directory = TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        let pipe = directory.path + "/acknowledged"
        #expect(mkfifo(pipe, 0o600) == 0)
        for kill in 0..<8 {
            let last = try runVictim(directory.path, pipe, acknowledgements: 60 + kill * 7, hasUpkeep: true)
            let log = try EmbeddedLog(directory: directory.path + "/log", create: false)
            defer { log.close() }
            let (first, end) = try (log.firstOffsets(), log.endOffsets())
            #expect(end[0] * 2 == end[1] * 3 && end[0] / 3 > last)
            #expect(first[0] <= (last - Self.kept) * 3 + 9 && first[1] <= (last - Self.kept) * 2 + 6)
            let reader = try log.makeReader()
            for partition in 0..<2 { try reader.seek(partition: partition, to: first[partition]) }
            let read = try reader.collect(Int(end[0] - first[0] + end[1] - first[1]))
            let wanted = expected((0..<end[0] / 3).map(Self.records), partitions: 2)
            for partition in 0..<2 {
                let found = read[partition] ?? []
                let rest = wanted[partition]?.dropFirst(Int(first[partition])) ?? []
                #expect(found.map(\.offset) == rest.map(\.offset))
                for (record, written) in zip(found, rest) where record.kind != .redacted {
                    #expect(record == written)
                }
            }
            #expect(try LogFile.value(log.path, "PRAGMA integrity_check") == "ok")
        }
    }

    /// Runs a victim, kills it after that many acknowledgements, and returns the last number it acknowledged.
    private func runVictim(
        _ directory: String,
        _ pipe: String,
        acknowledgements: Int,
        hasUpkeep: Bool = false
    ) throws -> Int64 {
        let victim = Process()
        victim.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        victim.arguments = ["--testing-library", "swift-testing", "--filter", "victimAppendsUntilKilled"]
        victim.environment = ProcessInfo.processInfo.environment.merging([Self.variable: directory]) { $1 }
        if hasUpkeep { victim.environment?[Self.upkeepVariable] = "yes" }
        victim.standardOutput = FileHandle.nullDevice
        victim.standardError = FileHandle.nullDevice
        let descriptor = open(pipe, O_RDWR)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try victim.run()
        var last: Int64 = -1
        for _ in 0..<acknowledgements { last = try next(descriptor, patience: 60_000) ?? last }
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()
        while let number = try next(descriptor, patience: 0) { last = number }
        #expect(last >= 0, "the victim acknowledged nothing")
        return last
    }

    private func next(_ descriptor: Int32, patience: Int32) throws -> Int64? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, patience) == 1 else { return nil }
        var number: Int64 = 0
        try #require(read(descriptor, &number, 8) == 8)
        return Int64(littleEndian: number)
    }
}
