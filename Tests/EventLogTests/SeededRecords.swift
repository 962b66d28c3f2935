import EventLog

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension SeededRandom {
    /// Records of all known kinds, keys and sizes up to `largest` bytes, some with an explicit partition.
    mutating func records(_ count: Int, partitions: Int, largest: Int = 600) -> [NewRecord] {
        (0..<count).map { _ in
            let kind = RecordKind.known.randomElement(using: &self) ?? .message
            let size = kind == .heartbeat ? 0 : Int.random(in: 0...largest, using: &self)
            let isText = Bool.random(using: &self)
            return NewRecord(
                key: ["NORTH", "SOUTH", "ÉTÉ", "", "a-rather-long-facility-name"].randomElement(using: &self)
                    ?? "",
                kind: kind,
                receivedAt: Int64.random(in: -5...1_800_000_000_000_000, using: &self),
                payload: (0..<size).map { _ in
                    isText ? UInt8.random(in: 65...70, using: &self) : UInt8.random(in: 0...255, using: &self)
                },
                partition: Int.random(in: 0..<4, using: &self) == 0
                    ? Int.random(in: 0..<partitions, using: &self) : nil
            )
        }
    }
}

/// What a log with that many partitions should give back for these appends.
func expected(_ appends: [[NewRecord]], partitions: Int) -> [Int: [ReadRecord]] {
    var result: [Int: [ReadRecord]] = [:]
    for record in appends.joined() {
        let partition =
            record.partition ?? KeyPartitioner.partition(of: record.key, partitionCount: partitions)
        let offset = Int64(result[partition]?.count ?? 0)
        result[partition, default: []].append(record.read(at: offset))
    }
    return result
}
