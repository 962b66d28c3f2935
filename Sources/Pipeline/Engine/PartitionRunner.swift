import EventLog
import Hospital
import Lake

/// One log partition: it reads the records in order, keeps the owners of the keys, and gives their rows to the tables.
///
/// Any subset of partitions can be owned by a process; one runner owns one.
/// Owned by the pipeline's thread. Its state is a function of the partition's records up to `nextOffset`.
final class PartitionRunner<Processor: KeyedProcessor> {
    /// A key and what is remembered under it.
    struct Owner {
        let key: String
        let processor: Processor
        /// Records below this offset are in its state already.
        let from: Int64
        /// Where it stood when it was last saved; -1 for never.
        var savedAt: Int64 = -1
        var savedTime = ContinuousClock.now
        /// Whether its keyed tables are written anew with its next rows.
        var isRebuilding = false
    }

    let partition: Int
    /// Offset of the next record to read.
    private(set) var nextOffset: Int64 = 0
    var owners: [Owner] = []
    var index: [String: Int] = [:]
    /// What the partition remembers besides its owners.
    var own = PartitionOwn<Processor.Book>()
    private(set) var last: RecordMark?
    let tables: LakeTables<Processor>
    private let sites: SiteBindings
    private let secret: [UInt8]
    /// What is passed over.
    var erased = ErasedRecords()
    /// Whether the next snapshot must replace all that was saved before.
    var isForgetting = false
    /// Offset of the newest change of rules; -1 for none.
    var lastConfigured: Int64 = -1
    /// Owners that took in a record since their output was last drained.
    private var touched: Set<Int> = []
    /// Owners that a record asked to be made anew.
    var rebuilds: [String] = []
    /// Owners that took in a record since their live rows were last written.
    private var changed: Set<Int> = []
    /// Told of every owner's output before the tables take it.
    var observe: ((_ key: String, _ output: Processor.Output) -> Void)?
    var verdict: ((CommandOutcome, _ isDone: Bool) -> Void)?

    init(partition: Int, tables: LakeTables<Processor>, sites: SiteBindings, secret: [UInt8]) {
        self.partition = partition
        self.tables = tables
        self.sites = sites
        self.secret = secret
    }

    var book: Processor.Book { own.book }
    var keys: [String] { owners.map(\.key) }
    func owner(_ key: String) -> Owner? { index[key].map { owners[$0] } }

    /// All records of the partition by outcome.
    var accounting: Accounting { owners.reduce(own.unattributed) { $0 + $1.processor.accounting } }

    // MARK: State

    /// Begins with the rules that hold before the first record.
    func begin(with records: [ArraySlice<UInt8>]) throws(RecordFault) {
        for record in records { _ = try own.book.take(record) }
    }

    /// Goes on where `saved` was taken.
    func restore(_ saved: SavedPartition, own: PartitionOwn<Processor.Book>) {
        nextOffset = saved.nextOffset
        last = saved.last
        self.own = own
    }

    /// Adds an owner whose state holds every record below `offset`, or puts it in the place of the one there was.
    func add(
        _ processor: Processor,
        key: String,
        from offset: Int64,
        isSaved: Bool,
        isRebuilding: Bool = false
    ) {
        processor.take(secret: secret)
        var owner = Owner(key: key, processor: processor, from: offset)
        owner.savedAt = isSaved ? offset : -1
        owner.isRebuilding = isRebuilding
        let place = index[key] ?? owners.count
        if place < owners.count { owners[place] = owner } else { owners.append(owner) }
        index[key] = place
        sites.bind(key, to: partition)
        changed.insert(place)
    }

    /// Whether a replay writes the keyed tables of every owner anew.
    var rebuildsAll = false

    // MARK: Records

