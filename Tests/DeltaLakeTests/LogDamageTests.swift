import DeltaLake
import Storage
import Synchronization
import Testing

/// Logs that are whole to the eye and not what was written: found when the table is opened.
@Suite struct LogDamageTests {
    private func name(_ folder: MemoryFolder, _ version: Int64, _ kind: String = "json") -> String {
        "\(folder.table)/_delta_log/0000000000000000000\(version).\(kind)"
    }

    /// Versions 0 to 4, one file of ten rows each from 1 on; checkpoints by the interval.
    private func prepared(interval: Int64 = 0) throws -> MemoryFolder {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options(interval: interval))
        for number in Int64(0)..<4 {
            _ = try SampleTable.append(&table, ids: number * 10..<number * 10 + 10, version: number)
        }
        return folder
    }

    private func open(_ folder: MemoryFolder) throws -> DeltaTable {
        try DeltaTable.open(at: folder.table, options: folder.options(interval: 100))
    }

    private func rewrite(_ folder: MemoryFolder, _ path: String, _ edit: ([String]) -> [String]) throws {
        let lines = String(decoding: try folder.storage.get(path), as: UTF8.self).split(separator: "\n")
        let edited = edit(lines.map(String.init))
        try folder.storage.put(
            Array(edited.map { $0 + "\n" }.joined().utf8),
            at: path,
            durably: false
        )
    }

    private func expectDiffers(_ folder: MemoryFolder, _ version: Int64, _ field: String) {
        let error = #expect(throws: DeltaError.self) { _ = try open(folder) }
        guard case .checksumDiffers(version, field, _, _, folder.table) = error else {
            Issue.record("expected \(field) of \(version) to differ, found \(String(describing: error))")
            return
        }
        #expect(error?.description.contains("_delta_log/0000000000000000000\(version).crc") == true)
    }

    @Test func aCommitCutAtALineEndIsNamed() throws {
        let folder = try prepared()
        try rewrite(folder, name(folder, 4)) { $0.filter { !$0.hasPrefix("{\"add\"") } }
        expectDiffers(folder, 4, "numFiles")
        #expect(throws: DeltaError.self) {
            try DeltaTable.open(at: folder.table, version: 4, options: folder.options())
        }
        #expect(try DeltaTable.open(at: folder.table, version: 3, options: folder.options()).version == 3)
    }

    @Test func anOlderCommitThatWasCutIsNamedToo() throws {
        let folder = try prepared()
        try rewrite(folder, name(folder, 2)) { $0.filter { !$0.hasPrefix("{\"add\"") } }
        expectDiffers(folder, 4, "numFiles")
    }

    @Test func changedSizesProgressMetadataAndProtocolAreNamed() throws {
        for (version, from, to, field) in [
            (Int64(4), "\"size\":", "\"size\":1", "tableSizeBytes"),
            (4, "\"version\":3}", "\"version\":2}", "setTransactions"),
            (0, "\"description\":\"arrivals\"", "\"description\":\"others\"", "metadata"),
            (0, "\"minWriterVersion\":2", "\"minWriterVersion\":1", "protocol"),
        ] {
            let folder = try prepared()
            try rewrite(folder, name(folder, version)) { lines in lines.map { $0.replacing(from, with: to) } }
            expectDiffers(folder, 4, field)
        }
    }

    @Test func aLostNewestCommitIsNamedByItsChecksum() throws {
        let folder = try prepared()
        try folder.storage.delete(name(folder, 4))
        let lost = DeltaError.commitsLost(
            newest: 3,
            known: 4,
            file: "00000000000000000004.crc",
            path: folder.table
        )
        #expect(throws: lost) { try open(folder) }
        // Who decides to go on without it deletes what the error names.
        try folder.storage.delete(name(folder, 4, "crc"))
        #expect(try open(folder).version == 3)
    }

    @Test func lostCommitsAreNamedByTheCheckpointPointer() throws {
        let folder = try prepared(interval: 3)
        for kind in ["json", "crc", "checkpoint.parquet"] { try folder.storage.delete(name(folder, 3, kind)) }
        for kind in ["json", "crc"] { try folder.storage.delete(name(folder, 4, kind)) }
        let lost = DeltaError.commitsLost(newest: 2, known: 3, file: "_last_checkpoint", path: folder.table)
        #expect(throws: lost) { try open(folder) }
    }

    @Test func aMissingOrUnreadableChecksumStopsNobody() throws {
        let folder = try prepared()
        try folder.storage.put(Array("{\"numFiles\"".utf8), at: name(folder, 4, "crc"), durably: false)
        #expect(try SampleTable.ids(open(folder)) == Array(0..<40))
        #expect(try open(folder).verify().problems.count == 1)
        for version in Int64(0)...4 { try folder.storage.delete(name(folder, version, "crc")) }
        #expect(try SampleTable.ids(open(folder)) == Array(0..<40))
    }

    @Test func aCheckpointOfAnotherStateIsPassedOver() throws {
        let folder = try prepared(interval: 2)
        let old = try folder.storage.get(name(folder, 2, "checkpoint.parquet"))
        try folder.storage.put(old, at: name(folder, 4, "checkpoint.parquet"), durably: false)
        #expect(try SampleTable.ids(open(folder)) == Array(0..<40))
        for version in Int64(0)...2 { try folder.storage.delete(name(folder, version)) }
        try folder.storage.delete(name(folder, 2, "checkpoint.parquet"))
        expectDiffers(folder, 4, "numFiles")
    }

    @Test(arguments: ["", "{\"version\":", "{\"version\":4}", "{\"version\":1,\"size\":4}"])
    func aDamagedPointerIsMendedByTheNextCommit(text: String) throws {
        let folder = try prepared(interval: 4)
        try folder.storage.put(
            Array(text.utf8),
            at: "\(folder.table)/_delta_log/_last_checkpoint",
            durably: false
        )
        var table = try open(folder)
        #expect(try SampleTable.append(&table, ids: 40..<50, version: 9) == .committed(version: 5))
        let pointer = try folder.storage.get("\(folder.table)/_delta_log/_last_checkpoint")
        #expect(String(decoding: pointer, as: UTF8.self).hasPrefix("{\"version\":5,\"size\":"))
        #expect(try SampleTable.append(&table, ids: 50..<60, version: 10) == .committed(version: 6))
        #expect(try !folder.storage.exists(name(folder, 6, "checkpoint.parquet")), "mended once")
    }

    @Test func aDamagedCheckpointIsReplacedByTheNextCommit() throws {
        let folder = try prepared(interval: 4)
        try folder.storage.put([1, 2, 3], at: name(folder, 4, "checkpoint.parquet"), durably: false)
        var table = try open(folder)
        #expect(try SampleTable.append(&table, ids: 40..<50, version: 9) == .committed(version: 5))
        let pointer = try folder.storage.get("\(folder.table)/_delta_log/_last_checkpoint")
        #expect(String(decoding: pointer, as: UTF8.self).hasPrefix("{\"version\":5,"))
        #expect(try SampleTable.ids(open(folder)) == Array(0..<50))
    }

    @Test func aListingTornByAnotherWriterIsMadeAnew() throws {
        for hidden in [Int64(4), 2] {
            let folder = try prepared()
            let listings = Mutex(0)
            let torn = HookedStorage(folder.storage) { names in
                let isFirst = listings.withLock { count in
                    count += 1
                    return count == 1
                }
                return isFirst ? names.filter { $0 != "0000000000000000000\(hidden).json" } : names
            }
            let table = try DeltaTable.open(at: folder.table, options: SampleTable.options(torn))
            #expect(try SampleTable.ids(table) == Array(0..<40))
        }
    }

    @Test func aCompactedFileThatAddsAndRemovesTheSameFileMeansTheLaterLine() throws {
        let folder = try prepared()
        var table = try open(folder)
        var removal = Transaction(operation: "DELETE")
        for file in table.files.values where file.tags != ["slice": "s0"] { removal.remove(file) }
        #expect(try table.commit(removal) == .committed(version: 5))
        var lines = ""
        for version in Int64(2)...5 {
            lines += String(decoding: try folder.storage.get(name(folder, version)), as: UTF8.self)
        }
        let compacted = "\(folder.table)/_delta_log/00000000000000000002.00000000000000000005.compacted.json"
        try folder.storage.put(Array(lines.utf8), at: compacted, durably: false)
        try folder.storage.delete(name(folder, 5, "crc"))
        #expect(try SampleTable.ids(open(folder)) == Array(0..<10))
    }
}
