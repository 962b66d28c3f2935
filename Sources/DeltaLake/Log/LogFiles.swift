/// Names in `_delta_log` and what they stand for.
struct LogFiles {
    /// The folder's name inside a table.
    static let folder = "_delta_log"
    /// The pointer to the newest checkpoint.
    static let lastCheckpoint = "_last_checkpoint"

    /// Versions with a commit file, ascending.
    var commits: [Int64] = []
    /// Versions with a complete checkpoint and its files in order, ascending by version.
    var checkpoints: [(version: Int64, files: [String])] = []

    /// Sorts a folder listing; unknown names and incomplete checkpoints are left out.
    init(listing names: [String]) {
        var parts: [Int64: [Int64: [Int64: String]]] = [:]
        for name in names {
            let words = name.split(separator: ".", omittingEmptySubsequences: false)
            guard words.count >= 2, words[0].utf8.count == 20, let version = Int64(words[0]), version >= 0
            else {
                continue
            }
            if words.count == 2, words[1] == "json" {
                commits.append(version)
            } else if words.count == 3, words[1] == "checkpoint", words[2] == "parquet" {
                parts[version, default: [:]][1, default: [:]][1] = name
            } else if words.count == 5, words[1] == "checkpoint", words[4] == "parquet",
                let part = Int64(words[2]), let total = Int64(words[3]), total > 1, (1...total).contains(part)
            {
                parts[version, default: [:]][total, default: [:]][part] = name
            }
        }
        commits.sort()
        for (version, byTotal) in parts {
            let complete = byTotal.filter { Int64($0.value.count) == $0.key }.min { $0.key < $1.key }
            guard let complete else { continue }
            checkpoints.append((version, complete.value.sorted { $0.key < $1.key }.map(\.value)))
        }
        checkpoints.sort { $0.version < $1.version }
    }

    /// The commits of the versions after `version` up to `last`.
    func commits(after version: Int64, through last: Int64) -> ArraySlice<Int64> {
        let start = commits.partitioningIndex { $0 > version }
        let end = commits.partitioningIndex { $0 > last }
        return start < end ? commits[start..<end] : []
    }

    /// The oldest version that the files can show; past the newest when there is none.
    var oldestVersion: Int64 {
        var oldest = commits.first == 0 ? 0 : Int64.max
        if let first = checkpoints.first { oldest = min(oldest, first.version) }
        return oldest
    }

    /// The name of a commit file, such as `00000000000000000042.json`.
    static func commit(_ version: Int64) -> String {
        "\(padded(version)).json"
    }

    /// The name of a classic checkpoint, such as `00000000000000000042.checkpoint.parquet`.
    static func checkpoint(_ version: Int64) -> String {
        "\(padded(version)).checkpoint.parquet"
    }

    private static func padded(_ version: Int64) -> String {
        let digits = String(version)
        return String(repeating: "0", count: max(0, 20 - digits.utf8.count)) + digits
    }
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