    /// Takes in the records of `batch`; below `nextOffset` only owners that stand behind do.
    ///
    /// - Parameter makeAnew: called for an owner that a record asks to be made anew, before the next record: how records
    ///   are batched must not be seen in any row.
    func process(_ batch: RecordBatch, makeAnew: (_ key: String) throws -> Void) rethrows {
        for index in 0..<batch.count {
            if batch.offset(index) < nextOffset { again(batch, index) } else { process(batch, index) }
            guard !rebuilds.isEmpty else { continue }
            nextOffset = max(nextOffset, batch.offset(index) + 1)
            drain()
            for key in rebuilds { try makeAnew(key) }
            rebuilds = []
        }
        if batch.endOffset >= nextOffset, batch.count > 0 {
            nextOffset = batch.endOffset
            last = RecordMark(offset: batch.endOffset - 1, hash: batch.mark(batch.count - 1))
            own.arrivals.note(batch.endOffset - 1, batch.arrival(batch.count - 1))
        }
        drain()
    }

    /// The offset the reader reached: behind the last record there may be marks of the log's own.
    func passed(to offset: Int64) { nextOffset = max(nextOffset, offset) }

    private func process(_ batch: RecordBatch, _ index: Int) {
        switch erased.kind(batch, index) {
        case .heartbeat:
            control(batch, index)
            advance(batch, index)
        case .configuration:
            control(batch, index)
            configure(batch, index)
        case .command:
            control(batch, index)
            command(batch, index)
        // Nothing of it is written again, whatever the log still holds.
        case .redacted: break
        case .message, .shift: take(batch, index)
        default:
            setAside(
                batch,
                index,
                site: "",
                .init("unknown_kind", "the record's kind is not known to this version")
            )
        }
    }

    /// A record that the partition knows, for owners whose own state does not hold it yet.
    private func again(_ batch: RecordBatch, _ index: Int) {
        switch erased.kind(batch, index) {
        case .heartbeat: advance(batch, index)
        case .message, .shift, .command:
            let key = batch.key(index)
            guard let place = self.index[key], batch.offset(index) >= owners[place].from else { return }
            let isCommand = batch.kind(index) == .command
            if isCommand, RebuildCommand.request(batch.payload[batch.payloadRange(index)]) != nil {
                rebuilds.append(key)
            } else {
                give(batch, index, to: place, isRepeated: true)
            }
        default: break
        }
    }

    private func advance(_ batch: RecordBatch, _ index: Int) {
        let offset = batch.offset(index)
        for place in owners.indices where offset >= owners[place].from {
            owners[place].processor.advance(to: batch.arrival(index), partition: partition, offset: offset)
            note(place)
        }
    }

    /// What a message or a shift event does: its site must be known, and be read in this partition.
    private func take(_ batch: RecordBatch, _ index: Int) {
        let key = batch.key(index)
        guard let place = place(of: key) else {
            let (fault, site) = refusal(key)
            return setAside(batch, index, site: site, fault)
        }
        append(batch, index, to: tables.messages, site: key)
        give(batch, index, to: place, isRepeated: false)
    }

    func note(_ place: Int) {
        touched.insert(place)
        changed.insert(place)
    }

    /// Lets the owner at `place` process a record and books what became of it.
    func give(_ batch: RecordBatch, _ index: Int, to place: Int, isRepeated: Bool) {
        let record = KeyedRecord(batch, index)
        let outcome = owners[place].processor.process(record)
        note(place)
        book(outcome, batch, index, site: owners[place].key, isRepeated: isRepeated)
    }

    private func book(
        _ outcome: RecordOutcome,
        _ batch: RecordBatch,
        _ index: Int,
        site: String,
        isRepeated: Bool
    ) {
        let offset = batch.offset(index)
        switch outcome {
        case .accepted, .duplicate: break
        case .late(let type, let moment, let keys):
            let row = LateRow(
                record: RecordRow(batch, index, site: site),
                eventType: type,
                eventTime: moment,
                keys: keys
            )
            tables.late.append(row, site: site, partition: partition, offset: offset)
        case .quarantined(let fault):
            if !isRepeated { own.quarantineReasons[fault.reason, default: 0] += 1 }
            let row = QuarantineRow(record: RecordRow(batch, index, site: site), fault: fault)
            tables.quarantine.append(row, site: site, partition: partition, offset: offset)
        case .done(let command): book(command, true, batch, index, site: site)
        case .refused(let command): book(command, false, batch, index, site: site)
        }
    }

