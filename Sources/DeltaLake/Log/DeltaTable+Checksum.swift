internal import Storage

/// What the version checksum of a table says.
public enum ChecksumVerdict: Hashable, Sendable {
    /// There is none, which the protocol allows.
    case absent
    /// It agrees with the log.
    case agrees
    /// It differs in the field of this name, or cannot be read: the log or the checksum was damaged.
    case differs(field: String)
}

extension DeltaTable {
    /// Compares the checksum of this version with what the log says.
    ///
    /// - Throws: A storage error.
    public func checksumVerdict() throws(DeltaError) -> ChecksumVerdict {
        let bytes: [UInt8]
        do throws(StorageError) {
            bytes = try options.storage.get("\(logFolder)/\(LogFiles.checksum(version))")
        } catch {
            if error.isMissing { return .absent }
            throw DeltaError(error)
        }
        let stored: VersionChecksum
        do throws(JSONError) {
            stored = try VersionChecksum(bytes)
        } catch {
            return .differs(field: "the file itself: \(error.reason)")
        }
        let time = metadata.hasInCommitTimestamps ? try inCommitTime(of: version) : nil
        guard let found = VersionChecksum(snapshot, inCommitTimestamp: time) else { return .absent }
        return stored.difference(from: found).map { .differs(field: $0) } ?? .agrees
    }

    /// Writes the checksum of a version this handle committed; a failure harms nobody.
    func writeChecksum(of actions: [Action]) {
        guard options.writesChecksums, case .commitInfo(let info) = actions.first,
            let checksum = VersionChecksum(snapshot, inCommitTimestamp: info.inCommitTimestamp)
        else { return }
        let bytes = checksum.encoded(transactionID: info.transactionID)
        _ = options.storage.putIfAbsent(
            bytes,
            at: "\(logFolder)/\(LogFiles.checksum(version))",
            durably: false
        )
    }

    private func inCommitTime(of version: Int64) throws(DeltaError) -> Int64? {
        try LogReplay(storage: options.storage, path: path).commitInfo(of: version)?.inCommitTimestamp
    }
}
