import DeltaLake
import Testing

@Suite struct RoaringBitmapTests {
    /// The stretches of a sorted list of numbers.
    private func ranges(_ values: some Sequence<Int64>) -> [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        for value in values {
            if let last = ranges.last, last.upperBound == value {
                ranges[ranges.count - 1] = last.lowerBound..<value + 1
            } else {
                ranges.append(value..<value + 1)
            }
        }
        return ranges
    }

    private func read(_ bytes: [UInt8], rows: Int64 = .max) throws -> [Int64] {
        var values: [Int64] = []
        try RoaringReader.read(bytes, rows: rows) { values += Array($0) }
        return values
    }

    private func hex(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    @Test func inlineVectorOfSparkDecodesToItsRows() throws {
        let text = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L"
        let bytes = try #require(Z85.decode(text))
        #expect(try read(bytes) == [3, 4, 7, 11, 18, 29])
        #expect(RoaringWriter.write(ranges([3, 4, 7, 11, 18, 29])) == bytes)
        #expect(Z85.encode(bytes) == text)
    }

    /// The inline example in PROTOCOL.md predates the portable form and has the magic number 1681511376.
    @Test func nativeFormOfOldWritersIsRefused() throws {
        let bytes = try #require(Z85.decode("wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L"))
        #expect(throws: RoaringError.self) { try read(bytes) }
    }

    /// What CRoaring writes for the same sets, run-optimized: the bytes, or their length and CRC-32.
    @Test func bytesEqualThoseOfTheReferenceLibrary() {
        let few =
            "d1d339640100000000000000000000003a3000000100000000000500100000000300040007000b0012001d00"
        #expect(RoaringWriter.write(ranges([3, 4, 7, 11, 18, 29])) == hex(few))
        let scattered = (0..<40_000).map { Int64($0) * 3 }
        var mixed = Array(Int64(0)..<70_000)
        mixed += (0..<3_000).map { Int64($0) * 2 + 200_000 }
        mixed += (0..<30_000).map { Int64($0) * 7 + 400_000 }
        mixed += (0..<5).map { Int64($0) + 1_000_000_000_000 }
        for (values, size, checksum) in [
            (Array(10..<100_000), 41, UInt32(0xF202_B1D1)), (scattered, 16_424, 0x74E7_E666),
            (mixed, 36_448, 0xF09C_06F3),
        ] as [([Int64], Int, UInt32)] {
            let bytes = RoaringWriter.write(ranges(values))
            #expect(bytes.count == size)
            #expect(CRC32.checksum(bytes) == checksum)
        }
    }

    @Test func anySetSurvivesTheRoundTrip() throws {
        for seed in UInt64(1)...200 {
            var random = SeededRandom(seed)
            var values: Set<Int64> = []
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let bucket = Int64.random(in: 0..<4, using: &random)
                let base = (bucket << 32) + Int64.random(in: 0..<300_000, using: &random)
                let step = Int64.random(in: 1...9, using: &random)
                let count = Int64.random(in: 1...9_000, using: &random)
                for index in 0..<count { values.insert(base + index * step) }
            }
            let sorted = values.sorted()
            let bytes = RoaringWriter.write(ranges(sorted))
            #expect(try read(bytes) == sorted, "seed \(seed)")
            #expect(RoaringWriter.write(ranges(try read(bytes))) == bytes, "seed \(seed)")
        }
    }

    @Test func rowBeyondTheFileIsRefused() throws {
        let bytes = RoaringWriter.write([5..<10])
        #expect(try read(bytes, rows: 10) == [5, 6, 7, 8, 9])
        #expect(throws: RoaringError.self) { try read(bytes, rows: 9) }
    }

    /// Every cut and 3,000 seeded mutations end in an error or in sorted rows of the file.
    @Test func hostileBytesNeverTrapAndNeverLeaveTheFile() {
        let pairs = (0..<5_000).map { Int64($0) * 2 + 70_000 }
        let whole = RoaringWriter.write(ranges(Array(0..<9_000) + pairs + [140_000, 140_005, 1 << 33]))
        let rows = (Int64(1) << 33) + 1
        for length in 0..<min(whole.count, 400) {
            #expect(throws: RoaringError.self) { try read(Array(whole.prefix(length)), rows: rows) }
        }
        for seed in UInt64(1)...3_000 {
            var random = SeededRandom(seed)
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let limit = Bool.random(using: &random) ? 80 : bytes.count
                bytes[Int.random(in: 0..<limit, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var end: Int64 = 0
            var isSorted = true
            do throws(RoaringError) {
                try RoaringReader.read(bytes, rows: rows) { range in
                    isSorted = isSorted && range.lowerBound >= end && range.upperBound <= rows
                    end = range.upperBound
                }
            } catch {
                #expect(error.offset <= bytes.count, "seed \(seed)")
            }
            #expect(isSorted, "seed \(seed)")
        }
    }

    @Test func z85RoundTripsAndRefusesWhatIsNotItsOwn() {
        #expect(Z85.encode([0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B]) == "HelloWorld")
        #expect(Z85.decode("HelloWorld") == [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B])
        #expect(Z85.decode("Hello") == [0x86, 0x4F, 0xD2, 0x6F])
        #expect(Z85.decode("Hell") == nil)
        #expect(Z85.decode("Hel\"o") == nil)
        #expect(Z85.decode("Helö") == nil)
        #expect(Z85.decode("#####") == nil, "85⁵-1 is above 2³²-1")
        #expect(Z85.decode("") == [])
    }

    @Test func checksumIsTheOneOfZlib() {
        #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
    }
}
