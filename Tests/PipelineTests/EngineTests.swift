import DeltaLake
import EventLog
import Foundation
import Hospital
import Lake
import Parquet
import Pipeline
import TestSupport
import Testing

/// The engine by itself, over a processor that is no hospital.
@Suite struct EngineTests {
    /// A folder of its own with the schemas of the engine's tables and the toy's.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

        init() throws {
            let schemas = "\(path)/schemas"
            let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(repository)/schemas", toPath: schemas)
            try FileManager.default.createDirectory(
                atPath: "\(schemas)/toy",
                withIntermediateDirectories: true
            )
            try Data(Self.events.utf8).write(to: URL(fileURLWithPath: "\(schemas)/toy/events.yaml"))
            try Data(Self.sums.utf8).write(to: URL(fileURLWithPath: "\(schemas)/toy/sums.yaml"))
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        private static let events = """
            table: toy/events
            description: numbers
            kind: fact
            partition_by: [facility]
            columns:
              - {name: facility, type: string, meaning: key}
              - {name: partition, type: integer, meaning: partition}
              - {name: offset, type: long, meaning: offset}
              - {name: number, type: integer, meaning: number}
              - {name: factor, type: integer, meaning: factor}
            """

        private static let sums = """
            table: toy/sums
            description: sums
            kind: keyed
            key: [hour]
            partition_by: [facility, open]
            columns:
              - {name: facility, type: string, meaning: key}
              - {name: open, type: boolean, meaning: live}
              - {name: hour, type: long, meaning: hour}
              - {name: value, type: integer, meaning: sum}
            """

        func settings() -> PipelineSettings {
            var settings = PipelineSettings(
                name: "toy",
                lake: LakeSettings(
                    schemas: "\(path)/schemas",
                    fsync: false,
                    checkpointEvery: 10,
                    housekeeping: HousekeepingRules()
                )
            )
            settings.batchRecords = 23
            settings.commitMaxRecords = 60
            settings.commitEvery = .seconds(3_600)
            settings.snapshotMaxRecords = 40
            return settings
        }
    }

    private static let start: Int64 = 1_767_596_400_000_000
    private static let tables = [
        "bronze/messages", "silver/quarantine", "silver/rules", "toy/events", "toy/sums",
    ]

    /// Numbers under five keys in three partitions, a heartbeat now and then, some of them no numbers.
    private func log(_ folder: Folder, _ name: String, _ count: Int, seed: UInt64 = 1) throws -> any EventLog
    {
        var random = SeededRandom(seed)
        let log = try LogURL.open("log:\(folder.path)/\(name)", create: true, partitions: 3)
        _ = try log.append(records(count, from: 0, &random))
        return log
    }

    private func records(_ count: Int, from first: Int, _ random: inout SeededRandom) -> [NewRecord] {
        (first..<first + count).map { index in
            let at = Self.start + Int64(index) * 240_000_000
            if index % 17 == 0 {
                return NewRecord(key: "", kind: .heartbeat, receivedAt: at, payload: [], partition: index % 3)
            }
            let text = index % 31 == 0 ? "none" : "\(Int.random(in: 1...9, using: &random))"
            return NewRecord(key: "K\(index % 5)", kind: .message, receivedAt: at, payload: Array(text.utf8))
        }
    }

    private func pipeline(
        _ log: any EventLog,
        _ folder: Folder,
        _ lake: String,
        _ configuration: ToyConfiguration = ToyConfiguration()
    ) throws -> Pipeline<ToyProcessor> {
        try Pipeline(
            log: log,
            lakePath: "\(folder.path)/\(lake)",
            settings: folder.settings(),
            configuration: configuration,
            now: { Timestamp(microseconds: Self.start) }
        )
    }

