internal import Parquet
internal import Storage

/// Plans which live files are written anew and which old files are deleted, so that no file holds the rows of a
/// filter that are no longer in the table.
struct Purge {
    private(set) var transaction: Transaction
    private(set) var result = PurgeResult()
    /// The files to delete once the transaction is committed.
    private(set) var doomed: [TableFolder.Entry] = []
    private let pruning: FilePruning

    /// New files are staged by `table`, in which no live row satisfies the filter.
    init(_ filter: RowFilter, transaction: Transaction, in table: inout DeltaTable) throws(DeltaError) {
        self.transaction = transaction
        self.transaction.isRecord = true
        pruning = try FilePruning(filter, table.metadata)
        let statsColumns = table.metadata.statsColumns
        result.columnsInLog = filter.columns.filter { statsColumns.contains($0) }
        let live = try rewriteLiveFiles(of: &table)
        try chooseOldFiles(of: table, live: live)
        self.transaction.metrics = [
            "numRewrittenFiles": "\(result.filesRewritten)", "numDeletedFiles": "\(doomed.count)",
        ]
    }

    /// Writes the files anew whose vectors hide rows of the filter; returns the names of those that stay.
    private mutating func rewriteLiveFiles(of table: inout DeltaTable) throws(DeltaError) -> Set<String> {
        var live = Set(table.files.values.compactMap { PartitionPath.file(uri: $0.path) })
        for file in table.filesInOrder where file.deletionVector != nil {
            guard case .read(let rest) = try pruning.verdict(file) else { continue }
            let data = try DataFile(file, of: table)
            guard try data.physicalCount(matching: rest) > 0 else { continue }
            transaction.remove(file)
            if let rewritten = try table.stage(rewriting: data, without: nil) {
                transaction.add(rewritten)
                live.insert(PartitionPath.file(uri: rewritten.path) ?? rewritten.path)
            }
            live.remove(data.name)
            result.filesRewritten += 1
        }
        return live
    }

    private mutating func chooseOldFiles(of table: DeltaTable, live: Set<String>) throws(DeltaError) {
        var known = ReferencedFiles(table)
        known.insertTombstones(of: table, since: .min)
        try known.insertCommits(of: table, since: .min)
        known.insertLive(of: table)
        let entries = try TableFolder(table).entries()
        let youngest = try table.storageTime() - DeltaTable.youngMilliseconds
        let staged = Set(StagedFiles.uncommitted(in: table.path))
        for entry in entries where !live.contains(entry.name) && entry.name.hasSuffix(".parquet") {
            let reference = known.dataFiles[entry.name]
            switch holds(entry.name, reference?.partitionValues, in: table) {
            case false: continue
            case nil: result.unreadableFiles.append(entry.name)
            case true
            where reference == nil
                && (entry.status.modificationTime > youngest || staged.contains(entry.name)):
                result.youngFiles.append(entry.name)
            default: doomed.append(entry)
            }
        }
        let gone = Set(doomed.map(\.name))
        var needed: Set<String> = []
        var purged: Set<String> = []
        for (name, reference) in known.dataFiles {
            if gone.contains(name) {
                purged.formUnion(reference.vectorFiles)
            } else {
                needed.formUnion(reference.vectorFiles)
            }
        }
        doomed += entries.filter { purged.contains($0.name) && !needed.contains($0.name) }
    }

    /// Whether a file that is not in the table holds rows of the filter; nil when it cannot be read.
    ///
    /// Where the log does not say its partition, any is assumed.
    private func holds(_ name: String, _ values: [String: String?]?, in table: DeltaTable) -> Bool? {
        let file = AddFile(
            path: PartitionPath.uri(name),
            partitionValues: values ?? [:],
            size: 0,
            modificationTime: 0
        )
        do throws(DeltaError) {
            var rest = pruning.dataFilter
            if values != nil {
                guard case .read(let filter) = try pruning.verdict(file) else { return false }
                rest = filter
            }
            return try DataFile(file, of: table).physicalCount(matching: rest) > 0
        } catch {
            return nil
        }
    }
}
