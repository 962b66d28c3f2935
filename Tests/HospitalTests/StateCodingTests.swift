import Hospital
import Testing

@Suite struct StateCodingTests {
    @Test func valuesComeBackInTheOrderTheyWereWritten() throws {
        var writer = StateWriter()
        writer.write(Int64.min)
        writer.write(UInt8.max)
        writer.write(-0.5)
        writer.write(true)
        writer.write("Ä|~")
        writer.write([UInt8](repeating: 7, count: 300))
        writer.write(Timestamp(microseconds: -1))
        writer.write(String?.none)
        writer.write(["a", "b"])
        writer.write(["k": 2.0, "j": 1.0])
        var reader = StateReader(writer.bytes)
        let least: Int64 = try reader.integer()
        let most: UInt8 = try reader.integer()
        #expect(least == .min && most == .max)
        let half = try reader.double()
        let truth = try reader.bool()
        #expect(half == -0.5 && truth)
        let text = try reader.string()
        let blob = try reader.blob()
        #expect(text == "Ä|~" && blob.count == 300)
        let moment = try reader.timestamp()
        let nothing = try reader.optional(String.self)
        let list = try reader.array(String.self)
        #expect(moment == Timestamp(microseconds: -1) && nothing == nil && list == ["a", "b"])
        let values: [String: Double] = try reader.dictionary()
        #expect(values == ["k": 2.0, "j": 1.0])
        #expect(reader.isAtEnd)
    }

    @Test func equalDictionariesGiveEqualBytes() {
        let keys = (0..<200).map { "key \($0)" }
        func bytes(_ keys: [String]) -> [UInt8] {
            var values: [String: Double] = [:]
            for key in keys { values[key] = Double(key.utf8.count) }
            var writer = StateWriter()
            writer.write(values)
            return writer.bytes
        }
        #expect(bytes(keys) == bytes(keys.reversed()))
    }

    @Test(arguments: [[UInt8](repeating: 0xFF, count: 4), [0xFF, 0xFF, 0xFF, 0x7F, 1], []])
    func aLengthBeyondTheEndIsAnError(bytes: [UInt8]) {
        #expect(throws: StateError.self) {
            var reader = StateReader(bytes)
            _ = try reader.string()
        }
        #expect(throws: StateError.self) {
            var reader = StateReader(bytes)
            _ = try reader.array(String.self)
        }
        #expect(throws: StateError.self) {
            var reader = StateReader(bytes)
            let values: [String: Double] = try reader.dictionary()
            _ = values
        }
    }
}
