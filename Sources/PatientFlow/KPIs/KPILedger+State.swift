package import Hospital

extension KPILedger: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(buckets.count))
        for (key, bucket) in buckets.sorted(by: { $0.key.packed < $1.key.packed }) {
            writer.write(key.packed)
            writer.write(bucket.sums.count)
            writer.write(bucket.sums.sum)
            writer.write(bucket.sums.squares)
            writer.write(bucket.sums.distinct)
            writer.write(bucket.changedAt)
        }
        writer.write(UInt32(members.count))
        let ordered = members.sorted {
            ($0.key.key.packed, $0.key.number) < ($1.key.key.packed, $1.key.number)
        }
        for (member, count) in ordered {
            writer.write(member.key.packed)
            writer.write(member.number)
            writer.write(count)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = Key(packed: try reader.integer())
            guard key.family < KPICatalog.families.count else { throw StateError("unknown KPI family") }
            let sums = KPISums(
                count: try reader.integer(),
                sum: try reader.integer(),
                squares: try reader.integer(),
                distinct: try reader.integer()
            )
            buckets[key] = Bucket(sums: sums, changedAt: try reader.timestamp())
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = Key(packed: try reader.integer())
            let number: Int32 = try reader.integer()
            members[Member(key: key, number: number)] = try reader.integer()
        }
    }
}
