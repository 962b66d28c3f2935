internal import Storage

/// What `_last_checkpoint` says.
enum CheckpointPointer: Hashable {
    /// There is none.
    case absent
    /// It names this version.
    case version(Int64)
    /// It cannot be read, which is harmless here but stops other readers.
    case damaged

    /// The version it names.
    var version: Int64? {
        if case .version(let version) = self { version } else { nil }
    }

    /// Whether another reader would follow it to nothing.
    func isBroken(in files: LogFiles) -> Bool {
        switch self {
        case .absent: false
        case .version(let version): !files.checkpoints.contains { $0.version == version }
        case .damaged: true
        }
    }
}

extension LogReplay {
    /// Reads `_last_checkpoint`.
    func checkpointPointer() -> CheckpointPointer {
        do throws(StorageError) {
            var scanner = JSONScanner(try storage.get("\(folder)/\(LogFiles.lastCheckpoint)"))
            var numbers: [String: Int64] = [:]
            var isFirst = true
            do throws(JSONError) {
                while let key = try scanner.nextKey(&isFirst) {
                    guard key == "version" || key == "size" else {
                        try scanner.skipValue()
                        continue
                    }
                    numbers[key] = try scanner.int64()
                }
            } catch {
                return .damaged
            }
            // The protocol demands both.
            guard let version = numbers["version"], numbers["size"] != nil else { return .damaged }
            return .version(version)
        } catch {
            return error.isMissing ? .absent : .damaged
        }
    }

    /// The files of the log, looked at again when they do not fit together: a listing made while others commit may
    /// show a file and not the one written before it.
    ///
    /// - Throws: `commitsLost`, or as `listing`.
    func wholeListing(_ pointer: CheckpointPointer) throws(DeltaError) -> LogFiles {
        let files = try listing()
        guard files.hasGap || files.lostVersion(pointer: pointer.version) != nil else { return files }
        let again = try listing()
        guard let lost = again.lostVersion(pointer: pointer.version) else { return again }
        let isPointer = again.checksums.last.map { $0 < lost } ?? true
        throw .commitsLost(
            newest: again.newestVersion,
            known: lost,
            file: isPointer ? LogFiles.lastCheckpoint : LogFiles.checksum(lost),
            path: path
        )
    }

    /// The checksum of a version; nil when there is none, or none that can be read, which `verify` reports.
    func storedChecksum(of version: Int64) -> VersionChecksum? {
        do throws(StorageError) {
            let bytes = try storage.get("\(folder)/\(LogFiles.checksum(version))")
            do throws(JSONError) { return try VersionChecksum(bytes) } catch { return nil }
        } catch {
            return nil
        }
    }
}

extension VersionChecksum {
    /// Holds a snapshot against what was true when its version was written.
    ///
    /// Only what every writer means alike is compared: files, bytes, protocol, metadata, and the progress of the
    /// applications the checksum names (others may have expired).
    ///
    /// - Throws: `checksumDiffers`.
    func verify(_ snapshot: Snapshot, path: String) throws(DeltaError) {
        func differs(_ field: String, _ expected: String, _ found: String) -> DeltaError {
            .checksumDiffers(
                version: snapshot.version,
                field: field,
                expected: expected,
                found: found,
                path: path
            )
        }
        if fileCount != Int64(snapshot.files.count) {
            throw differs("numFiles", "\(fileCount)", "\(snapshot.files.count)")
        }
        if bytes != snapshot.totals.bytes {
            throw differs("tableSizeBytes", "\(bytes)", "\(snapshot.totals.bytes)")
        }
        if tableProtocol != snapshot.tableProtocol { throw differs("protocol", "another", "this") }
        if metadata != snapshot.metadata { throw differs("metadata", "another", "this") }
        for (appID, progress) in (transactions ?? [:]).sorted(by: { $0.key < $1.key }) {
            let found = snapshot.transactions[appID]
            if found != progress {
                throw differs("setTransactions", "\(progress)", found.map { "\($0)" } ?? "none")
            }
        }
    }
}
