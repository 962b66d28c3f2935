import Hospital

/// What of a partition is saved, and when.
extension PartitionRunner {
    /// Owners whose snapshot is due: all at the end, else those that `records` of the partition went by since, and of those
    /// whose time has come the one that waits longest.
    func ownersDue(records: Int, every pause: Duration, isFinal: Bool) -> [Int] {
        if isForgetting { return Array(owners.indices) }
        let behind = owners.indices.filter { owners[$0].savedAt < nextOffset }
        if isFinal { return behind }
        let now = ContinuousClock.now
        let pressing = behind.filter { nextOffset - max(0, owners[$0].savedAt) >= records }
        let oldest = behind.min { owners[$0].savedTime < owners[$1].savedTime }
        guard let oldest, owners[oldest].savedTime.duration(to: now) >= pause, !pressing.contains(oldest)
        else {
            return pressing
        }
        return pressing + [oldest]
    }

    /// The last snapshot could not be written: the next one is of all owners, and replaces what may be there.
    func snapshotFailed() {
        for place in owners.indices { owners[place].savedAt = -1 }
        isForgetting = true
    }

    /// A snapshot in which the owners at `places` are new; the others stand where they were last saved.
    ///
    /// No owner stays behind a change of rules, so that an owner's rules are those of the book it is saved with.
    func snapshot(of places: [Int]) -> StateStore.Pending {
        let due = Set(places).union(owners.indices.filter { owners[$0].savedAt <= lastConfigured })
        var fresh: [Int: StateParts] = [:]
        for place in due.sorted() {
            fresh[place] = owners[place].processor.snapshot()
            owners[place].savedAt = nextOffset
            owners[place].savedTime = .now
        }
        var writer = StateWriter()
        own.write(to: &writer)
        let saved = SavedPartition(
            partition: partition,
            nextOffset: nextOffset,
            last: last,
            tables: [],
            own: writer.bytes,
            owners: owners.map { .init(key: $0.key, nextOffset: $0.savedAt, parts: []) }
        )
        defer { isForgetting = false }
        return StateStore.Pending(saved: saved, fresh: fresh, forgets: isForgetting)
    }
}
