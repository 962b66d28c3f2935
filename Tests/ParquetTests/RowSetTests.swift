import Parquet
import Testing

struct RowSetTests {
    private func rows(_ set: RowSet) -> [Int64] {
        var rows: [Int64] = []
        set.forEach { rows.append($0) }
        return rows
    }

    @Test(arguments: [UInt64(31), 32, 33])
    func agreesWithASetOfNumbers(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var set = RowSet()
        var model: Set<Int64> = []
        let spread: [Int64] = [70_000, 1_000_000, 1 << 40]
        for _ in 0..<30_000 {
            let row = Int64.random(in: 0..<spread[Int(random.next() % 3)], using: &random)
            #expect(set.insert(row) == model.insert(row).inserted, "seed \(seed)")
        }
        let sorted = model.sorted()
        #expect(rows(set) == sorted && set.count == sorted.count && set.last == sorted.last, "seed \(seed)")
        for row in [0, 1, 65_535, 65_536, 999_999] + sorted.prefix(500) {
            #expect(set.contains(row) == model.contains(row), "seed \(seed), row \(row)")
        }
        var part: [Int64] = []
        set.forEach(in: 60_000..<66_000) { part.append($0) }
        #expect(part == sorted.filter { (60_000..<66_000).contains($0) }, "seed \(seed)")
    }

    @Test func equalSetsAreEqualHoweverFilled() {
        let rows = Array(Int64(60_000)..<75_000)
        var ranged = RowSet()
        ranged.insert(contentsOf: 60_000..<75_000)
        #expect(RowSet(rows) == ranged && RowSet(rows.reversed()) == ranged)
        var joined = RowSet(rows.prefix(9_000))
        joined.formUnion(RowSet(rows.suffix(9_000)))
        #expect(joined == ranged && joined.count == 15_000)
        #expect(RowSet().isEmpty && RowSet().last == nil && !ranged.contains(-1))
    }
}
