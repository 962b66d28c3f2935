package import EventLog
package import Hospital
import Lake

/// What a rebuild would write, in a lake of its own: the lake that is asked about is only read.
package struct RebuildTrial<Processor: KeyedProcessor> {
    /// Rows in memory over which they are staged.
    private static var spoolRows: Int { 500_000 }

    private let log: any EventLog
    private let lakePath: String
    private let settings: PipelineSettings
    private let identity: LakeIdentity
    private let configuration: any ConfigurationSource<Processor.Book>
    private let secret: [UInt8]

    package init(
        log: any EventLog,
        lakePath: String,
        settings: PipelineSettings,
        configuration: any ConfigurationSource<Processor.Book>,
        secret: [UInt8]
    ) {
        self.log = log
        self.lakePath = lakePath
        self.settings = settings
        self.configuration = configuration
        self.secret = secret
        identity = LakeIdentity(pipeline: settings.name, log: log)
    }

    /// Writes the keyed tables of `sites` as the files of today have them into a new lake at `scratch`, as far as the state
    /// saved last goes.
    ///
    /// - Returns: the sites, in order.
    /// - Throws: `LakeError.unknownSite`; `LakeError.unusableState` when no state was saved.
    package func write(
        _ sites: [String]?,
        since: Timestamp?,
        to scratch: String,
        shouldStop: () -> Bool
    ) throws -> [String] {
        let store = StateStore(folder: StateStore.folder(lake: lakePath, identity), sync: false)
        var places: [String: SavedPartition] = [:]
        for partition in store.partitions {
            guard let saved = try store.load(partition, fits: { _ in true }) else { continue }
            for owner in saved.owners { places[owner.key] = saved }
        }
        guard !places.isEmpty else {
            throw LakeError.unusableState(
                path: store.folder,
                detail: "no state was saved here yet; `wardflow run` first"
            )
        }
        let asked = sites ?? places.keys.sorted()
        for site in asked where places[site] == nil {
            throw LakeError.unknownSite(site, known: places.keys.sorted())
        }
        var book = Processor.Book()
        for record in configuration.records(from: book, at: .distantPast) { _ = try book.take(record[...]) }
        let tables = try LakeTables<Processor>(path: scratch, identity: identity, settings: settings.lake)
        var committers = tables.committers
        for site in asked {
            guard let saved = places[site], let rules = book.rules(for: site) else { continue }
            try write(site, saved, rules, since, tables, &committers, shouldStop)
        }
        return asked
    }

    private func write(
        _ site: String,
        _ saved: SavedPartition,
        _ rules: Processor.Book.Rules,
        _ since: Timestamp?,
        _ tables: LakeTables<Processor>,
        _ committers: inout [TableCommitter],
        _ shouldStop: () -> Bool
    ) throws {
        let history = try PartitionHistory<Processor>(
            log,
            lakePath,
            partition: saved.partition,
            batchRecords: settings.batchRecords
        )
        let end = saved.nextOffset
        let pins =
            try history.rebuilds(of: site, below: end)
            + [PinnedRules(rules: rules, since: since, until: end)]
        let replay = OwnerReplay<Processor>(
            key: site,
            partition: saved.partition,
            erased: try history.erasedRecords(from: 0),
            secret: secret,
            pins: pins
        )
        try replay.begin(with: try history.firstRules())
        tables.take(partition: saved.partition, durable: committers.map { _ in -1 })
        tables.rebuild(site: site)
        func commit(_ rows: [PendingRows], upTo offsets: [Int: Int64]) throws {
            for index in rows.indices { _ = try committers[index].commit(rows[index], upTo: offsets) }
        }
        try history.read(from: 0, below: end) { batch in
            if var output = replay.process(batch, below: end) { tables.takeKeyed(&output, site: site) }
            if let rows = tables.takeSpool(over: Self.spoolRows) { try commit(rows, upTo: [:]) }
            return !shouldStop()
        }
        guard !shouldStop() else { throw StoppedRebuild() }
        if let processor = replay.processor { tables.take(live: processor.live(), site: site) }
        try commit(tables.takeRows(), upTo: [:])
    }
}
