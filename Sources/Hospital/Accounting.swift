/// Where every input record and every command went; the sums are on the screen.
package struct Accounting: Sendable, Equatable, Codable {
    /// Messages read from the log; heartbeats and commands are not counted.
    package var records: Int64
    package var silver: Int64
    package var quarantined: Int64
    package var duplicates: Int64
    package var late: Int64
    /// Commands read from the log, and what became of them.
    package var commands: Int64
    package var done: Int64
    package var refused: Int64

    package init(
        records: Int64 = 0,
        silver: Int64 = 0,
        quarantined: Int64 = 0,
        duplicates: Int64 = 0,
        late: Int64 = 0,
        commands: Int64 = 0,
        done: Int64 = 0,
        refused: Int64 = 0
    ) {
        self.records = records
        self.silver = silver
        self.quarantined = quarantined
        self.duplicates = duplicates
        self.late = late
        self.commands = commands
        self.done = done
        self.refused = refused
    }

    /// Records that have an outcome.
    package var settled: Int64 { silver &+ quarantined &+ duplicates &+ late }

    /// Whether every record ended in exactly one place, and every command has its verdict.
    package var balances: Bool { records == settled && commands == done &+ refused }

    private enum CodingKeys: String, CodingKey {
        case records, silver, quarantined, duplicates, late, commands, done, refused, balances
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        records = try container.decode(Int64.self, forKey: .records)
        silver = try container.decode(Int64.self, forKey: .silver)
        quarantined = try container.decode(Int64.self, forKey: .quarantined)
        duplicates = try container.decode(Int64.self, forKey: .duplicates)
        late = try container.decode(Int64.self, forKey: .late)
        commands = try container.decodeIfPresent(Int64.self, forKey: .commands) ?? 0
        done = try container.decodeIfPresent(Int64.self, forKey: .done) ?? 0
        refused = try container.decodeIfPresent(Int64.self, forKey: .refused) ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(records, forKey: .records)
        try container.encode(silver, forKey: .silver)
        try container.encode(quarantined, forKey: .quarantined)
        try container.encode(duplicates, forKey: .duplicates)
        try container.encode(late, forKey: .late)
        try container.encode(commands, forKey: .commands)
        try container.encode(done, forKey: .done)
        try container.encode(refused, forKey: .refused)
        try container.encode(balances, forKey: .balances)
    }
}

extension Accounting {
    private static var counts: [WritableKeyPath<Accounting, Int64>] {
        [\.records, \.silver, \.quarantined, \.duplicates, \.late, \.commands, \.done, \.refused]
    }

    /// Books what became of one record or command.
    package mutating func note(_ outcome: RecordOutcome) {
        switch outcome {
        case .accepted: silver += 1
        case .duplicate: duplicates += 1
        case .late: late += 1
        case .quarantined: quarantined += 1
        case .done: done += 1
        case .refused: refused += 1
        }
        switch outcome {
        case .done, .refused: commands += 1
        default: records += 1
        }
    }

    package static func + (left: Accounting, right: Accounting) -> Accounting {
        var sum = left
        for count in counts { sum[keyPath: count] += right[keyPath: count] }
        return sum
    }

    package static func - (left: Accounting, right: Accounting) -> Accounting {
        var difference = left
        for count in counts { difference[keyPath: count] -= right[keyPath: count] }
        return difference
    }
}

extension Accounting: StateCoded {
    package func write(to writer: inout StateWriter) {
        for count in Self.counts { writer.write(self[keyPath: count]) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        self.init()
        for count in Self.counts { self[keyPath: count] = try reader.integer() }
    }
}
