import DeltaLake
import Foundation
import Parquet
import Testing

struct BloomColumnTests {
    private static func batch(_ schema: DeltaSchema, _ ids: Range<Int>) -> ColumnBatch {
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: []))
        for id in ids {
            batch.columns[0].append("event \(id)")
            batch.columns[1].append("SECRET \(id)")
        }
        return batch
    }

    /// The largest file of the table: 1,000 values at 1 % take 2 KiB of filter.
    private static func fileSize(_ bloomFilter: Bool) throws -> Int64 {
        let folder = try TemporaryFolder()
        let schema = DeltaSchema([
            DeltaColumn("event", .string, isNullable: false, bloomFilter: bloomFilter),
            DeltaColumn("patient", .string, isNullable: false, isIdentifying: true, bloomFilter: bloomFilter),
        ])
        let options = SampleTable.options()
        _ = try DeltaTable.create(at: folder.table, schema: schema, options: options)
        var table = try DeltaTable.open(at: folder.table, options: options)
        #expect(table.metadata.schema["event"]?.bloomFilter == bloomFilter)
        let add = try table.stage(batch: batch(schema, 0..<1_000))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.table)/\(add.path)"))
        let read = try FileReader(bytes: [UInt8](bytes)).read()
        #expect(read.columns[0].string(at: 999) == "event 999")
        return add.size
    }

    @Test func aColumnThatAsksForABloomFilterHasItInEveryFileOfAReopenedTable() throws {
        let difference = try Self.fileSize(true) - Self.fileSize(false)
        // One filter of 2,048 bytes, header and footer entry; an identifying column gets none.
        #expect((2_048..<2_200).contains(difference))
    }

    @Test func aTableMadeBeforeTakesTheFiltersOfTheSchemaItIsOpenedWith() throws {
        let folder = try TemporaryFolder()
        func schema(_ bloomFilter: Bool) -> DeltaSchema {
            DeltaSchema([DeltaColumn("event", .string, bloomFilter: bloomFilter)])
        }
        let options = SampleTable.options()
        _ = try DeltaTable.openOrCreate(at: folder.table, schema: schema(false), options: options)
        let table = try DeltaTable.openOrCreate(at: folder.table, schema: schema(true), options: options)
        #expect(table.version == 0)
        #expect(table.metadata.schema["event"]?.bloomFilter == true)
    }
}
