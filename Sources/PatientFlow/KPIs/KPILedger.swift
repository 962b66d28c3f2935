package import Hospital

/// Sums per family, ward and bucket, kept by adding and subtracting facts, with the moment they last changed.
package struct KPILedger: Sendable, Equatable {
    /// What one family knows of a ward in an hour or on a day.
    struct Bucket: Sendable, Equatable {
        var sums = KPISums()
        /// Watermark at which the sums became what they are.
        var changedAt = Timestamp.distantPast
    }

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

    var buckets: [Key: Bucket] = [:]
    /// How many facts name a member, so that distinct counts can be taken back.
    var members: [Member: Int32] = [:]

    package init() {}

    /// Takes `removed` out and puts `added` in; buckets with other sums than before changed at `moment`.
    mutating func replace(_ removed: [Fact], by added: [Fact], at moment: Timestamp) {
        var before: [(key: Key, bucket: Bucket?)] = []
        for key in (removed + added).map(Key.init) where !before.contains(where: { $0.key == key }) {
            before.append((key, buckets[key]))
        }
        for fact in removed { add(fact, sign: -1) }
        for fact in added { add(fact, sign: 1) }
        for (key, old) in before {
            guard var bucket = buckets[key] else { continue }
            bucket.changedAt = moment
            if let old, old.sums == bucket.sums { bucket.changedAt = old.changedAt }
            buckets[key] = bucket
        }
    }

    /// Adds `fact` (`sign` 1) or takes it back (`sign` -1).
    private mutating func add(_ fact: Fact, sign: Int64) {
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
        var bucket = buckets[key] ?? Bucket()
        bucket.sums.count += change.count
        bucket.sums.sum += change.sum
        bucket.sums.squares += change.squares
        bucket.sums.distinct += change.distinct
        buckets[key] = bucket.sums.isZero ? nil : bucket
    }

    /// Takes out every bucket that `isSettled` says is over.
    mutating func removeBuckets(where isSettled: (_ family: Int, _ bucketStart: Timestamp) -> Bool)
        -> KPILedger
    {
        var settled = KPILedger()
        for (key, bucket) in buckets where isSettled(key.family, key.bucketStart) {
            settled.buckets[key] = bucket
        }
        for key in settled.buckets.keys { buckets[key] = nil }
        for (member, count) in members where settled.buckets[member.key] != nil {
            settled.members[member] = count
        }
        for member in settled.members.keys { members[member] = nil }
        return settled
    }

    /// One row per KPI and bucket that has begun and says something, by family, ward and bucket.
    ///
    /// A row changed when its sums did, at the earliest when its bucket began.
    package func rows(facility: String, names: NameTable, watermark: Timestamp) -> [KPIRow] {
        var rows: [KPIRow] = []
        for (key, bucket) in buckets.sorted(by: { $0.key.packed < $1.key.packed })
        where key.bucketStart <= watermark {
            let family = KPICatalog.families[key.family]
            for definition in family.definitions {
                guard let reading = definition.read(bucket.sums) else { continue }
                rows.append(
                    KPIRow(
                        facility: facility,
                        ward: names[key.ward],
                        kpi: definition.id,
                        unit: definition.unit,
                        grain: family.grain,
                        bucketStart: key.bucketStart,
                        reading: reading,
                        asOf: max(bucket.changedAt, key.bucketStart)
                    )
                )
            }
        }
        return rows
    }
}
