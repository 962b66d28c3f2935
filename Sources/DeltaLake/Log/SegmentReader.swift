internal import Dispatch
internal import Synchronization
internal import Storage

/// Reads the files between a checkpoint and a version, on two threads when there are many.
struct SegmentReader {
    /// Files from which a second thread pays.
    static let parallelThreshold = 64
    /// Files decoded before they are applied, so that the actions of a long log are not all held at once.
    static let stretch = 4_096

    let replay: LogReplay

    /// Brings `snapshot` to the version the segments lead to.
    func apply(_ segments: [LogFiles.Segment], to snapshot: inout Snapshot) throws(DeltaError) {
        var start = 0
        while start < segments.count {
            let end = min(start + Self.stretch, segments.count)
            for part in try decode(segments[start..<end]) {
                if part.isCompacted {
                    snapshot.apply(inOrder: part.actions, version: part.version)
                } else {
                    snapshot.apply(part.actions, version: part.version)
                }
            }
            start = end
        }
    }

    private typealias Decoded = [(actions: [Action], version: Int64, isCompacted: Bool)]

    private func decode(_ segments: ArraySlice<LogFiles.Segment>) throws(DeltaError) -> Decoded {
        guard segments.count >= Self.parallelThreshold else { return try decodeInOrder(segments) }
        let middle = (segments.startIndex + segments.endIndex) / 2
        let halves = [segments[..<middle], segments[middle...]]
        let results = Mutex<[Result<Decoded, DeltaError>?]>([nil, nil])
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            let result = Result { () throws(DeltaError) in try decodeInOrder(halves[half]) }
            results.withLock { $0[half] = result }
        }
        var decoded: Decoded = []
        for result in results.withLock({ $0 }) { decoded += try result?.get() ?? [] }
        return decoded
    }

    private func decodeInOrder(_ segments: ArraySlice<LogFiles.Segment>) throws(DeltaError) -> Decoded {
        var decoded: Decoded = []
        decoded.reserveCapacity(segments.count)
        for segment in segments {
            switch segment {
            case .commit(let version): decoded.append((try commit(version), version, false))
            case .compacted(let first, let last):
                if let actions = compacted(first, last) {
                    decoded.append((actions, last, true))
                } else {
                    for version in first...last { decoded.append((try commit(version), version, false)) }
                }
            }
        }
        return decoded
    }

    private func commit(_ version: Int64) throws(DeltaError) -> [Action] {
        guard let commit = try replay.commit(version) else {
            throw .missingVersion(version: version, path: replay.path)
        }
        return commit.actions
    }

    /// The reconciled actions of a range; nil when the file cannot be read, for which the commits stand in.
    private func compacted(_ first: Int64, _ last: Int64) -> [Action]? {
        let name = LogFiles.compacted(first, last)
        do throws(StorageError) {
            let bytes = try replay.storage.get("\(replay.folder)/\(name)")
            do throws(DeltaError) {
                let actions = try Action.decode(bytes, file: name)
                return actions.isEmpty ? nil : actions
            } catch {
                return nil
            }
        } catch {
            return nil
        }
    }
}
