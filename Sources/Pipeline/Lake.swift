import DeltaLake
import Hospital
import PatientFlow

/// The tables of one pipeline and the order in which an epoch is committed: bronze, silver, gold.
struct Lake {
    var bronze: BronzeStage
    var silver: SilverStage
    var gold: GoldStage
    let path: String
    let identity: LakeIdentity

    /// Opens or makes every table below `path` and checks them against the schema files.
    init(path: String, identity: LakeIdentity, configuration: PipelineConfiguration) throws {
        self.path = path
        self.identity = identity
        try LakeFolder.check(path)
        func open<Row>(_ layout: RowLayout<Row>) throws -> TableWriter<Row> {
            do {
                return try TableWriter(layout, lake: path, identity: identity, configuration: configuration)
            } catch let error as DeltaError {
                throw PipelineError.unusableTable(path: "\(path)/\(layout.path)", detail: error.description)
            }
        }
        bronze = BronzeStage(messages: try open(Layouts.messages))
        try LakeFolder.check(bronze.messages.table, at: path, belongsTo: identity)
        silver = SilverStage(
            events: try open(Layouts.events), quarantine: try open(Layouts.quarantine), late: try open(Layouts.late),
            visits: try open(Layouts.visits), bedStays: try open(Layouts.bedStays), configuration: configuration)
        gold = GoldStage(
            kpis: try open(Layouts.kpis), predictions: try open(Layouts.predictions),
            alerts: try open(Layouts.alerts), briefings: try open(Layouts.briefings),
            modelQuality: try open(Layouts.modelQuality), desk: BriefingDesk(configuration))
        try checkKPIs()
    }

    /// Fails unless the schema file lists exactly the KPIs the code computes.
    private func checkKPIs() throws(ConfigurationError) {
        let listed = gold.kpis.schema.kpis.map { "\($0.id) (\($0.unit), \($0.grain))" }
        let computed = KPINames.all.map { "\($0.id) (\($0.unit), \($0.grain))" }
        for name in computed where !listed.contains(name) {
            throw ConfigurationError("schemas/gold/kpis.yaml: the KPI \(name) is computed but not listed under `kpis`")
        }
        for name in listed where !computed.contains(name) {
            throw ConfigurationError("schemas/gold/kpis.yaml: the KPI \(name) is listed but nothing computes it")
        }
    }

    /// Last offset of `partition` that any table holds; -1 for none.
    func highestDurable(_ partition: Int) -> Int64 {
        durableOffsets(partition).max() ?? -1
    }

    /// Last offset of `partition` in bronze, which has a row for every record.
    func bronzeDurable(_ partition: Int) -> Int64 {
        bronze.messages.durableOffset(partition)
    }

    private func durableOffsets(_ partition: Int) -> [Int64] {
        [
            bronze.messages.durableOffset(partition), silver.events.durableOffset(partition),
            silver.quarantine.durableOffset(partition), silver.late.durableOffset(partition),
            silver.visits.durableOffset(partition), silver.bedStays.durableOffset(partition),
            gold.kpis.durableOffset(partition), gold.predictions.durableOffset(partition),
            gold.alerts.durableOffset(partition), gold.briefings.durableOffset(partition),
            gold.modelQuality.durableOffset(partition),
        ]
    }

    /// Bytes of rows waiting for a commit.
    var bufferedBytes: Int {
        bronze.messages.bufferedBytes + silver.events.bufferedBytes + silver.quarantine.bufferedBytes
            + silver.late.bufferedBytes
    }

    /// Commits everything up to `offsets`, with the live rows of the facilities that changed; returns the commits made.
    mutating func commit(upTo offsets: [Int: Int64], live: [LiveRows]) throws -> Int {
        var visits: [String: [VisitRow]] = [:]
        var stays: [String: [StayRow]] = [:]
        var kpis: [String: [KPIRow]] = [:]
        for rows in live {
            visits[rows.facility] = rows.visits
            stays[rows.facility] = rows.visits.flatMap(\.stays)
            kpis[rows.facility] = rows.kpis
        }
        var commits = 0
        if try bronze.messages.commit(upTo: offsets) { commits += 1 }
        if try silver.events.commit(upTo: offsets) { commits += 1 }
        if try silver.quarantine.commit(upTo: offsets) { commits += 1 }
        if try silver.late.commit(upTo: offsets) { commits += 1 }
        if try silver.visits.commit(upTo: offsets, live: visits) { commits += 1 }
        if try silver.bedStays.commit(upTo: offsets, live: stays) { commits += 1 }
        if try gold.kpis.commit(upTo: offsets, live: kpis) { commits += 1 }
        if try gold.predictions.commit(upTo: offsets) { commits += 1 }
        if try gold.alerts.commit(upTo: offsets) { commits += 1 }
        if try gold.briefings.commit(upTo: offsets) { commits += 1 }
        if try gold.modelQuality.commit(upTo: offsets) { commits += 1 }
        return commits
    }

    /// Path and version of each table.
    var tableVersions: [(table: String, version: Int64)] {
        [
            ("bronze/messages", bronze.messages.table.version), ("silver/events", silver.events.table.version),
            ("silver/visits", silver.visits.table.version), ("silver/bed_stays", silver.bedStays.table.version),
            ("silver/quarantine", silver.quarantine.table.version), ("silver/late", silver.late.table.version),
            ("gold/kpis", gold.kpis.table.version), ("gold/predictions", gold.predictions.table.version),
            ("gold/alerts", gold.alerts.table.version), ("gold/briefings", gold.briefings.table.version),
            ("gold/model_quality", gold.modelQuality.table.version),
        ]
    }
}

/// The rows of a facility that may still change.
struct LiveRows {
    var facility: String
    var visits: [VisitRow]
    var kpis: [KPIRow]
}
