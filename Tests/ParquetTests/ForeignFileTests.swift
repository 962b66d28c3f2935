import Parquet
import Testing

struct ForeignFileTests {
    @Test(arguments: ForeignFiles.all)
    func filesOfAnotherWriterReadAsTheirValues(_ file: ForeignFiles) throws {
        let batch = try FileReader(bytes: file.bytes()).read()
        #expect(batch.schema.leaves.map(\.type) == [.int64, .string, .string, .boolean, .float, .timestamp])
        #expect(batch["id"]?.int64Values == (0..<12).map { Int64($0) })
        for row in 0..<12 {
            #expect(batch["ward"]?.string(at: row) == (row % 4 == 3 ? nil : "W\(row % 2)"))
            #expect(batch["note"]?.string(at: row) == "note \(row) abcdefghabcdefghabcdefgh")
            #expect(batch["flag"]?.boolean(at: row) == (row % 3 == 0))
            #expect(batch["ratio"]?.double(at: row) == Double(row) / 4)
            #expect(batch["time"]?.int64(at: row) == 1_704_067_200_000_000 + Int64(row) * 1_000_000)
        }
    }
}
