/// Names in `_delta_log` and what they stand for.
struct LogFiles {
    /// The folder's name inside a table.
    static let folder = "_delta_log"
    /// The pointer to the newest checkpoint.
    static let lastCheckpoint = "_last_checkpoint"
    /// The folder of the files that checkpoints of the second version refer to.
    static let sidecars = "_sidecars"

    /// A checkpoint whose files are all there; its sidecars are not looked at.
    struct Checkpoint: Hashable {
        var version: Int64
        /// The parts in order; a single name unless it is a multi-part one.
        var files: [String]
    }

    /// A file that takes the table from one version to another.
    enum Segment: Hashable {
        case commit(Int64)
        /// The reconciled commits of a range.
        case compacted(first: Int64, last: Int64)
    }

    /// Versions with a commit file, ascending.
    private(set) var commits: [Int64] = []
    /// Ranges with a compacted file.
    private(set) var compacted: [ClosedRange<Int64>] = []
    /// Complete checkpoints, ascending by version; of one version the classic one is last.
    private(set) var checkpoints: [Checkpoint] = []
    /// Versions with a checksum, ascending.
    private(set) var checksums: [Int64] = []

    /// Sorts a folder listing; unknown names and incomplete checkpoints are left out.
    init(listing names: [String]) {
        var parts: [Int64: [Int64: [Int64: String]]] = [:]
        commits.reserveCapacity(names.count)
        for name in names {
            guard let version = Self.version(name) else { continue }
            // Nearly all names are commits and checksums, which are told by their length.
            switch name.utf8.count {
            case 25 where name.utf8.span[21] == UInt8(ascii: "j") && name.hasSuffix(".json"):
                commits.append(version)
            case 24 where name.utf8.span[21] == UInt8(ascii: "c") && name.hasSuffix(".crc"):
                checksums.append(version)
            default: addRare(name, version, &parts)
            }
        }
        commits.sort()
        checksums.sort()
        for (version, byTotal) in parts {
            for (total, found) in byTotal where Int64(found.count) == total {
                let files = found.sorted { $0.key < $1.key }.map(\.value)
                checkpoints.append(Checkpoint(version: version, files: files))
            }
        }
        checkpoints.sort {
            ($0.version, $1.files.count, $1.files[0].utf8.count) < (
                $1.version, $0.files.count, $0.files[0].utf8.count
            )
        }
    }

    private mutating func addRare(
        _ name: String,
        _ version: Int64,
        _ parts: inout [Int64: [Int64: [Int64: String]]]
    ) {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        switch (words.count, words[1]) {
        case (3, "checkpoint") where words[2] == "parquet":
            checkpoints.append(Checkpoint(version: version, files: [name]))
        case (4, "checkpoint") where words[3] == "parquet" || words[3] == "json":
            checkpoints.append(Checkpoint(version: version, files: [name]))
        case (5, "checkpoint") where words[4] == "parquet":
            guard let part = Int64(words[2]), let total = Int64(words[3]), total > 1,
                (1...total).contains(part)
            else { return }
            parts[version, default: [:]][total, default: [:]][part] = name
        case (4, _) where words[2] == "compacted" && words[3] == "json" && words[1].utf8.count == 20:
            guard let last = Int64(words[1]), last > version else { return }
            compacted.append(version...last)
        default: return
        }
    }

    /// The version a name begins with: twenty digits and a point.
    private static func version(_ name: String) -> Int64? {
        let bytes = name.utf8.span
        guard bytes.count > 21, bytes[20] == UInt8(ascii: ".") else { return nil }
        var version: Int64 = 0
        for index in 0..<20 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            let (shifted, overflow) = version.multipliedReportingOverflow(by: 10)
            let (value, carry) = shifted.addingReportingOverflow(Int64(digit))
            guard digit < 10, !overflow, !carry else { return nil }
            version = value
        }
        return version
    }

    /// The files that lead from `version` (-1: from nothing) to `last`, the longest ranges first.
    ///
    /// - Throws: The first version that no file leads to.
    func segments(after version: Int64, through last: Int64) throws(MissingCommit) -> [Segment] {
        var segments: [Segment] = []
        var next = version + 1
        var index = commits.partitioningIndex { $0 >= next }
        while next <= last {
            if let range = longest(from: next, through: last) {
                segments.append(.compacted(first: range.lowerBound, last: range.upperBound))
                next = range.upperBound + 1
                index = commits.partitioningIndex { $0 >= next }
            } else if index < commits.count, commits[index] == next {
                segments.append(.commit(next))
                index += 1
                next += 1
            } else {
                throw MissingCommit(version: next)
            }
        }
        return segments
    }

    private func longest(from first: Int64, through last: Int64) -> ClosedRange<Int64>? {
        compacted.lazy.filter { $0.lowerBound == first && $0.upperBound <= last }
            .max { $0.upperBound < $1.upperBound }
    }

    /// The newest version that a file names; -1 for an empty log.
    var newestVersion: Int64 { max(commits.last ?? -1, checkpoints.last?.version ?? -1) }

    /// The newest version a checksum or a checkpoint pointer speaks of although no file leads to it; nil if none.
    ///
    /// Both are written after what they speak of, so either the log lost it or the listing is torn.
    func lostVersion(pointer: Int64?) -> Int64? {
        let known = max(checksums.last ?? -1, pointer ?? -1)
        return known > newestVersion ? known : nil
    }

    /// Whether commits are missing between those after the newest checkpoint.
    var hasGap: Bool {
        let checkpoint = checkpoints.last?.version ?? -1
        let first = commits.partitioningIndex { $0 > checkpoint }
        guard first < commits.count, let last = commits.last else { return false }
        return commits[first] != checkpoint + 1 || last - commits[first] != Int64(commits.count - first - 1)
    }

    /// The oldest version that the files can show; past the newest when there is none.
    var oldestVersion: Int64 {
        let first = commits.first == 0 ? 0 : Int64.max
        return min(first, checkpoints.first?.version ?? .max)
    }

    /// The name of a commit file, such as `00000000000000000042.json`.
    static func commit(_ version: Int64) -> String { "\(padded(version)).json" }

    /// The name of a file of reconciled commits.
    static func compacted(_ first: Int64, _ last: Int64) -> String {
        "\(padded(first)).\(padded(last)).compacted.json"
    }

    /// The name of a classic checkpoint, such as `00000000000000000042.checkpoint.parquet`.
    static func checkpoint(_ version: Int64) -> String { "\(padded(version)).checkpoint.parquet" }

    /// The name of a version checksum, such as `00000000000000000042.crc`.
    static func checksum(_ version: Int64) -> String { "\(padded(version)).crc" }

    private static func padded(_ version: Int64) -> String {
        let digits = String(version)
        return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }
}

/// A version no file of the log leads to.
struct MissingCommit: Error {
    var version: Int64
}

extension [Int64] {
    /// The index of the first element for which `isSecond` holds, in an array it splits in two.
    fileprivate func partitioningIndex(where isSecond: (Int64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
