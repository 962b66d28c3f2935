import DeltaLake
import Foundation
import Synchronization
import Testing

/// In-commit timestamps, version checksums and log cleanup.
@Suite struct CommitTimeTests {
    /// A clock the test sets, in milliseconds since 1970.
    private final class Clock: Sendable {
        let time = Mutex<Int64>(1_000_000)
        func set(_ value: Int64) { time.withLock { $0 = value } }
    }

    private func options(_ clock: Clock, interval: Int64 = 0) -> TableOptions {
        var options = SampleTable.options(interval: interval)
        options.now = { clock.time.withLock { $0 } }
        return options
    }

    private func create(_ folder: TemporaryFolder, _ options: TableOptions, _ more: [String: String] = [:])
        throws -> DeltaTable
    {
        try DeltaTable.create(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: more.merging(["delta.enableInCommitTimestamps": "true"]) { $1 },
            options: options
        )
    }

    @Test func commitTimesGrowThoughTheClockRunsBack() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        var table = try create(folder, options(clock))
        for (version, time) in [Int64(2_000_000), 1_500_000, 1_500_000, 3_000_000].enumerated() {
            clock.set(time)
            _ = try SampleTable.append(&table, ids: 0..<1, version: Int64(version + 1))
        }
        let wanted: [Int64: Int64] = [0: 1_000_000, 1: 2_000_000, 2: 2_000_001, 3: 2_000_002, 4: 3_000_000]
        #expect(try table.commitTimes(of: 0...4) == wanted)
        #expect(
            try table.history().map(\.timestamp) == [3_000_000, 2_000_002, 2_000_001, 2_000_000, 1_000_000]
        )
        for (version, time) in wanted {
            #expect(try table.version(asOf: time) == version)
            let text = try String(
                contentsOfFile: folder.table + "/_delta_log/0000000000000000000\(version).json",
                encoding: .utf8
            )
            #expect(text.hasPrefix(#"{"commitInfo":{"inCommitTimestamp":\#(time),"#))
        }
        #expect(throws: DeltaError.timeUnavailable(time: 999_999, oldest: 1_000_000, path: folder.table)) {
            try table.version(asOf: 999_999)
        }
    }

    @Test func switchingThemOnRecordsVersionAndTime() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        var table = try SampleTable.create(folder.table, options(clock))
        _ = try SampleTable.append(&table, ids: 0..<1, version: 1)
        let far: Int64 = 4_102_444_800_000
        clock.set(far)
        table = try DeltaTable.openOrCreate(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: ["delta.enableInCommitTimestamps": "true"],
            options: options(clock)
        )
        #expect(table.metadata.configuration["delta.inCommitTimestampEnablementVersion"] == "2")
        #expect(table.metadata.configuration["delta.inCommitTimestampEnablementTimestamp"] == "\(far)")
        _ = try SampleTable.append(&table, ids: 1..<2, version: 2)
        let opened = try DeltaTable.open(at: folder.table, options: options(clock))
        #expect(opened.metadata.configuration == table.metadata.configuration)
        #expect(try opened.commitTimes(of: 2...3) == [2: far, 3: far + 1])
        #expect(try opened.version(asOf: far) == 2)
        #expect(try opened.version(asOf: far - 1) == 1)
    }

    @Test func loserOfARaceIsStampedAnew() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        var table = try create(folder, options(clock))
        var other = try DeltaTable.open(at: folder.table, options: options(clock))
        clock.set(9_000_000)
        _ = try SampleTable.append(&other, ids: 0..<1, app: "other", version: 1)
        clock.set(8_000_000)
        #expect(try SampleTable.append(&table, ids: 1..<2, version: 1) == .committed(version: 2))
        #expect(try table.commitTimes(of: 1...2) == [1: 9_000_000, 2: 9_000_001])
    }

    @Test func checksumAgreesAfterEveryCommitAndTellsWhatDiffers() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        var table = try create(folder, options(clock, interval: 2), ["delta.enableDeletionVectors": "true"])
        #expect(try table.checksumVerdict() == .agrees)
        for version in Int64(1)...4 {
            _ = try SampleTable.append(
                &table,
                ids: version..<(version + 3),
                app: "app \(version)",
                version: version
            )
            #expect(try table.checksumVerdict() == .agrees)
            #expect(
                try DeltaTable.open(at: folder.table, options: options(clock)).checksumVerdict() == .agrees
            )
        }
        var removal = Transaction(operation: "DELETE")
        removal.remove(try #require(table.files.keys.first))
        _ = try table.commit(removal)
        #expect(try DeltaTable.open(at: folder.table, options: options(clock)).checksumVerdict() == .agrees)
        let name = "00000000000000000005.crc"
        let text = try String(contentsOfFile: folder.table + "/_delta_log/" + name, encoding: .utf8)
        #expect(text.contains(#""numFiles":3"#) && text.contains(#""numDeletionVectorsOpt":0"#))
        for (old, new, field) in [
            (#""numFiles":3"#, #""numFiles":4"#, "numFiles"),
            (#""version":3"#, #""version":9"#, "setTransactions"),
            (#""inCommitTimestampOpt":1"#, #""inCommitTimestampOpt":2"#, "inCommitTimestampOpt"),
            (#""minReaderVersion":3"#, #""minReaderVersion":2"#, "protocol"),
            (#""delta.enableDeletionVectors":"true""#, #""delta.enableDeletionVectors":"yes""#, "metadata"),
        ] {
            try folder.writeLog(name, text.replacing(old, with: new))
            #expect(try table.checksumVerdict() == .differs(field: field))
        }
        try folder.writeLog(name, "{")
        guard case .differs = try table.checksumVerdict() else {
            Issue.record("a broken checksum agrees")
            return
        }
        try folder.removeLog(name)
        #expect(try table.checksumVerdict() == .absent)
    }

    @Test func cleanupKeepsEveryVersionWithinTheRetention() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        let hour: Int64 = 3_600_000
        var table = try create(
            folder,
            options(clock, interval: 3),
            ["delta.logRetentionDuration": "interval 4 hours"]
        )
        for version in Int64(1)...9 {
            clock.set(1_000_000 + version * hour)
            _ = try SampleTable.append(&table, ids: version..<(version + 1), version: version)
        }
        // Versions 5 to 9 were current in the last four hours; the checkpoint at 3 leads to them.
        #expect(try table.cleanLog() == 6)
        for version in Int64(3)...9 {
            let old = try DeltaTable.open(at: folder.table, version: version, options: options(clock))
            #expect(try SampleTable.ids(old) == Array(1...version))
        }
        #expect(throws: DeltaError.versionUnavailable(version: 2, oldest: 3, newest: 9, path: folder.table)) {
            try DeltaTable.open(at: folder.table, version: 2, options: options(clock))
        }
        #expect(try table.cleanLog() == 0)
        #expect(folder.files(includingLog: true).contains("_delta_log/00000000000000000003.json"))
    }

    @Test func cleanupCanBeSwitchedOffByTheTable() throws {
        let folder = try TemporaryFolder()
        let clock = Clock()
        var table = try create(
            folder,
            options(clock, interval: 1),
            ["delta.logRetentionDuration": "interval 0 hours", "delta.enableExpiredLogCleanup": "false"]
        )
        clock.set(9_000_000)
        _ = try SampleTable.append(&table, ids: 0..<1, version: 1)
        #expect(try table.cleanLog() == 0)
    }

    @Test func cleanupSparesSidecarsThatAreYoungOrInUse() throws {
        let folder = try TemporaryFolder()
        try CheckpointForms.writeCommits(folder)
        for name in ["used", "old", "young"] {
            try CheckpointForms.write(
                folder,
                "_sidecars/\(name).parquet",
                CheckpointForms.addRows(["a", "b", "c"])
            )
            guard name != "young" else { continue }
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)],
                ofItemAtPath: folder.table + "/_delta_log/_sidecars/\(name).parquet"
            )
        }
        try folder.writeLog(
            CheckpointForms.name(2, "checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"),
            CheckpointForms.topLines(sidecars: ["used.parquet"])
        )
        let table = try DeltaTable.open(at: folder.table)
        #expect(try table.cleanLog(before: 2) == 3, "two commits and one sidecar")
        #expect(try DeltaTable.open(at: folder.table).files.count == 3)
        let left = folder.files(includingLog: true).filter { $0.contains("_sidecars") }
        #expect(left == ["_delta_log/_sidecars/used.parquet", "_delta_log/_sidecars/young.parquet"])
    }
}
