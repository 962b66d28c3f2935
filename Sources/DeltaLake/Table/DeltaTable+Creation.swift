internal import Storage

extension DeltaTable {
    /// Makes a new table in a missing or empty folder; its version is 0.
    ///
    /// The property `delta.dataSkippingStatsColumns` is set to the columns that do not identify anyone, so
    /// that no writer puts bounds of the others into the log.
    ///
    /// - Throws: `alreadyExists`, `foreignFiles`, `invalidInput`, `diskFull` or a storage error.
    public static func create(
        at path: String,
        schema: DeltaSchema,
        partitionColumns: [String] = [],
        configuration: [String: String] = [:],
        description: String? = nil,
        options: TableOptions = TableOptions()
    ) throws(DeltaError) -> DeltaTable {
        let path = trimmed(path)
        try schema.validate(partitionColumns: partitionColumns)
        var metadata = TableMetadata(
            id: randomUUID(),
            description: description,
            schema: schema,
            partitionColumns: partitionColumns,
            createdTime: options.now(),
            configuration: configuration
        )
        metadata.listStatsColumns()
        let wanted = try metadata.takeFeatureProperties(path: path).union(metadata.activeFeatures)
        let tableProtocol = TableProtocol().upgraded(for: wanted)
        let check = FeatureCheck(tableProtocol: tableProtocol, metadata: metadata, path: path)
        try check.verifyReadable()
        try check.verifyWritable()
        try prepareFolder(path, options)
        let time = options.now()
        var info = CommitInfo(
            timestamp: time,
            operation: "CREATE TABLE",
            operationParameters: [:],
            isBlindAppend: true,
            readVersion: nil,
            transactionID: randomUUID()
        )
        if metadata.hasInCommitTimestamps { info.inCommitTimestamp = time }
        let actions: [Action] = [.commitInfo(info), .tableProtocol(tableProtocol), .metadata(metadata)]
        let bytes = Action.encode(actions)
        let outcome = options.storage.putIfAbsent(
            bytes,
            at: "\(path)/\(LogFiles.folder)/\(LogFiles.commit(0))",
            durably: options.syncsToDevice
        )
        switch outcome {
        case .written: break
        case .taken: throw .alreadyExists(path: path)
        case .failed(let error): throw DeltaError(error)
        case .unknown(let error): throw .commitUnknown(version: 0, path: path, code: error.code)
        }
        var snapshot = Snapshot()
        snapshot.apply(actions, version: 0)
        let table = try DeltaTable(path: path, options: options, snapshot: snapshot)
        table.writeChecksum(of: actions)
        return table
    }

    /// Opens the table or makes it, and checks that it is what the caller expects.
    ///
    /// Nullable columns the table lacks are added to it, and properties in `configuration` that differ are
    /// set. Columns keep the Parquet encodings of `schema`.
    ///
    /// - Throws: `schemaMismatch` with the first differing column, `partitionMismatch`, or as `open` and
    ///   `create`.
    public static func openOrCreate(
        at path: String,
        schema: DeltaSchema,
        partitionColumns: [String] = [],
        configuration: [String: String] = [:],
        description: String? = nil,
        options: TableOptions = TableOptions()
    ) throws(DeltaError) -> DeltaTable {
        try schema.validate(partitionColumns: partitionColumns)
        var table: DeltaTable
        do throws(DeltaError) {
            table = try open(at: path, options: options)
        } catch {
            switch error {
            case .missingFolder, .notADeltaTable: break
            default: throw error
            }
            do throws(DeltaError) {
                table = try create(
                    at: path,
                    schema: schema,
                    partitionColumns: partitionColumns,
                    configuration: configuration,
                    description: description,
                    options: options
                )
            } catch {
                guard case .alreadyExists = error else { throw error }
                table = try open(at: path, options: options)
            }
        }
        try table.verifyWritable()
        guard table.metadata.partitionColumns == partitionColumns else {
            throw .partitionMismatch(expected: partitionColumns, found: table.metadata.partitionColumns)
        }
        try table.evolve(towards: schema, configuration: configuration)
        table.metadata.schema.adoptEncodings(of: schema)
        return table
    }

    /// Adds missing nullable columns and properties in one commit; does nothing when none are missing.
    mutating func evolve(towards schema: DeltaSchema, configuration: [String: String]) throws(DeltaError) {
        for _ in 0..<Self.commitAttempts {
            let grown = try metadata.schema.evolved(towards: schema)
            let settled = Set(tableProtocol.features.map(TableMetadata.featureKey))
            let properties = configuration.filter {
                $0.key != TableMetadata.statsColumnsKey && metadata.configuration[$0.key] != $0.value
                    && !settled.contains($0.key)
            }
            guard grown != nil || !properties.isEmpty else { return }
            var changed = metadata
            if let grown { changed.schema = grown }
            changed.configuration.merge(properties) { $1 }
            changed.listStatsColumns()
            let wanted = try changed.takeFeatureProperties(path: path).union(changed.activeFeatures)
            let upgraded = tableProtocol.upgraded(for: wanted)
            let check = FeatureCheck(tableProtocol: upgraded, metadata: changed, path: path)
            try check.verifyReadable()
            try check.verifyWritable()
            try verifyRows(satisfy: changed)
            var transaction = Transaction(operation: grown == nil ? "SET TBLPROPERTIES" : "ADD COLUMNS")
            transaction.metadata = changed
            if upgraded != tableProtocol { transaction.tableProtocol = upgraded }
            if case .committed = try commit(transaction) { return }
            try refresh()
        }
        throw .storage(call: "commit", path: path, code: 0)
    }

    /// Checks the rows that are there against constraints that are new.
    private func verifyRows(satisfy changed: TableMetadata) throws(DeltaError) {
        let known = Set(constraints.map(\.expression))
        let fresh = try changed.checkConstraints(path: path).filter { !known.contains($0.expression) }
        guard !fresh.isEmpty else { return }
        for batch in try read() {
            for constraint in fresh {
                guard let row = constraint.violation(in: batch) else { continue }
                throw .constraintViolated(name: constraint.name, expression: constraint.expression, row: row)
            }
        }
    }

    private static func prepareFolder(_ path: String, _ options: TableOptions) throws(DeltaError) {
        let storage = options.storage
        let folder = "\(path)/\(LogFiles.folder)"
        do throws(StorageError) {
            try storage.makeFolder(folder)
            let log = LogFiles(listing: try storage.list(folder))
            guard log.commits.isEmpty, log.checkpoints.isEmpty else {
                throw StorageError(call: "create", path: path, code: alreadyThere)
            }
            if options.syncsToDevice {
                try storage.sync(path)
                if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
                    try storage.sync(String(path[..<slash]))
                }
            }
        } catch {
            throw error.code == alreadyThere ? .alreadyExists(path: path) : DeltaError(error)
        }
        let refusal = LogReplay(storage: storage, path: path).refusal()
        guard case .notADeltaTable = refusal else { throw refusal }
    }

    /// Marks a found table on the way out of a storage block; no system error number is negative.
    private static var alreadyThere: Int32 { -1 }
}
