package import Hospital

/// Sums per family, ward and bucket, kept by adding and subtracting facts.
package struct KPILedger: Sendable, Equatable {
    /// Family, ward and bucket start in one number: 8, 24 and 32 bits.
    struct Key: Hashable, Sendable {
        var packed: UInt64

        init(_ fact: Fact) {
            packed =
                UInt64(fact.family) << 56 | UInt64(fact.ward) << 32
                | UInt64(UInt32(bitPattern: fact.bucketMinute))
        }

        init(packed: UInt64) {
            self.packed = packed
        }

        var family: Int { Int(packed >> 56) }
        var ward: Int32 { Int32(truncatingIfNeeded: packed >> 32 & 0xFF_FFFF) }
        var bucketStart: Timestamp {
            Timestamp(seconds: Int64(Int32(truncatingIfNeeded: packed)) * 60)
        }
    }

    struct Member: Hashable, Sendable {
        var key: Key
        var number: Int32
    }

    var sums: [Key: KPISums] = [:]
    /// How many facts name a member, so that distinct counts can be taken back.
    var members: [Member: Int32] = [:]

    package init() {}

    /// Adds `fact` (`sign` 1) or takes it back (`sign` -1).
    mutating func add(_ fact: Fact, sign: Int64) {
        let key = Key(fact)
        var change = KPISums(
            count: sign * fact.count,
            sum: sign * fact.sum,
            squares: sign * fact.squares,
            distinct: 0
        )
        if fact.member != 0 {
            let member = Member(key: key, number: fact.member)
            let before = members[member, default: 0]
            let after = before + Int32(sign)
            members[member] = after == 0 ? nil : after
            change.distinct = (after != 0 ? 1 : 0) - (before != 0 ? 1 : 0)
        }
        var total = sums[key] ?? KPISums()
        total.count += change.count
        total.sum += change.sum
        total.squares += change.squares
        total.distinct += change.distinct
        sums[key] = total.isZero ? nil : total
    }

    /// Takes out every bucket that `isSettled` says is over.
    mutating func removeBuckets(where isSettled: (_ family: Int, _ bucketStart: Timestamp) -> Bool)
        -> KPILedger
    {
        var settled = KPILedger()
        for (key, total) in sums where isSettled(key.family, key.bucketStart) { settled.sums[key] = total }
        for key in settled.sums.keys { sums[key] = nil }
        for (member, count) in members where settled.sums[member.key] != nil {
            settled.members[member] = count
        }
        for member in settled.members.keys { members[member] = nil }
        return settled
    }

    /// One row per KPI and bucket that says something, by family, ward and bucket.
    package func rows(facility: String, names: NameTable, asOf: Timestamp) -> [KPIRow] {
        var rows: [KPIRow] = []
        for (key, total) in sums.sorted(by: { $0.key.packed < $1.key.packed }) where key.bucketStart <= asOf {
            let family = KPICatalog.families[key.family]
            for definition in family.definitions {
                guard let reading = definition.read(total) else { continue }
                rows.append(
                    KPIRow(
                        facility: facility,
                        ward: names[key.ward],
                        kpi: definition.id,
                        unit: definition.unit,
                        grain: family.grain,
                        bucketStart: key.bucketStart,
                        reading: reading,
                        asOf: asOf
                    )
                )
            }
        }
        return rows
    }
}
