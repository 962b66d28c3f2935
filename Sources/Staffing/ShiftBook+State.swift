package import Hospital

/// Saving and restoring the open shifts of one facility.
extension ShiftBook {
    /// Appends what the configuration does not give; settled rows must have been taken.
    package func write(to writer: inout StateWriter) {
        writer.write(lastSettleHour)
        writer.write(horizon)
        writer.write(shifts)
        let ordered = changedAt.sorted { $0.key < $1.key }
        writer.write(UInt32(ordered.count))
        for (bucket, moment) in ordered {
            writer.write(bucket.ward)
            writer.write(bucket.role.rawValue)
            writer.write(bucket.day)
            writer.write(moment)
        }
    }

    /// Restores what `write(to:)` saved.
    package init(
        facility: String,
        clock: SiteClock,
        lateness: TimeSpan,
        from reader: inout StateReader
    ) throws(StateError) {
        self.init(facility: facility, clock: clock, lateness: lateness)
        lastSettleHour = try reader.integer()
        horizon = try reader.timestamp()
        shifts = try reader.dictionary()
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let bucket = Bucket(
                ward: try reader.string(),
                role: try reader.named(),
                day: try reader.timestamp()
            )
            changedAt[bucket] = try reader.timestamp()
        }
    }
}

extension ShiftBook.Shift: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(ward)
        writer.write(role.rawValue)
        writer.write(startsAt)
        writer.write(endsAt)
        writer.write(clockedInAt)
        writer.write(clockedOutAt)
        writer.write(isSick)
        writer.write(newest)
        writer.write(newestOffset)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        ward = try reader.string()
        role = try reader.named()
        startsAt = try reader.timestamp()
        endsAt = try reader.timestamp()
        clockedInAt = try reader.optional()
        clockedOutAt = try reader.optional()
        isSick = try reader.bool()
        newest = try reader.timestamp()
        newestOffset = try reader.integer()
    }
}
