internal import Storage

/// What the log says of the files of a table: which versions need them and what they hold.
struct ReferencedFiles {
    /// A data or change data file the log names.
    struct Reference {
        var partitionValues: [String: String?]?
        /// Names of the files with its deletion vectors.
        var vectorFiles: Set<String> = []
    }

    /// By path relative to the table.
    private(set) var dataFiles: [String: Reference] = [:]
    /// Names of the deletion vector files of all of them.
    private(set) var vectorFiles: Set<String> = []
    private let vectors: DeletionVectorReader

    init(_ table: DeltaTable) {
        vectors = DeletionVectorReader(storage: table.options.storage, table: table.path)
    }

    /// Takes in the live files of a table.
    mutating func insertLive(of table: DeltaTable) {
        for file in table.files.values { insert(file.path, file.partitionValues, file.deletionVector) }
    }

    /// Takes in the removed files of a table, as far as they were removed at `time` or later.
    mutating func insertTombstones(of table: DeltaTable, since time: Int64) {
        for file in table.snapshot.tombstones.values where (file.deletionTimestamp ?? 0) >= time {
            insert(file.path, file.partitionValues, file.deletionVector)
        }
    }

    /// Takes in all files that commits since `time` name, newest first, as far as the log goes back.
    mutating func insertCommits(of table: DeltaTable, since time: Int64) throws(DeltaError) {
        let replay = LogReplay(storage: table.options.storage, path: table.path)
        var version = table.version
        while version >= 0, let commit = try replay.commit(version, keepingInfo: true) {
            let status: ObjectStatus
            do throws(StorageError) {
                status = try replay.storage.status(of: "\(replay.folder)/\(LogFiles.commit(version))")
            } catch {
                throw DeltaError(error)
            }
            var newest = status.modificationTime
            for case .commitInfo(let info) in commit.actions {
                newest = max(newest, info.inCommitTimestamp ?? info.timestamp ?? 0)
            }
            // What an older commit named is live, or was removed by a newer one.
            if newest < time { return }
            for action in commit.actions {
                switch action {
                case .add(let file): insert(file.path, file.partitionValues, file.deletionVector)
                case .remove(let file): insert(file.path, file.partitionValues, file.deletionVector)
                case .addChange(let file): insert(file.path, file.partitionValues, nil)
                default: break
                }
            }
            version -= 1
        }
    }

    private mutating func insert(
        _ path: String,
        _ values: [String: String?]?,
        _ vector: DeletionVectorDescriptor?
    ) {
        guard let name = PartitionPath.file(uri: path) else { return }
        if let values { dataFiles[name, default: Reference()].partitionValues = values }
        guard let vector, let file = vectors.file(of: vector) else {
            dataFiles[name] = dataFiles[name] ?? Reference()
            return
        }
        dataFiles[name, default: Reference()].vectorFiles.insert(file)
        vectorFiles.insert(file)
    }
}
