internal import Parquet
internal import Storage

/// Reads classic, multi-part and V2 checkpoints of any writer; columns it does not know are left alone.
struct CheckpointReader {
    let storage: any ObjectStorage
    /// The log folder, absolute.
    let folder: String

    /// The state in a checkpoint.
    ///
    /// - Throws: `corruptCheckpoint` with the file's name, or a storage error other than a missing file.
    func read(_ checkpoint: LogFiles.Checkpoint) throws(DeltaError) -> Snapshot {
        var snapshot = Snapshot()
        var sidecars: [String] = []
        for file in checkpoint.files {
            if file.hasSuffix(".json") {
                let contents = try CheckpointJSON.decode(try bytes(file), file: file)
                snapshot.apply(contents.actions, version: checkpoint.version)
                sidecars += contents.sidecars
            } else {
                try readParquet(file, into: &snapshot, sidecars: &sidecars)
            }
        }
        for sidecar in sidecars {
            var nested: [String] = []
            try readParquet("\(LogFiles.sidecars)/\(sidecar)", into: &snapshot, sidecars: &nested)
        }
        let name = checkpoint.files.first ?? ""
        guard snapshot.tableProtocol != nil, snapshot.metadata != nil else {
            throw .corruptCheckpoint(file: name, reason: "has no protocol or no metaData row")
        }
        snapshot.version = checkpoint.version
        return snapshot
    }

    /// Whether `read` would succeed.
    func isReadable(_ checkpoint: LogFiles.Checkpoint) -> Bool {
        do throws(DeltaError) {
            _ = try read(checkpoint)
            return true
        } catch {
            return false
        }
    }

    /// The names of the sidecars a checkpoint refers to.
    func sidecars(of checkpoint: LogFiles.Checkpoint) throws(DeltaError) -> [String] {
        var sidecars: [String] = []
        for file in checkpoint.files {
            if file.hasSuffix(".json") {
                sidecars += try CheckpointJSON.decode(try bytes(file), file: file).sidecars
            } else {
                let rows = try rows(of: file) { $0.path.first == "sidecar" }
                try sidecars.append(contentsOf: names(rows, file))
            }
        }
        return sidecars
    }

    private func readParquet(_ file: String, into snapshot: inout Snapshot, sidecars: inout [String])
        throws(DeltaError)
    {
        let rows = try rows(of: file, Self.isWanted)
        do throws(ParquetError) {
            try rows.apply(to: &snapshot)
        } catch {
            throw .corruptCheckpoint(file: file, reason: error.description)
        }
        try sidecars.append(contentsOf: names(rows, file))
    }

    private func names(_ rows: CheckpointRows, _ file: String) throws(DeltaError) -> [String] {
        var names: [String] = []
        for path in rows.texts("sidecar.path") {
            guard let name = SidecarName.file(uri: path) else {
                throw .corruptCheckpoint(file: file, reason: "sidecar.path is no name of a sidecar")
            }
            names.append(name)
        }
        return names
    }

    private func rows(of file: String, _ isWanted: (Leaf) -> Bool) throws(DeltaError) -> CheckpointRows {
        let bytes = try bytes(file)
        do throws(ParquetError) {
            let reader = try FileReader(bytes: bytes)
            return CheckpointRows(try reader.read(columns: reader.schema.leaves.filter(isWanted).map(\.name)))
        } catch {
            throw .corruptCheckpoint(file: file, reason: error.description)
        }
    }

    private func bytes(_ file: String) throws(DeltaError) -> [UInt8] {
        do throws(StorageError) {
            return try storage.get("\(folder)/\(file)")
        } catch {
            guard error.isMissing else { throw DeltaError(error) }
            throw .corruptCheckpoint(file: file, reason: "is missing")
        }
    }

    /// The columns to read; of parsed statistics only the row count, the rest repeats what the texts say.
    private static func isWanted(_ leaf: Leaf) -> Bool {
        let groups: Set<String> = [
            "txn", "add", "remove", "metaData", "protocol", "domainMetadata", "sidecar",
        ]
        guard groups.contains(leaf.path[0]), leaf.path.count > 1 else { return false }
        switch leaf.path[1] {
        case "partitionValues_parsed": return false
        case "stats_parsed": return leaf.path.count == 3 && leaf.path[2] == "numRecords"
        default: return true
        }
    }
}

/// Names of files in `_sidecars`.
enum SidecarName {
    /// The file a sidecar's path names, with or without folders before it; nil for no name.
    static func file(uri: String) -> String? {
        guard let last = uri.split(separator: "/").last, let name = PartitionPath.file(uri: String(last)),
            !name.contains("/")
        else { return nil }
        return name
    }
}
