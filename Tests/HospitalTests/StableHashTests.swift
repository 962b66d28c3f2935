import Hospital
import Testing

@Suite struct StableHashTests {
    /// Vectors of the authors' page on FNV.
    @Test(arguments: [
        ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
    func isFNV1a(text: String, digits: String) {
        #expect(StableHash.hexadecimal(StableHash.fnv1a(text)) == digits)
        #expect(StableHash.parse(digits) == StableHash.fnv1a(text))
    }

    @Test func readsOnlyWhatItWrites() {
        #expect(StableHash.hexadecimal(0xF) == "000000000000000f")
        for text in ["f", "000000000000000F", "+00000000000000f", "000000000000000g", ""] {
            #expect(StableHash.parse(text) == nil, "\(text)")
        }
    }
}

@Suite struct ExpiringTableTests {
    @Test func keysLeaveWhenTheirTimeIsOverAndOneGivenMoreTimeStays() throws {
        var keys = ExpiringSet<String>()
        keys.insert("A", until: Timestamp(seconds: 10))
        keys.insert("B", until: Timestamp(seconds: 20))
        keys.insert("A", until: Timestamp(seconds: 30))
        keys.forget(dueBy: Timestamp(seconds: 20))
        #expect(keys.contains("A") && !keys.contains("B"))
        var writer = StateWriter()
        keys.write(to: &writer)
        var reader = StateReader(writer.bytes)
        var again = try ExpiringSet<String>(from: &reader)
        #expect(reader.isAtEnd && again.contains("A") && again.count == 1)
        again.forget(dueBy: Timestamp(seconds: 30))
        #expect(again.count == 0)
    }

    @Test func memoryFollowsWhatIsRemembered() {
        var table = ExpiringTable<Int64, Int64>()
        for number in Int64(0)..<20_000 {
            table.insert(number * 2, number, until: Timestamp(seconds: number + 100))
            table.forget(dueBy: Timestamp(seconds: number))
            #expect(table.count <= 101)
        }
        #expect(table[19_999] == 39_998 && table[10] == nil)
    }

    @Test(arguments: [(Double.infinity, Int.max), (-.infinity, .min), (.nan, 0), (1e300, .max), (-3.9, -3)])
    func aNumberBeyondWhatAnIntegerHoldsIsCut(value: Double, whole: Int) {
        #expect(Int(saturating: value) == whole)
    }
}
