import OnlineForest
import Testing

@Suite struct SurvivalCheckpointTests {
    @Test(arguments: [0, 30, 60, 2_000])
    func aRestoredForestWithOpenStaysContinuesExactly(count: Int) throws {
        let original = StayReplay.forest(count: count)
        let bytes = original.encode()
        let decoded = try SurvivalForest(decoding: bytes)
        let isExact = decoded.encode() == bytes
        #expect(isExact)
        #expect(decoded.openCount == original.openCount && decoded.bins == original.bins)
        var first = StayReplay(original)
        var second = StayReplay(decoded)
        var stays = PlantedStays(seed: 44)
        for _ in 0..<600 {
            var stay = stays.next()
            stay.key += 1_000_000
            stay.arrival += 1e6
            first.arrive(stay)
            second.arrive(stay)
            // Stays that were open at the checkpoint go on in both.
            first.forest.finish(key: stay.key % 1_000 + UInt64(count / 2), elapsed: 200)
            second.forest.finish(key: stay.key % 1_000 + UInt64(count / 2), elapsed: 200)
        }
        let isSame = first.forest.encode() == second.forest.encode()
        #expect(isSame)
    }

    @Test func truncatedChangedAndForeignBytesAreRefused() {
        let bytes = StayReplay.forest(count: 300).encode()
        for length in stride(from: 0, to: bytes.count, by: 997) {
            #expect(throws: ForestError.self) { try SurvivalForest(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: ForestError.self) { try SurvivalForest(decoding: bytes + [0]) }
        #expect(throws: ForestError.self) {
            try SurvivalForest(decoding: PlantedStream.forest(.classification, count: 120).encode())
        }
        var stream = PlantedStream(seed: 23)
        for _ in 0..<100 {
            var changed = bytes
            changed[Int(stream.uniform() * Double(bytes.count))] ^= 1 << UInt8(stream.uniform() * 8)
            #expect(throws: ForestError.self) { try SurvivalForest(decoding: changed) }
        }
    }

    /// The checksum is made right again, so that the fields themselves are what is tested.
    @Test(arguments: [20, 400], [UInt64(41), 42])
    func alteredFieldsWithAValidChecksumNeverTrap(count: Int, seed: UInt64) {
        let tiny = SurvivalConfiguration(trees: 2, codes: 8, grace: 20, maxNodes: 15, warmup: 50)
        let bytes = StayReplay.forest(count: count, configuration: tiny).encode()
        var stream = PlantedStream(seed: seed)
        var stays = PlantedStays(seed: seed)
        var accepted = 0
        for _ in 0..<300 {
            var changed = Array(bytes.dropLast(8))
            for _ in 0..<(1 + Int(stream.uniform() * 4)) {
                let reach = stream.uniform() < 0.5 ? min(300, changed.count) : changed.count
                let index = 6 + Int(stream.uniform() * Double(reach - 6))
                changed[index] = stream.uniform() < 0.3 ? 0xFF : UInt8(stream.uniform() * 256)
            }
            guard let forest = try? SurvivalForest(decoding: CheckpointSeal.sealed(changed)) else { continue }
            accepted += 1
            var replay = StayReplay(forest)
            for _ in 0..<100 {
                let stay = stays.next()
                _ = replay.forest.predict(stay.values).median
                _ = replay.forest.contributions(stay.values, to: .mean)
                replay.arrive(stay)
            }
            _ = replay.forest.shapleyValues([1, 2, 3, 4], of: .mean)
            _ = replay.forest.encode()
        }
        #expect(accepted > 0, "seed \(seed)")
    }
}
