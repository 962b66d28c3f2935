/// Quality by day and group, such as a ward, an age group or a gender; tallies of any of them merge.
public struct QualityLedger: Sendable, Equatable {
    /// Most days.
    public static let maxDays = 4_000
    /// Most groups of one day; further ones, and names over 255 bytes, count as "other".
    public static let maxGroups = 1_000
    /// Name that groups beyond the limit share.
    public static let other = "other"

    /// Days kept; the oldest are dropped.
    public let keptDays: Int
    private var byDay: [Int64: [String: QualityTally]] = [:]

    /// An empty ledger; the days kept are clamped to 1...`maxDays`.
    public init(keptDays: Int = 60) {
        self.keptDays = min(max(keptDays, 1), Self.maxDays)
    }

    /// Days with labels, the oldest first.
    public var days: [Int64] { byDay.keys.sorted() }

    /// Groups of a day, in order.
    public func groups(day: Int64) -> [String] { byDay[day]?.keys.sorted() ?? [] }

    /// Changes the tally of a group on a day; ignored on days older than those kept.
    public mutating func update(day: Int64, group: String, _ change: (inout QualityTally) -> Void) {
        if byDay[day] == nil {
            if byDay.count == keptDays, let oldest = byDay.keys.min() {
                guard day > oldest else { return }
                byDay[oldest] = nil
            }
            byDay[day] = [:]
        }
        guard let place = byDay.index(forKey: day) else { return }
        if let known = byDay.values[place].index(forKey: group) {
            return change(&byDay.values[place].values[known])
        }
        let isRoomy = byDay.values[place].count < Self.maxGroups && group.utf8.count <= 255
        change(&byDay.values[place][isRoomy ? group : Self.other, default: QualityTally()])
    }

    /// Merged tally of a group over days; all groups where `group` is nil.
    public func tally(_ range: ClosedRange<Int64>, group: String? = nil) -> QualityTally {
        var sum = QualityTally()
        for day in days where range.contains(day) {
            for name in groups(day: day) where group == nil || name == group {
                if let tally = byDay[day]?[name] { sum.merge(tally) }
            }
        }
        return sum
    }

    private static let kind: UInt32 = 0x474C_5551

    /// A checkpoint; equal ledgers give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: 64)
        writer.append(count: keptDays)
        writer.append(count: byDay.count)
        for day in days {
            let names = groups(day: day)
            writer.append(UInt64(bitPattern: day))
            writer.append(count: names.count)
            for name in names {
                writer.append(Array(name.utf8))
                byDay[day]?[name]?.write(to: &writer)
            }
        }
        return writer.finished()
    }

    /// The ledger that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let kept = try reader.count(limit: Self.maxDays, "days")
        try reader.check(kept >= 1, "days")
        self.init(keptDays: kept)
        for _ in 0..<(try reader.count(limit: kept, "days")) {
            let day = Int64(bitPattern: try reader.integer(UInt64.self))
            try reader.check(byDay[day] == nil, "day")
            var groups: [String: QualityTally] = [:]
            for _ in 0..<(try reader.count(limit: Self.maxGroups + 1, "groups")) {
                let text = try reader.byteArray(limit: 255, "group")
                guard let name = String(validating: text, as: UTF8.self), groups[name] == nil else {
                    throw .field("group", offset: reader.offset)
                }
                groups[name] = try QualityTally(from: &reader)
            }
            byDay[day] = groups
        }
        try reader.finish()
    }
}
