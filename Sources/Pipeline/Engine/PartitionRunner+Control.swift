import EventLog
import Hospital
import Lake

/// Records that concern the pipeline itself: rules and commands.
extension PartitionRunner {
    /// Keeps a record that concerns the pipeline in bronze.
    func control(_ batch: RecordBatch, _ index: Int) {
        tables.control.append(
            RecordRow(batch, index, site: ""),
            site: "",
            partition: partition,
            offset: batch.offset(index)
        )
    }

    /// From this record on other rules hold.
    func configure(_ batch: RecordBatch, _ index: Int) {
        let offset = batch.offset(index)
        let changes: [RuleChange]
        do throws(RecordFault) {
            changes = try own.book.take(batch.payload[batch.payloadRange(index)])
        } catch {
            own.quarantineReasons[error.reason, default: 0] += 1
            let row = QuarantineRow(record: RecordRow(batch, index, site: ""), fault: error)
            return tables.quarantine.append(row, site: "", partition: partition, offset: offset)
        }
        for change in changes {
            let row = RuleRow(partition: partition, offset: offset, change: change)
            tables.rules.append(row, site: change.site, partition: partition, offset: offset)
        }
        guard !changes.isEmpty else { return }
        lastConfigured = offset
        for place in owners.indices {
            guard let rules = own.book.rules(for: owners[place].key) else { continue }
            owners[place].processor.adopt(rules, partition: partition, offset: offset)
            note(place)
        }
    }

    /// What a person asks for: the engine's own commands, then the owner's.
    func command(_ batch: RecordBatch, _ index: Int) {
        if RebuildCommand.request(batch.payload[batch.payloadRange(index)]) != nil {
            return rebuild(batch, index)
        }
        if let place = self.index[batch.key(index)] {
            return give(batch, index, to: place, isRepeated: false)
        }
        own.unattributed.commands += 1
        let payload = batch.payload[batch.payloadRange(index)]
        // What counts as erased may lie where none of its site's records do.
        let count = Processor.erasedRecords(by: payload, key: batch.key(index)).count
        guard count == 0 else {
            own.unattributed.done += 1
            let outcome = CommandOutcome(payload: payload, reason: "\(count) records count as erased")
            return book(outcome, true, batch, index, site: "")
        }
        own.unattributed.refused += 1
        let outcome = CommandOutcome(
            payload: payload,
            reason: Self.unknownSite
        )
        book(outcome, false, batch, index, site: "")
    }

    /// A rebuild is carried out before the next record is read.
    private func rebuild(_ batch: RecordBatch, _ index: Int) {
        let payload = batch.payload[batch.payloadRange(index)]
        let isKnown = self.index[batch.key(index)] != nil
        own.unattributed.commands += 1
        if isKnown {
            own.unattributed.done += 1
            rebuilds.append(batch.key(index))
        } else {
            own.unattributed.refused += 1
        }
        let reason = isKnown ? "keyed tables are written anew" : Self.unknownSite
        // A folder only for a site that is one: keys are the senders' word.
        let site = isKnown ? batch.key(index) : ""
        book(CommandOutcome(payload: payload, reason: reason), isKnown, batch, index, site: site)
    }

    private static var unknownSite: String {
        "unknown_site: no records of this site have been read in this partition"
    }
}
