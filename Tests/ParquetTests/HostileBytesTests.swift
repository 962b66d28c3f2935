import Parquet
import Testing

/// Broken files must give an error or a value, never a trap or a huge allocation.
struct HostileBytesTests {
    private static var limits: ReaderLimits {
        var limits = ReaderLimits()
        limits.pageBytes = 4 << 20
        limits.decodedBytes = 8 << 20
        return limits
    }

    /// Reads as far as it goes; both outcomes are fine.
    private func survives(_ bytes: [UInt8]) -> Bool {
        do throws(ParquetError) {
            let batch = try FileReader(bytes: bytes, limits: Self.limits).read()
            return batch.columns.allSatisfy { $0.entries.count == $0.count }
        } catch {
            return !error.description.isEmpty
        }
    }

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

    private func mutate(_ original: [UInt8], rounds: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<rounds {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF][Int(random.next() % 4)]
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...10, using: &random))
                    for index in place..<end { bytes[index] = 0xFF }
                }
            }
            #expect(survives(bytes), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [WriterOptions.Codec.uncompressed, .zstd])
    func mutatedFlatFilesNeverTrap(_ codec: WriterOptions.Codec) throws {
        mutate(try Self.mixed(codec), rounds: 3000, seed: 101)
    }

    @Test func mutatedNestedFilesNeverTrap() throws {
        var options = WriterOptions()
        options.codec = .uncompressed
        mutate(try encoded(NestedTests.checkpoint(rows: 40), options).bytes, rounds: 2000, seed: 102)
    }

    @Test(arguments: ForeignFiles.all)
    func mutatedForeignFilesNeverTrap(_ file: ForeignFiles) throws {
        mutate(try file.bytes(), rounds: 700, seed: 103)
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
