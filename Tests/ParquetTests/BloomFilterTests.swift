import Parquet
import Testing

struct BloomFilterTests {
    @Test(
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
            ("0123456789abcdef0123456789abcdef", 0x642A_9495_8E71_E6C5),
        ] as [(String, UInt64)]
    )
    func hashesAreThoseOfTheReferenceImplementation(_ text: String, _ expected: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8).span.bytes) == expected)
    }

    @Test func numbersHashAsTheirLittleEndianBytes() {
        for value: UInt64 in [0, 1, 0xFEDC_BA98_7654_3210, .max] {
            let wide = (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
            #expect(XXHash64.hash(value) == XXHash64.hash(wide.span.bytes))
            let narrow = Array(wide.prefix(4))
            #expect(XXHash64.hash(UInt32(truncatingIfNeeded: value)) == XXHash64.hash(narrow.span.bytes))
        }
    }

    /// The block that Spark makes of a0 to a9, as parquet-rs tests it.
    @Test func oneBlockHasTheBitsThatSparkSets() throws {
        let spark: [UInt8] = [
            200, 1, 80, 20, 64, 68, 8, 109, 6, 37, 4, 67, 144, 80, 96, 32, 8, 132, 43, 33, 0, 5, 99, 65, 2, 0,
            224, 44, 64, 78, 96, 4,
        ]
        var filter = try #require(BloomFilter(bytes: [UInt8](repeating: 0, count: 32)))
        for number in 0..<10 { filter.insert(XXHash64.hash(Array("a\(number)".utf8).span.bytes)) }
        #expect(filter.bytes == spark)
        let read = try #require(BloomFilter(bytes: spark))
        for number in 0..<10 { #expect(read.mayContain(.bytes(Array("a\(number)".utf8)), .string)) }
    }

    @Test(arguments: [(1, 0.01), (1_000, 0.1), (50_000, 0.01), (50_000, 0.001)])
    func valuesAreFoundAndStrangersRarely(_ distinct: Int, _ share: Double) throws {
        let made = BloomFilter(distinct: distinct, falsePositives: share, maximumBytes: 1 << 20)
        var filter = try #require(made)
        for value in 0..<UInt64(distinct) { filter.insert(XXHash64.hash(value &* 7919)) }
        for value in 0..<UInt64(distinct) { #expect(filter.mayContain(.int64(Int64(value &* 7919)), .int64)) }
        let strangers = (0..<20_000).filter { filter.mayContain(XXHash64.hash(UInt64($0) &* 7919 &+ 3)) }
        #expect(Double(strangers.count) <= 20_000 * share * 1.5 + 20)
    }

    @Test func aFilterAboveTheLimitIsNotMadeAndOddBytesAreNone() {
        #expect(BloomFilter(distinct: 1_000_000, falsePositives: 0.01, maximumBytes: 1 << 20) == nil)
        #expect(BloomFilter.byteCount(distinct: 0, falsePositives: 0.01) == 32)
        #expect(BloomFilter(bytes: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(BloomFilter(bytes: [UInt8]()) == nil)
    }
}
