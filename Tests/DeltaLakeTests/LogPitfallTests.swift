import DeltaLake
import Foundation
import Parquet
import Storage
import Testing

/// What went wrong in other Delta libraries, each under the number of its report.
@Suite struct LogPitfallTests {
    private func log(_ folder: TemporaryFolder, _ name: String) throws -> String {
        String(decoding: try LocalStorage().get(folder.table + "/_delta_log/" + name), as: UTF8.self)
    }

    private func checkpointed(_ folder: TemporaryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        var removal = Transaction(operation: "DELETE")
        removal.remove(try #require(table.files.keys.first))
        _ = try table.commit(removal)
        _ = try SampleTable.append(&table, ids: 5..<9, version: 2)
        try table.writeCheckpoint()
        return table
    }

    @Test("delta-kernel-rs #1013: progress without lastUpdated never expires")
    func progressNeverExpires() throws {
        let folder = try TemporaryFolder()
        var table = try checkpointed(folder)
        #expect(!(try log(folder, "00000000000000000001.json")).contains("lastUpdated"))
        let bytes = try LocalStorage().get(
            folder.table + "/_delta_log/00000000000000000003.checkpoint.parquet"
        )
        let rows = try FileReader(bytes: bytes).read(columns: ["txn.lastUpdated", "txn.version"])
        #expect(rows["txn.version"]?.nullCount == rows.rowCount - 1)
        let updated = try #require(rows["txn.lastUpdated"])
        #expect(updated.nullCount == updated.count)
        try table.refresh()
        #expect(table.transactionVersion("app") == 2)
    }

    @Test("delta-kernel-rs #2439, delta-rs #3527, #4247: every checkpoint field is nullable")
    func checkpointFieldsAreNullable() throws {
        let folder = try TemporaryFolder()
        _ = try checkpointed(folder)
        let bytes = try LocalStorage().get(
            folder.table + "/_delta_log/00000000000000000003.checkpoint.parquet"
        )
        func check(_ field: Field, _ parent: Field.GroupKind?) {
            let isMapKey = parent == .map && field.name == "key"
            #expect(field.repetition != .required || isMapKey, "\(field.name)")
            guard case .group(let kind, let children) = field.content else { return }
            for child in children {
                check(child, field.repetition == .repeated && parent == .map ? .map : kind)
            }
        }
        for field in try FileReader(bytes: bytes).schema.fields { check(field, nil) }
    }

    @Test(
        "delta #5458: a corrupt _last_checkpoint is survived",
        arguments: ["", "\u{0}\u{0}", "{\"version\":", "[]"]
    )
    func corruptPointerIsSurvived(text: String) throws {
        let folder = try TemporaryFolder()
        let table = try checkpointed(folder)
        try folder.writeLog("_last_checkpoint", text)
        var opened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(opened.files.keys.sorted() == table.files.keys.sorted())
        try opened.refresh()
        #expect(opened.version == 3)
    }

    @Test("delta-kernel-rs #1003, #2249, delta-rs #4659: bounds of times are floored to milliseconds")
    func timesAreFloored() {
        for microsecond: Int64 in [0, 1, 999, 1_000, -1, -999, -1_000, -1_001] {
            let floored = Int64((Double(microsecond) / 1_000).rounded(.down))
            let text = CalendarText.timestamp(microseconds: floored * 1_000).map { JSONValue.string($0) }
            #expect(FileStatistics.minimum(.int64(microsecond), .timestamp) == text)
            #expect(FileStatistics.maximum(.int64(microsecond), .timestamp) == text)
        }
    }

    @Test("deltalake puts HL7 messages into minValues: identifying columns leave no byte in the log")
    func identifyingValuesStayOutOfTheLog() throws {
        let folder = try TemporaryFolder()
        let message = "PID|1||4711||Musterfrau^Erika"
        var table = try DeltaTable.create(
            at: folder.table,
            schema: DeltaSchema([
                DeltaColumn("id", .long), DeltaColumn("raw", .string, isIdentifying: true),
                DeltaColumn("visit", .structure([DeltaColumn("name", .string, isIdentifying: true)])),
            ]),
            options: SampleTable.options(interval: 1)
        )
        var batch = ColumnBatch(schema: table.metadata.schema.fileSchema(partitionColumns: []))
        batch.columns[0].append(Int64(1))
        batch.columns[1].append(message)
        batch.columns[2].append(message)
        var transaction = Transaction()
        transaction.add(try table.stage(batch: batch))
        _ = try table.commit(transaction)
        for name in folder.files(includingLog: true) where name.hasPrefix("_delta_log") {
            let bytes = try LocalStorage().get(folder.table + "/" + name)
            #expect(!String(decoding: bytes, as: UTF8.self).contains("Musterfrau"), "\(name)")
        }
        let stats = try #require(table.files.values.first?.stats)
        #expect(!stats.contains("raw") && !stats.contains("visit"))
    }

    @Test(
        "delta-rs #433, #1228, #1446, ClickHouse #103509, #111758: a partition folder is encoded once, its path twice",
        arguments: ["a b", "ü", "a/b", "100%", "a=b", "a:b", "x\ny", "%20", "__HIVE_DEFAULT_PARTITION__"]
    )
    func partitionValuesAreEncodedOnceInFoldersAndTwiceInPaths(value: String) throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<2, version: 1, facility: value)
        let opened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        let file = try #require(opened.files.values.first)
        #expect(file.partitionValues["facility"] == value)
        let name = try #require(PartitionPath.file(uri: file.path))
        #expect(folder.files() == [name])
        #expect(name.hasPrefix("facility=") && name.split(separator: "/").count == 2)
        #expect(try opened.read(columns: ["facility"]).first?.columns[0].string(at: 0) == value)
    }

    @Test("delta #7238: the checksum carries the progress of applications")
    func checksumCarriesProgress() throws {
        let folder = try TemporaryFolder()
        _ = try checkpointed(folder)
        #expect(
            try log(folder, "00000000000000000003.crc").contains(
                #""setTransactions":[{"appId":"app","version":2}]"#
            )
        )
    }

    @Test("delta-rs #1868, delta #683: a taken version is never overwritten")
    func takenVersionIsNeverOverwritten() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        let foreign = #"{"commitInfo":{"operation":"WRITE","isBlindAppend":true}}"#
        try folder.writeLog("00000000000000000001.json", foreign)
        #expect(try SampleTable.append(&table, ids: 0..<1, version: 1) == .committed(version: 2))
        #expect(try log(folder, "00000000000000000001.json") == foreign)
    }
}
