import DeltaLake
import Parquet
import Storage
import Synchronization
import Testing

/// What an erasure leaves for readers, and how it gets past other writers.
@Suite struct ErasureTests {
    private let person = RowFilter([.init("patient", .equals(.text("patient 7")))])

    private func prepared(_ folder: MemoryFolder, _ configuration: [String: String] = [:]) throws
        -> DeltaTable
    {
        var table = try SampleTable.create(folder.table, folder.options(), configuration: configuration)
        for number in Int64(0)..<3 {
            _ = try SampleTable.append(&table, ids: number * 10..<number * 10 + 10, version: number)
        }
        return table
    }

    @Test func anErasureRewritesFilesAndAsksNothingNewOfReaders() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder)
        let before = table.tableProtocol
        let result = try table.erase(matching: person, by: "dpo", reason: "request 17")
        #expect(result.rows == 1 && result.files == 1 && result.version == 4)
        #expect(table.tableProtocol == before)
        #expect(table.metadata.configuration["delta.enableDeletionVectors"] == nil)
        #expect(table.files.values.allSatisfy { $0.deletionVector == nil })
        #expect(table.files.values.contains { $0.tags == ["slice": "s0"] }, "the file keeps its tags")
        #expect(try SampleTable.ids(table) == (0..<30).filter { $0 != 7 })
        #expect(try table.history().first?.info?.operation == "ERASE")
        #expect(try table.purge(matching: person, by: "dpo", reason: "request 17").filesDeleted.count == 1)
        #expect(table.tableProtocol == before)
    }

    @Test func filesNobodyTouchedAreReadOnceHoweverOftenTheRaceIsLost() throws {
        let folder = MemoryFolder()
        _ = try prepared(folder)
        let rival = Mutex(try DeltaTable.open(at: folder.table, options: folder.options()))
        let races = Mutex(Int64(0))
        let storage = HookedStorage(
            folder.storage,
            beforeCommit: { path in
                guard path.hasSuffix(".json") else { return }
                let race = races.withLock { count in
                    count += 1
                    return count
                }
                guard race <= 8 else { return }
                rival.withLock { table in
                    do {
                        _ = try SampleTable.append(&table, ids: 100 + race..<101 + race, version: 10 + race)
                    } catch { Issue.record(error) }
                }
            }
        )
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options(storage))
        let result = try table.erase(matching: person, by: "dpo", reason: "request 17")
        #expect(result.rows == 1)
        #expect(races.withLock { $0 } == 9, "eight attempts are lost")
        let data = storage.opened.filter { $0.hasSuffix(".parquet") }
        #expect(Set(data).count == data.count, "each file is opened once")
        #expect(try SampleTable.ids(table) == (0..<30).filter { $0 != 7 } + Array(101..<109))
        let live = Set(table.files.values.compactMap { PartitionPath.file(uri: $0.path) })
        #expect(folder.files().count == live.count + 1, "nothing staged for a lost race is left")
    }

    @Test func deletionVectorsAreDroppedOnceNoFileCarriesOne() throws {
        let folder = MemoryFolder()
        var table = try prepared(folder, SampleTable.vectors)
        #expect(try table.erase(matching: person, by: "dpo", reason: "r").files == 1)
        #expect(table.tableProtocol.readerFeatures == ["deletionVectors"])
        #expect(try table.dropDeletionVectors() == nil, "a file has one")
        var options = OptimizeOptions()
        options.deletedShare = 0
        try table.optimize(options)
        let version = try #require(try table.dropDeletionVectors())
        #expect(table.tableProtocol == TableProtocol())
        #expect(table.metadata.configuration["delta.enableDeletionVectors"] == nil)
        #expect(
            folder.files(includingLog: true).contains(
                "_delta_log/0000000000000000000\(version).checkpoint.parquet"
            )
        )
        #expect(try table.dropDeletionVectors() == nil)
        var reopened = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(reopened.tableProtocol == TableProtocol())
        try reopened.delete(matching: RowFilter([.init("id", .equals(.int64(3)))]))
        #expect(try SampleTable.ids(reopened) == (0..<30).filter { $0 != 7 && $0 != 3 })
        #expect(reopened.files.values.allSatisfy { $0.deletionVector == nil })
        let old = try DeltaTable.open(at: folder.table, version: 4, options: folder.options())
        #expect(old.tableProtocol.readerFeatures == ["deletionVectors"])
        #expect(try SampleTable.ids(old) == (0..<30).filter { $0 != 7 })
    }

    @Test func aVectorAddedMeanwhileKeepsTheFeature() throws {
        let folder = MemoryFolder()
        _ = try prepared(folder, SampleTable.vectors)
        let rival = Mutex(try DeltaTable.open(at: folder.table, options: folder.options()))
        let isFirst = Mutex(true)
        let storage = HookedStorage(
            folder.storage,
            beforeCommit: { _ in
                guard
                    isFirst.withLock({ first in
                        defer { first = false }
                        return first
                    })
                else { return }
                rival.withLock { table in
                    do {
                        try table.delete(matching: RowFilter([.init("id", .equals(.int64(3)))]))
                    } catch { Issue.record(error) }
                }
            }
        )
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options(storage))
        #expect(try table.dropDeletionVectors() == nil)
        #expect(table.tableProtocol.readerFeatures == ["deletionVectors"])
        #expect(try SampleTable.ids(table) == (0..<30).filter { $0 != 3 })
    }

    @Test func otherFeaturesStayListedWhenVectorsGo() throws {
        let folder = MemoryFolder()
        var table = try prepared(
            folder,
            ["delta.enableDeletionVectors": "true", "delta.feature.vacuumProtocolCheck": "supported"]
        )
        #expect(try table.dropDeletionVectors() != nil)
        #expect(table.tableProtocol.readerFeatures == ["vacuumProtocolCheck"])
        #expect(table.tableProtocol.writerFeatures == ["appendOnly", "invariants", "vacuumProtocolCheck"])
        #expect(table.tableProtocol.minReaderVersion == 3)
    }

    @Test(arguments: ["variantType", "variantType-preview", "variantShredding", "variantShredding-preview"])
    func aListedVariantFeatureWithoutSuchAColumnAsksForNothing(feature: String) throws {
        let folder = MemoryFolder()
        _ = try prepared(folder, SampleTable.vectors)
        let line =
            #"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors",""#
            + feature + #""],"writerFeatures":["appendOnly",""# + feature
            + #"","invariants","deletionVectors"]}}"#
        try folder.storage.putNew(
            Array(line.utf8),
            at: "\(folder.table)/_delta_log/00000000000000000004.json",
            durably: false
        )
        var table = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(table.readOnlyReason == nil)
        #expect(try SampleTable.append(&table, ids: 30..<31, version: 9) == .committed(version: 5))
        #expect(try table.erase(matching: person, by: "dpo", reason: "r").rows == 1)
        #expect(try SampleTable.ids(table) == (0..<31).filter { $0 != 7 })
    }

    @Test func anEmptyTextOfAnotherWriterIsNull() throws {
        let folder = MemoryFolder()
        var table = try SampleTable.create(folder.table, folder.options())
        _ = try SampleTable.append(&table, ids: 0..<2, version: 1, facility: nil)
        let path = "\(folder.table)/_delta_log/00000000000000000001.json"
        let text = String(decoding: try folder.storage.get(path), as: UTF8.self)
        let changed = text.replacing(#""facility":null"#, with: #""facility":"""#)
        #expect(changed != text)
        try folder.storage.put(Array(changed.utf8), at: path, durably: false)
        table = try DeltaTable.open(at: folder.table, options: folder.options())
        #expect(try table.read(columns: ["facility"]).first?.columns[0].isNull(at: 0) == true)
        func count(_ test: RowFilter.Test) throws -> Int {
            var scan = try table.scan(columns: ["id"], matching: RowFilter([.init("facility", test)]))
            return try scan.next()?.rowCount ?? 0
        }
        #expect(try count(.isNull) == 2)
        #expect(try count(.equals(.text(""))) == 0)
        #expect(try table.verify(readsRows: true).problems == [])
    }
}
