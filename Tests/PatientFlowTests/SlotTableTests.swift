import PatientFlow
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
                table.rename(key, to: other)
                truth[other] = truth.removeValue(forKey: key)
            default:
                let slot = table.put(step, key)
                truth[key] = step
                #expect(table.slot(of: key) == slot && table.records[slot] == step)
            }
            #expect(table.contains(key) == (truth[key] != nil))
        }
        #expect(table.count == truth.count && table.records.count == truth.count && !table.isEmpty)
        #expect(Dictionary(uniqueKeysWithValues: zip(table.keys, table.records)) == truth)
        #expect(truth.allSatisfy { table[$0.key] == $0.value })
    }
}