    func book(
        _ command: CommandOutcome,
        _ isDone: Bool,
        _ batch: RecordBatch,
        _ index: Int,
        site: String
    ) {
        let row = CommandRow(
            partition: partition,
            offset: batch.offset(index),
            site: site,
            receivedAt: batch.arrival(index),
            isDone: isDone,
            outcome: command
        )
        tables.commands.append(row, site: site, partition: partition, offset: batch.offset(index))
        if isDone, command.forgets { isForgetting = true }
        verdict?(command, isDone)
    }

    // MARK: Keys

    /// The place of `key`'s owner, a new one if the rules take it in; nil when they do not.
    private func place(of key: String) -> Int? {
        if let known = index[key] { return known }
        guard !key.isEmpty, sites.partition(of: key) ?? partition == partition,
            let rules = book.rules(for: key)
        else { return nil }
        if !book.isListed(key) {
            guard own.undescribed < SiteBindings.undescribedLimit else { return nil }
            own.undescribed += 1
        }
        if rebuildsAll { tables.rebuild(site: key) }
        add(Processor(key: key, rules: rules), key: key, from: 0, isSaved: false, isRebuilding: rebuildsAll)
        return owners.count - 1
    }

    /// Why a record of `key` is not taken in, and the site its rows go to (empty for none: keys are the senders' word, and
    /// each would be a folder).
    private func refusal(_ key: String) -> (RecordFault, site: String) {
        if key.isEmpty {
            return (.init("facility_missing", "the log record has no usable facility key"), "")
        }
        if let bound = sites.partition(of: key), bound != partition {
            return (
                .init(
                    "site_in_other_partition",
                    "the site's records are read in partition \(bound); this one lies in partition \(partition)"
                ), key
            )
        }
        if book.rules(for: key) == nil {
            return (
                .init("site_unknown", "no file below sites/ describes the facility of this record"), ""
            )
        }
        return (
            .init(
                "site_limit",
                "\(SiteBindings.undescribedLimit) facilities that no file describes are taken in already"
            ), ""
        )
    }

    private func setAside(_ batch: RecordBatch, _ index: Int, site: String, _ fault: RecordFault) {
        append(batch, index, to: tables.messages, site: site)
        own.unattributed.records += 1
        own.unattributed.quarantined += 1
        own.quarantineReasons[fault.reason, default: 0] += 1
        let row = QuarantineRow(record: RecordRow(batch, index, site: site), fault: fault)
        tables.quarantine.append(row, site: site, partition: partition, offset: batch.offset(index))
    }

    private func append(_ batch: RecordBatch, _ index: Int, to table: EngineTable<RecordRow>, site: String) {
        table.append(
            RecordRow(batch, index, site: site),
            site: site,
            partition: partition,
            offset: batch.offset(index)
        )
    }

    // MARK: Output

    /// Gives what the owners put out to the tables.
    private func drain() {
        for place in touched {
            let owner = owners[place]
            var output = owner.processor.takeOutput()
            observe?(owner.key, output)
            tables.take(&output, site: owner.key)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Gives the live rows that may have changed to the tables.
    func drainLive() {
        for place in changed {
            let owner = owners[place]
            let live = owner.isRebuilding ? owner.processor.live() : owner.processor.takeLive()
            owners[place].isRebuilding = false
            guard let live else { continue }
            tables.take(live: live, site: owner.key)
        }
        changed.removeAll(keepingCapacity: true)
    }

    /// Has all live rows of `sites` written again, where they are this runner's.
    func rewriteLive(of sites: Set<String>) {
        for site in sites {
            guard let place = index[site] else { continue }
            tables.forget(site: site)
            let live = owners[place].processor.live()
            tables.take(live: live, site: site)
        }
    }
}
