import Parquet
import Testing

/// Cut files and values beyond a limit are errors; `MutationTests` has the rest.
struct HostileBytesTests {
    private static func mixed(_ codec: WriterOptions.Codec) throws -> [UInt8] {
        let schema = Schema(everyType.enumerated().map { Field.optional("c\($0.offset)", $0.element) })
        var batch = ColumnBatch(schema: schema)
        var random = SeededRandom(seed: 1)
        for row in 0..<60 {
            for index in batch.columns.indices {
                if (row + index) % 6 == 0 {
                    batch.columns[index].appendNull()
                } else {
                    batch.columns[index].appendSample(index % 2 == 0 ? .few : .distinct, &random)
                }
            }
        }
        var options = WriterOptions()
        options.codec = codec
        options.rowGroupRows = 40
        return try encoded(batch, options).bytes
    }

    @Test func everyTruncationIsAnError() throws {
        let bytes = try Self.mixed(.zstd)
        for length in stride(from: 0, to: bytes.count, by: 3) {
            #expect(throws: ParquetError.self) { try FileReader(bytes: Array(bytes[..<length])).read() }
        }
    }

    @Test func valuesBeyondTheLimitAreAnErrorNotAnAllocation() throws {
        var batch = ColumnBatch(schema: Schema([.required("text", .string)]))
        for _ in 0..<20_000 { batch.columns[0].append(String(repeating: "x", count: 100)) }
        let file = try encoded(batch)
        var limits = ReaderLimits()
        limits.decodedBytes = 1 << 20
        #expect(file.bytes.count < 2000)
        #expect(throws: ParquetError.self) { try FileReader(bytes: file.bytes, limits: limits).read() }
    }
}