    /// The rows of a table as sorted lines.
    private func lines(_ folder: Folder, _ lake: String, _ table: String) throws -> [String] {
        var lines: [String] = []
        for batch in try DeltaTable.open(at: "\(folder.path)/\(lake)/\(table)").read() {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                lines.append(
                    batch.schema.leaves.map { "\($0.name)=\(cells.display($0.name, row) ?? "")" }
                        .joined(separator: " ")
                )
            }
        }
        return lines.sorted()
    }

    private func expectSame(_ folder: Folder, _ left: String, _ right: String) throws {
        for table in Self.tables {
            let expected = try lines(folder, left, table)
            let found = try lines(folder, right, table)
            #expect(expected == found, "\(table): \(expected.count) and \(found.count) rows")
        }
    }

    @Test func theRowsOfANaiveSumComeOut() throws {
        let folder = try Folder()
        let log = try log(folder, "log", 600)
        let summary = try pipeline(log, folder, "lake", ToyConfiguration(factor: 3)).run(untilEnd: true) {
            false
        }
        #expect(summary.balances && summary.accounting.quarantined > 0)
        var random = SeededRandom(1)
        var expected: [String] = []
        var sums: [String: Int] = [:]
        for record in records(600, from: 0, &random) where record.kind == .message {
            guard let number = Int(String(decoding: record.payload, as: UTF8.self)) else { continue }
            sums["\(record.key) \(record.receivedAt / 3_600_000_000)", default: 0] += 3 * number
        }
        for (key, value) in sums { expected.append("\(key) \(value)") }
        let found = try DeltaTable.open(at: "\(folder.path)/lake/toy/sums").read().flatMap { batch in
            let cells = Cells(batch)
            return (0..<batch.rowCount).map {
                "\(cells.text("facility", $0)) \(cells.long("hour", $0)) \(cells.long("value", $0))"
            }
        }
        #expect(found.sorted() == expected.sorted())
    }

    /// 200 rounds: partitions are taken and let go at random, with a commit or as after a kill, while records come.
    @Test(arguments: [3, 8] as [UInt64])
    func partitionsTakenAndDroppedAtRandomGiveTheSameRows(seed: UInt64) throws {
        let folder = try Folder()
        let log = try log(folder, "log", 200)
        var random = SeededRandom(seed)
        var chance = SeededRandom(seed)
        var next = 200
        var engine = try pipeline(log, folder, "cut")
        for _ in 0..<100 {
            _ = try log.append(records(10, from: next, &random))
            next += 10
            let partition = Int.random(in: 0..<3, using: &chance)
            switch Int.random(in: 0..<6, using: &chance) {
            case 0...1:
                if !engine.owned.contains(partition) {
                    try engine.take(partition: partition, shouldStop: { false })
                }
            case 2: try engine.drop(partition: partition, commits: true)
            case 3: try engine.drop(partition: partition, commits: false)
            case 4:
                try engine.poll(timeout: .zero)
                if engine.isPastReplay { try engine.commit() }
            default:
                // A kill: the process is gone, and what it had not committed with it.
                engine = try pipeline(log, folder, "cut")
            }
        }
        _ = try pipeline(log, folder, "cut").run(untilEnd: true) { false }
        _ = try pipeline(log, folder, "whole").run(untilEnd: true) { false }
        try expectSame(folder, "whole", "cut")
    }

    @Test func changedRulesHoldFromTheirRecordOnAndLoseNoRow() throws {
        let folder = try Folder()
        let log = try log(folder, "log", 300)
        var random = SeededRandom(9)
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        let before = Set(try lines(folder, "lake", "toy/events"))
        _ = try pipeline(log, folder, "lake", ToyConfiguration(factor: 5)).run(untilEnd: true) { false }
        _ = try log.append(records(50, from: 300, &random))
        _ = try pipeline(log, folder, "lake", ToyConfiguration(factor: 5)).run(untilEnd: true) { false }
        let after = Set(try lines(folder, "lake", "toy/events"))
        #expect(before.isSubset(of: after))
        #expect(after.subtracting(before).allSatisfy { $0.contains("factor=5") })
        #expect(try lines(folder, "lake", "silver/rules").count == 6)
        // A lake made anew from the same log replays the rules with it.
        _ = try pipeline(log, folder, "again", ToyConfiguration(factor: 5)).run(untilEnd: true) { false }
        try expectSame(folder, "again", "lake")
    }

    @Test(arguments: ["toy/events", "toy/sums", "silver/quarantine"])
    func aTableThatIsLostComesBack(table: String) throws {
        let folder = try Folder()
        let log = try log(folder, "log", 400)
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        _ = try pipeline(log, folder, "whole").run(untilEnd: true) { false }
        try FileManager.default.removeItem(atPath: "\(folder.path)/lake/\(table)")
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        try expectSame(folder, "whole", "lake")
    }

    @Test func aTrimmedLogAndLostStateAreMadeGoodByBronze() throws {
        let folder = try Folder()
        let log = try log(folder, "log", 500)
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        _ = try pipeline(log, folder, "whole").run(untilEnd: true) { false }
        try log.trim(below: try log.endOffsets().map { $0 / 2 })
        try FileManager.default.removeItem(atPath: "\(folder.path)/lake/_wardflow")
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        try expectSame(folder, "whole", "lake")
    }

    @Test func anotherLogOfTheSameNameIsRefused() throws {
        let folder = try Folder()
        let log = try log(folder, "log", 200)
        let copy = "\(folder.path)/copy"
        try FileManager.default.copyItem(atPath: "\(folder.path)/log", toPath: copy)
        var random = SeededRandom(4)
        _ = try log.append(records(100, from: 200, &random))
        _ = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        // The copy is put in its place and grows past what the lake holds.
        let restored = try LogURL.open("log:\(copy)", create: false)
        _ = try restored.append(records(200, from: 900, &random))
        #expect(throws: LakeError.self) {
            try pipeline(restored, folder, "lake").run(untilEnd: true) { false }
        }
    }

    @Test func keysThatNoConfigurationListsAreSetAsideByName() throws {
        let folder = try Folder()
        let log = try log(folder, "log", 300)
        let closed = ToyConfiguration(factor: 1, factors: ["K1": 2], isClosed: true)
        let summary = try pipeline(log, folder, "lake", closed).run(untilEnd: true) { false }
        #expect(summary.balances)
        #expect(try lines(folder, "lake", "toy/events").allSatisfy { $0.contains("factor=2") })
        #expect(try lines(folder, "lake", "silver/quarantine").contains { $0.contains("site_unknown") })
    }

    @Test func oneKeyInTwoPartitionsIsReadInOneOfThem() throws {
        let folder = try Folder()
        let log = try LogURL.open("log:\(folder.path)/log", create: true, partitions: 2)
        for partition in [0, 1, 0] {
            _ = try log.append(
                (0..<50).map {
                    NewRecord(
                        key: "K",
                        kind: .message,
                        receivedAt: Self.start + Int64($0) * 60_000_000,
                        payload: Array("1".utf8),
                        partition: partition
                    )
                }
            )
        }
        let summary = try pipeline(log, folder, "lake").run(untilEnd: true) { false }
        #expect(summary.balances && summary.records == 150)
        let aside = try lines(folder, "lake", "silver/quarantine")
        #expect(aside.count == 50 || aside.count == 100)
        #expect(aside.allSatisfy { $0.contains("site_in_other_partition") })
        #expect(try lines(folder, "lake", "toy/events").count + aside.count == 150)
    }
}
