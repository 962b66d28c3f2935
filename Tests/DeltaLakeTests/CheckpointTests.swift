import DeltaLake
import Foundation
import Storage
import Testing

@Suite struct CheckpointTests {
    /// Eight commits, checkpoints at 3 and 6; the first file is removed at 5.
    private func makeTable(_ folder: TemporaryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, SampleTable.options(interval: 3))
        for number in Int64(0)..<4 {
            _ = try SampleTable.append(
                &table,
                ids: (number * 5)..<(number * 5 + 5),
                app: "app \(number)",
                version: number,
                facility: number == 1 ? nil : "n/\(number)"
            )
        }
        let first = try #require(table.files.values.first { $0.tags == ["slice": "s0"] })
        var removal = Transaction(operation: "DELETE")
        removal.remove(first.path)
        #expect(try table.commit(removal) == .committed(version: 5))
        for number in Int64(4)..<7 {
            _ = try SampleTable.append(&table, ids: (number * 5)..<(number * 5 + 5), version: number)
        }
        #expect(table.version == 8)
        #expect(table.checkpointFailure == nil)
        return table
    }

    private func expectSame(_ folder: TemporaryFolder, as table: DeltaTable) throws {
        let opened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(opened.version == table.version)
        #expect(opened.transactionVersions == table.transactionVersions)
        #expect(opened.metadata.schema == table.metadata.schema)
        #expect(opened.metadata.configuration == table.metadata.configuration)
        #expect(opened.metadata.description == table.metadata.description)
        #expect(opened.files.keys.sorted() == table.files.keys.sorted())
        for (path, file) in table.files {
            #expect(opened.files[path]?.stats == file.stats)
            #expect(opened.files[path]?.tags == file.tags)
            #expect(opened.files[path]?.partitionValues == file.partitionValues)
            #expect(opened.files[path]?.size == file.size)
        }
        #expect(try SampleTable.ids(opened) == SampleTable.ids(table))
    }

    private func name(_ version: Int, _ kind: String = "checkpoint.parquet") -> String {
        "0000000000000000000\(version).\(kind)"
    }

    private func removeCommits(_ folder: TemporaryFolder, upTo version: Int) throws {
        for version in 0...version { try folder.removeLog(name(version, "json")) }
    }

    @Test func checkpointAloneCarriesTheWholeState() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        try expectSame(folder, as: table)
        try removeCommits(folder, upTo: 6)
        try expectSame(folder, as: table)
        let pointer = try LocalStorage().get(folder.table + "/_delta_log/_last_checkpoint")
        #expect(String(decoding: pointer, as: UTF8.self).hasPrefix(#"{"version":6,"size":"#))
    }

    @Test(arguments: ["", "garbage", #"{"version":99}"#, #"{"version":3}"#])
    func wrongPointerDoesNotMatter(text: String) throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        try folder.writeLog("_last_checkpoint", text)
        try expectSame(folder, as: table)
        try folder.removeLog("_last_checkpoint")
        try expectSame(folder, as: table)
    }

    @Test func corruptCheckpointFallsBackToAnOlderOneAndThenToTheCommits() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.table + "/_delta_log/" + name(6)))
        try folder.writeLog(name(6), "PAR1 nonsense PAR1")
        try expectSame(folder, as: table)
        try removeCommits(folder, upTo: 2)
        try expectSame(folder, as: table)
        try folder.writeLog(name(3), "")
        #expect(throws: DeltaError.self) {
            try DeltaTable.open(at: folder.table, options: SampleTable.options())
        }
        do {
            _ = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        } catch {
            guard case .corruptCheckpoint(let file, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(file == name(6))
        }
        try whole.write(to: URL(fileURLWithPath: folder.table + "/_delta_log/" + name(6)))
        try expectSame(folder, as: table)
    }

    @Test func truncatedCheckpointsNeverCrashOrChangeTheTable() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        let url = URL(fileURLWithPath: folder.table + "/_delta_log/" + name(6))
        let whole = try Data(contentsOf: url)
        for length in stride(from: 0, to: whole.count, by: 211) {
            try whole.prefix(length).write(to: url)
            let opened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
            #expect(opened.files.keys.sorted() == table.files.keys.sorted())
        }
    }

    @Test func cleanedLogStillOpensAndKeepsTheCheckpointItNeeds() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        #expect(try table.cleanLog(before: 2) == 0)
        #expect(try table.cleanLog(before: 5) == 6, "three commits with their checksums")
        try expectSame(folder, as: table)
        try folder.writeLog(name(6), "broken")
        #expect(
            try table.cleanLog(before: 8) == 0,
            "a checkpoint that cannot be read does not replace commits"
        )
        try expectSame(folder, as: table)
    }

    @Test func expiredFilesAreDeletedOnlyWhenAsked() throws {
        for deletes in [false, true] {
            let folder = try TemporaryFolder()
            var options = SampleTable.options()
            options.deletesExpiredFiles = deletes
            var table = try DeltaTable.create(
                at: folder.table,
                schema: SampleTable.schema,
                partitionColumns: ["facility"],
                configuration: ["delta.deletedFileRetentionDuration": "interval 0 seconds"],
                options: options
            )
            _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
            var removal = Transaction(operation: "DELETE")
            removal.remove(try #require(table.files.keys.first))
            _ = try table.commit(removal)
            _ = try SampleTable.append(&table, ids: 5..<6, version: 2)
            options.now = { systemMilliseconds() + 10 }
            var later = try DeltaTable.open(at: folder.table, options: options)
            try later.writeCheckpoint()
            #expect(folder.files().count == (deletes ? 1 : 2))
            #expect(try SampleTable.ids(later) == [5])
        }
    }

    @Test func expiredTombstonesAreForgottenAndYoungOnesKept() throws {
        let folder = try TemporaryFolder()
        var options = SampleTable.options()
        options.now = { 1_000_000 }
        var table = try DeltaTable.create(
            at: folder.table,
            schema: SampleTable.schema,
            partitionColumns: ["facility"],
            configuration: ["delta.deletedFileRetentionDuration": "interval 2 minutes"],
            options: options
        )
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        var removal = Transaction(operation: "DELETE")
        removal.remove(try #require(table.files.keys.first))
        _ = try table.commit(removal)
        try table.writeCheckpoint()
        let young = try LocalStorage().get(folder.table + "/_delta_log/" + name(2)).count
        #expect(String(decoding: try pointer(folder), as: UTF8.self).contains(#""size":4"#))
        options.now = { 1_120_001 }
        var later = try DeltaTable.open(at: folder.table, options: options)
        try later.writeCheckpoint()
        #expect(String(decoding: try pointer(folder), as: UTF8.self).contains(#""size":3"#))
        #expect(try LocalStorage().get(folder.table + "/_delta_log/" + name(2)).count < young)
    }

    private func pointer(_ folder: TemporaryFolder) throws -> [UInt8] {
        try LocalStorage().get(folder.table + "/_delta_log/_last_checkpoint")
    }

    @Test func staleHandleFollowsALogThatWasCleanedUpBehindIt() throws {
        let folder = try TemporaryFolder()
        var stale = try SampleTable.create(folder.table)
        var writer = try DeltaTable.open(at: folder.table, options: SampleTable.options(interval: 3))
        for number in Int64(1)...7 {
            _ = try SampleTable.append(&writer, ids: number..<(number + 1), version: number)
        }
        try removeCommits(folder, upTo: 5)
        try stale.refresh()
        #expect(stale.version == 7)
        #expect(try SampleTable.ids(stale) == Array(1...7))
    }
}
