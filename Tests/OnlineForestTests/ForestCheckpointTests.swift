import OnlineForest
import Testing

@Suite struct ForestCheckpointTests {
    @Test(arguments: allTasks, [0, 60, 100, 2_500])
    func aDecodedForestContinuesExactlyAsTheOriginal(task: ForestTask, count: Int) throws {
        var original = PlantedStream.forest(task, count: count)
        let bytes = original.encode()
        var restored = try Forest(decoding: bytes)
        #expect(restored.encode() == bytes)
        #expect(restored.features == original.features && restored.learnedCount == UInt64(count))
        var stream = PlantedStream(seed: 21)
        for key in 0..<1_000 {
            let (values, minutes) = stream.next()
            #expect(restored.predict(values) == original.predict(values))
            original.learn(values, target: minutes, key: UInt64(key))
            restored.learn(values, target: minutes, key: UInt64(key))
        }
        #expect(restored.encode() == original.encode())
    }

    @Test func everyTruncationAndEveryForeignKindIsRefused() throws {
        let bytes = PlantedStream.forest(.classification, count: 120).encode()
        for length in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: ForestError.self) { try Forest(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: ForestError.self) { try Forest(decoding: bytes + [0]) }
        #expect(throws: ForestError.self) { try PrequentialError(decoding: bytes) }
        #expect(throws: ForestError.self) { try PrequentialAUC(decoding: bytes) }
        var newer = bytes
        newer[4] = 9
        #expect(throws: ForestError.version(expected: 3, found: 9)) { try Forest(decoding: newer) }
    }

    @Test(arguments: [60, 1_500])
    func aSingleChangedBitIsRefused(count: Int) {
        let bytes = PlantedStream.forest(.classification, count: count).encode()
        var stream = PlantedStream(seed: 22)
        for _ in 0..<200 {
            var changed = bytes
            changed[Int(stream.uniform() * Double(bytes.count))] ^= 1 << UInt8(stream.uniform() * 8)
            #expect(throws: ForestError.self) { try Forest(decoding: changed) }
        }
    }

    /// The checksum is made right again, so that the fields themselves are what is tested.
    @Test(arguments: [30, 170, 400, 900], [UInt64(31), 32, 33])
    func alteredFieldsWithAValidChecksumNeverTrap(count: Int, seed: UInt64) {
        let small = ForestConfiguration(
            trees: 2,
            bins: 8,
            grace: 20,
            maxNodes: 15,
            warmup: 50,
            stages: StageConfiguration(
                trees: 6,
                window: 256,
                effort: 60,
                depth: 3,
                leastLeaf: 5,
                evidence: 1
            ),
            seed: 1
        )
        let bytes = PlantedStream.forest(.regression(logScale: false), count: count, configuration: small)
            .encode()
        var stream = PlantedStream(seed: seed)
        var accepted = 0
        for _ in 0..<300 {
            var changed = Array(bytes.dropLast(8))
            for _ in 0..<(1 + Int(stream.uniform() * 4)) {
                // Half of the changes hit the first 300 bytes, where the counts are.
                let reach = stream.uniform() < 0.5 ? min(300, changed.count) : changed.count
                let index = 6 + Int(stream.uniform() * Double(reach - 6))
                changed[index] = stream.uniform() < 0.3 ? 0xFF : UInt8(stream.uniform() * 256)
            }
            guard var forest = try? Forest(decoding: CheckpointSeal.sealed(changed)) else { continue }
            accepted += 1
            for key in 0..<300 {
                let (values, minutes) = stream.next()
                _ = forest.predict(values)
                _ = forest.contributions(values)
                forest.learn(values, target: minutes, key: UInt64(key))
            }
            _ = forest.encode()
        }
        #expect(accepted > 0, "seed \(seed)")
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(throws: ForestError.length(offset: 0, expected: 14, found: 3)) {
            try Forest(decoding: [1, 2, 3])
        }
        #expect(ForestError.field("nodes", offset: 99).description.contains("99"))
    }
}

/// Appends the checksum of the format, written here a second time as a check on it.
enum CheckpointSeal {
    static func sealed(_ fields: [UInt8]) -> [UInt8] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var rest = fields[...]
        while rest.count >= 8 {
            let word = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            hash = (hash ^ word) &* 0x100_0000_01B3
            hash ^= hash >> 32
            rest = rest.dropFirst(8)
        }
        for byte in rest { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return fields + (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * $0)) }
    }
}
