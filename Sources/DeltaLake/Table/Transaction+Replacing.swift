/// What a transaction takes out besides the files it names.
enum Replacement: Sendable {
    /// The live files of these partitions; a partition column that is not named may have any value.
    case partitions([[String: String?]])
    /// Every live file.
    case table(TableLayout?)
}

extension Transaction {
    /// Takes out every live file whose partition values agree with `values`, in the same version in which the
    /// transaction's files come in.
    ///
    /// A file that another writer puts into one of these partitions first is a conflict, never lost.
    ///
    /// For example, a site's rows are written anew:
    /// ```swift
    /// var rebuild = Transaction(operation: "REBUILD")
    /// rebuild.replacePartition(["facility": "north"])
    /// rebuild.add(try table.stage(batch: rows, partitionValues: ["facility": "north"]))
    /// rebuild.setTransaction("pipeline/0", version: 812, after: .exactly(790))
    /// let result = try table.commit(rebuild)
    /// ```
    public mutating func replacePartition(_ values: [String: String?]) {
        switch replacement {
        case .partitions(let others): replacement = .partitions(others + [values])
        case .table: return
        case nil: replacement = .partitions([values])
        }
    }

    /// Takes out every live file and gives the table another layout, as Delta's `overwriteSchema` does; without a
    /// layout the table's stays.
    ///
    /// Its files are staged by `DeltaTable.stage(batch:partitionValues:tags:layout:)` under the same layout. Any other
    /// commit that comes first is a conflict. Earlier versions keep their own layout.
    public mutating func replaceTable(with layout: TableLayout? = nil) {
        replacement = .table(layout)
    }

    /// What `commit` carries out: the replacement spelled out against what the handle knows.
    func resolved(in table: DeltaTable) throws(DeltaError) -> Transaction {
        guard let replacement else { return self }
        var resolved = self
        resolved.replacement = nil
        let named = Set(removes)
        switch replacement {
        case .partitions(let partitions):
            for values in partitions {
                for name in values.keys where !table.metadata.partitionColumns.contains(name) {
                    throw .invalidInput("\(name) is not a partition column of the table")
                }
            }
            for file in table.filesInOrder where !named.contains(file.path) {
                guard partitions.contains(where: { file.isIn($0) }) else { continue }
                resolved.remove(file)
            }
            resolved.reads = .partitions(partitions)
        case .table(let layout):
            for file in table.filesInOrder where !named.contains(file.path) { resolved.remove(file) }
            resolved.reads = .table
            guard let layout else { break }
            let changed = try table.metadata(under: layout)
            if changed != table.metadata { resolved.metadata = changed }
            let upgraded = table.tableProtocol.upgraded(for: changed.activeFeatures)
            if upgraded != table.tableProtocol { resolved.tableProtocol = upgraded }
        }
        // Replacing nothing by nothing still says that it was done.
        resolved.isRecord = true
        return resolved
    }
}

extension AddFile {
    /// Whether the file's partition has these values; an empty text is null.
    func isIn(_ values: [String: String?]) -> Bool {
        values.allSatisfy { name, value in
            let own = (partitionValues[name] ?? nil).flatMap { $0.isEmpty ? nil : $0 }
            return own == value.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

extension DeltaTable {
    /// The table's metadata under another layout.
    ///
    /// - Throws: `invalidInput` for a layout no table can have, `unsupportedFeature`, `unsupportedConstraint`.
    func metadata(under layout: TableLayout) throws(DeltaError) -> TableMetadata {
        try layout.schema.validate(partitionColumns: layout.partitionColumns)
        let changed = metadata.replacing(layout)
        let upgraded = tableProtocol.upgraded(for: changed.activeFeatures)
        let check = FeatureCheck(tableProtocol: upgraded, metadata: changed, path: path)
        try check.verifyReadable()
        try check.verifyWritable()
        return changed
    }
}
