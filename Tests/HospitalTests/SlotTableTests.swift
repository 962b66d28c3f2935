import Hospital
import TestSupport
import Testing

@Suite struct SlotTableTests {
    /// The same puts, removals and renamings as of a dictionary leave the same records.
    @Test(arguments: [UInt64(1), 2, 3])
    func holdsWhatADictionaryHolds(seed: UInt64) {
        var random = SeededRandom(seed)
        var table = SlotTable<Int>()
        var truth: [String: Int] = [:]
        for step in 0..<2_000 {
            let key = "V\(Int.random(in: 0..<60, using: &random))"
            switch Int.random(in: 0..<4, using: &random) {
            case 0: #expect(table.remove(key) == truth.removeValue(forKey: key))
            case 1:
                let other = "R\(step)"
                let known = truth.removeValue(forKey: key)
                #expect(table.rename(key, to: other) == (known != nil))
                truth[other] = known
            default:
                let slot = table.put(step, key)
                truth[key] = step
                #expect(table.slot(of: key) == slot && table.records[slot] == step)
            }
            #expect(table.contains(key) == (truth[key] != nil))
        }
        var other = SlotTable<Timestamp>()
        var again = SlotTable<Timestamp>()
        for key in truth.keys.sorted() { other.put(Timestamp(seconds: Int64(truth[key] ?? 0)), key) }
        for (key, value) in zip(table.keys, table.records) {
            again.put(Timestamp(seconds: Int64(value)), key)
        }
        #expect(bytes(other) == bytes(again), "the order of slots is not told")
        #expect(table.count == truth.count && table.records.count == truth.count && !table.isEmpty)
        #expect(Dictionary(uniqueKeysWithValues: zip(table.keys, table.records)) == truth)
        #expect(truth.allSatisfy { table[$0.key] == $0.value })
    }

    private func bytes(_ table: SlotTable<Timestamp>) -> [UInt8] {
        var writer = StateWriter()
        table.write(to: &writer)
        return writer.bytes
    }

    @Test func isReadBackAsWrittenAndRefusesAKeyThatComesTwice() throws {
        var table = SlotTable<Timestamp>()
        for number in 0..<5 { table.put(Timestamp(seconds: Int64(number)), "V\(number)") }
        var reader = StateReader(bytes(table))
        let read = try SlotTable<Timestamp>(from: &reader)
        #expect(reader.isAtEnd && bytes(read) == bytes(table))
        var writer = StateWriter()
        writer.write(UInt32(2))
        for _ in 0..<2 {
            writer.write("V1")
            writer.write(Timestamp(seconds: 1))
        }
        var twice = StateReader(writer.bytes)
        #expect(throws: StateError.self) { try SlotTable<Timestamp>(from: &twice) }
    }
}
