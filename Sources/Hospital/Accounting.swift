/// Where every input record went; the sum is on the screen.
package struct Accounting: Sendable, Equatable, Codable {
    /// Messages read from the log; heartbeats and commands are not counted.
    package var records: Int64
    package var silver: Int64
    package var quarantined: Int64
    package var duplicates: Int64
    package var late: Int64

    package init(
        records: Int64 = 0,
        silver: Int64 = 0,
        quarantined: Int64 = 0,
        duplicates: Int64 = 0,
        late: Int64 = 0
    ) {
        self.records = records
        self.silver = silver
        self.quarantined = quarantined
        self.duplicates = duplicates
        self.late = late
    }

    /// Records that have an outcome.
    package var settled: Int64 { silver &+ quarantined &+ duplicates &+ late }

    /// Whether every record ended in exactly one place.
    package var balances: Bool { records == settled }

    private enum CodingKeys: String, CodingKey {
        case records, silver, quarantined, duplicates, late, balances
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        records = try container.decode(Int64.self, forKey: .records)
        silver = try container.decode(Int64.self, forKey: .silver)
        quarantined = try container.decode(Int64.self, forKey: .quarantined)
        duplicates = try container.decode(Int64.self, forKey: .duplicates)
        late = try container.decode(Int64.self, forKey: .late)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(records, forKey: .records)
        try container.encode(silver, forKey: .silver)
        try container.encode(quarantined, forKey: .quarantined)
        try container.encode(duplicates, forKey: .duplicates)
        try container.encode(late, forKey: .late)
        try container.encode(balances, forKey: .balances)
    }
}
