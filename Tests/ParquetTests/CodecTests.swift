import Foundation
import Parquet
import Testing

/// Compressed pages of other writers, small enough to check by eye.
struct CodecTests {
    private static let leaf = HandmadeFile.Element(name: "n", physical: 1)
    private static let content = (0..<8).flatMap { _ in littleEndian(7) }

    private static func read(_ codec: Int, _ body: [UInt8], size: Int = 32) throws -> [Int32] {
        let page = HandmadeFile.Page(values: 8, body: body, uncompressed: size)
        let file = HandmadeFile(leaf, rows: 8, codec: codec, [page])
        return try FileReader(bytes: file.bytes()).read().columns[0].int32Values
    }

    private static let sevens = [Int32](repeating: 7, count: 8)
    /// Four literals, then 23 bytes again from four before, then the last five as literals.
    private static let lz4: [UInt8] = [0x4F, 7, 0, 0, 0, 4, 0, 4, 0x50, 0, 7, 0, 0, 0]
    private static let snappy: [UInt8] = [32, 12, 7, 0, 0, 0, 27 << 2 | 2, 4, 0]

    @Test func lz4AndSnappyCopiesMayOverlapThemselves() throws {
        #expect(try Self.read(7, Self.lz4) == Self.sevens)
        #expect(try Self.read(1, Self.snappy) == Self.sevens)
    }

    @Test(arguments: [1, 7])
    func aTruncatedBlockIsAnErrorAtEveryLength(_ codec: Int) {
        let whole = codec == 1 ? Self.snappy : Self.lz4
        for length in 0..<whole.count {
            #expect(throws: ParquetError.self) { try Self.read(codec, Array(whole[..<length])) }
        }
        #expect(throws: ParquetError.self) { try Self.read(codec, whole, size: 33) }
        #expect(throws: ParquetError.self) { try Self.read(codec, whole, size: 31) }
    }

    @Test func lz4CopiesFromBeforeTheStartAreErrors() {
        for distance: UInt8 in [0, 5] {
            var block = Self.lz4
            block[5] = distance
            #expect(throws: ParquetError.self) { try Self.read(7, block) }
        }
    }

    /// Thirty-two bytes in two members, by Python's gzip.
    private static let gzip: [UInt8] = {
        let member = "H4sIAAAAAAAC/2NnYGBgR8IAD2vI8hAAAAA="
        let bytes = [UInt8](Data(base64Encoded: member) ?? Data())
        return bytes + bytes
    }()

    @Test func gzipPagesMayHaveSeveralMembers() throws {
        #expect(try Self.read(2, Self.gzip) == Self.sevens)
    }

    @Test func brokenGzipPagesAreErrors() {
        for length in 0..<Self.gzip.count {
            #expect(throws: ParquetError.self) { try Self.read(2, Array(Self.gzip[..<length])) }
        }
        var wrongChecksum = Self.gzip
        wrongChecksum[wrongChecksum.count - 5] ^= 1
        #expect(throws: ParquetError.self) { try Self.read(2, wrongChecksum) }
        #expect(throws: ParquetError.self) { try Self.read(2, Self.gzip, size: 33) }
        #expect(throws: ParquetError.self) { try Self.read(2, Self.gzip, size: 31) }
    }

    @Test(arguments: [(3, "LZO"), (4, "BROTLI"), (5, "LZ4 (Hadoop)"), (9, "codec 9")])
    func otherCodecsAreRefusedByName(_ codec: Int, _ name: String) {
        #expect(throws: ParquetError.unsupported(feature: "\(name) compression")) {
            try Self.read(codec, [1, 2, 3])
        }
    }
}
