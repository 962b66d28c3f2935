import YAMLSettings
import Hospital
import PatientFlow

/// The stages with the tables they write, in the order of a commit: bronze, silver, gold.
struct Lake {
    var bronze: BronzeStage
    var silver: SilverStage
    var gold: GoldStage
    /// The tables as they were opened, in the order of `LakeTables.paths`, for the thread that commits.
    let tables: [TableCommitter]

    /// Opens or makes every table below `path` and checks them against the schema files.
    init(path: String, identity: LakeIdentity, configuration: PipelineConfiguration) throws {
        try LakeFolder.check(path)
        var tables: [TableCommitter] = []
        func open<Row>(_ layout: RowLayout<Row>) throws -> TableWriter<Row> {
            let committer = try TableCommitter(
                layout.path,
                lake: path,
                identity: identity,
                configuration: configuration
            )
            if tables.isEmpty { try LakeFolder.check(committer.table, at: path, belongsTo: identity) }
            tables.append(committer)
            return try TableWriter(layout, committer, partitionCount: identity.partitionCount)
        }
        bronze = BronzeStage(messages: try open(Layouts.messages))
        silver = SilverStage(
            events: try open(Layouts.events),
            quarantine: try open(Layouts.quarantine),
            late: try open(Layouts.late),
            visits: try open(Layouts.visits),
            bedStays: try open(Layouts.bedStays),
            configuration: configuration
        )
        gold = GoldStage(
            kpis: try open(Layouts.kpis),
            predictions: try open(Layouts.predictions),
            alerts: try open(Layouts.alerts),
            briefings: try open(Layouts.briefings),
            modelQuality: try open(Layouts.modelQuality),
            dischargeForecast: try open(Layouts.dischargeForecast)
        )
        self.tables = tables
        precondition(
            tables.map(\.schema.path) == LakeTables.paths,
            "tables are opened in the order of commits"
        )
        try checkKPIs()
    }

    /// Fails unless the schema file lists exactly the KPIs the code computes.
    private func checkKPIs() throws(ConfigurationError) {
        let listed = gold.kpis.schema.kpis.map { "\($0.id) (\($0.unit), \($0.grain))" }
        let computed = KPINames.all.map { "\($0.id) (\($0.unit), \($0.grain))" }
        for name in computed where !listed.contains(name) {
            throw ConfigurationError(
                "schemas/gold/kpis.yaml: the KPI \(name) is computed but not listed under `kpis`"
            )
        }
        for name in listed where !computed.contains(name) {
            throw ConfigurationError(
                "schemas/gold/kpis.yaml: the KPI \(name) is listed but nothing computes it"
            )
        }
    }

    /// Last offset of `partition` that any table held when it was opened; -1 for none.
    func highestDurable(_ partition: Int) -> Int64 {
        tables.map { $0.durableOffset(partition) }.max() ?? -1
    }

    /// Last offset of `partition` in bronze, which has a row for every record.
    func bronzeDurable(_ partition: Int) -> Int64 {
        bronze.messages.durableOffset(partition)
    }

    /// Hands over all rows since the last call, with the live rows of the facilities that changed.
    mutating func takeEpoch(upTo offsets: [Int: Int64], live: [LiveRows]) -> Epoch {
        var visits: [String: [VisitRow]] = [:]
        var stays: [String: [StayRow]] = [:]
        var kpis: [String: [KPIRow]] = [:]
        for rows in live {
            visits[rows.facility] = rows.visits
            stays[rows.facility] = rows.visits.flatMap(\.stays)
            kpis[rows.facility] = rows.kpis
        }
        return Epoch(
            offsets: offsets,
            rows: [
                bronze.messages.takeRows(), silver.events.takeRows(), silver.quarantine.takeRows(),
                silver.late.takeRows(), silver.visits.takeRows(live: visits),
                silver.bedStays.takeRows(live: stays),
                gold.kpis.takeRows(live: kpis), gold.predictions.takeRows(), gold.alerts.takeRows(),
                gold.briefings.takeRows(), gold.modelQuality.takeRows(),
                gold.dischargeForecast.takeRows(),
            ]
        )
    }
}

/// The rows of a facility that may still change.
struct LiveRows {
    var facility: String
    var visits: [VisitRow]
    var kpis: [KPIRow]
}
