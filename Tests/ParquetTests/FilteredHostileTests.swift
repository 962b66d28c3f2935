import Parquet
import Testing

/// Broken indexes, filters and statistics must give an error or rows, never a trap or a huge allocation.
struct FilteredHostileTests {
    private static var limits: ReaderLimits {
        var limits = ReaderLimits()
        limits.pageBytes = 4 << 20
        limits.decodedBytes = 8 << 20
        return limits
    }

    /// Reads what a request asks for as far as it goes; both outcomes are fine.
    private func survives(_ bytes: [UInt8], _ request: ReadRequest, threads: Int) -> Bool {
        do throws(ParquetError) {
            var reader = try FileReader(bytes: bytes, limits: Self.limits)
            reader.threads = threads
            let result = try reader.read(request)
            return result.batch.columns.allSatisfy { $0.rowCount == result.rowCount }
        } catch {
            return !error.description.isEmpty
        }
    }

    @Test(arguments: [UInt64(201), 202, 203])
    func mutatedFilesNeverTrapAFilteredRead(_ seed: UInt64) throws {
        var options = WriterOptions()
        options.rowGroupRows = 250
        options.codec = seed % 2 == 0 ? .uncompressed : .zstd
        let batch = FilteredReadTests.batch(rows: 600, seed: seed)
        let original = try encoded(batch, options).bytes
        var random = SeededRandom(seed: seed)
        for round in 0..<3000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // What prunes stands behind the pages.
                let from = random.next() % 4 == 0 ? 0 : bytes.count * 9 / 10
                let place = Int.random(in: from..<bytes.count, using: &random)
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 2: bytes[place] = [0, 0x7F, 0x80, 0xFF][Int(random.next() % 4)]
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...10, using: &random))
                    for index in place..<end { bytes[index] = 0xFF }
                }
            }
            let request = FilteredReadTests.request(batch, &random)
            #expect(survives(bytes, request, threads: 1 + round % 2), "seed \(seed), round \(round)")
        }
    }

    @Test func absurdCountsOfManyRowGroupsAreNoTrap() throws {
        var file = HandmadeFile(
            HandmadeFile.Element(name: "n", physical: 1),
            rows: 1,
            [HandmadeFile.Page(values: 1, body: littleEndian(7))]
        )
        file.chunks[0].values = 1 << 61
        file.chunks[0].statistics = ThriftBytes.structure { $0.int64(3, 1 << 60) }
        file.groupCount = 9
        let reader = try FileReader(bytes: file.bytes())
        #expect(try reader.statistics(ofColumn: "n") == nil)
        #expect(throws: ParquetError.self) { try reader.read() }
    }
}
