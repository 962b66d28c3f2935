import DeltaLake

/// Which file of a keyed table holds which slice of a site's live rows.
///
/// Live rows are known by what is in the file: its partition says site and `open = true`. The tag that says which slice is
/// ours; a file without one, or a slice in two files, is another tool's work (a compaction drops tags): then the site is a
/// stranger, and all its live files are replaced by its next commit.
struct LiveSliceFiles: Sendable {
    /// What a commit does to the live files.
    struct Change: Sendable {
        var sites: [String: (live: LiveSlices, paths: [Int: String])] = [:]
    }

    private var files: [String: [Int: String]] = [:]
    /// Live files that are not known by slice.
    private var others: [String: [String]] = [:]

    init(_ table: DeltaTable, isKeyed: Bool) {
        guard isKeyed, let siteColumn = table.metadata.partitionColumns.first else { return }
        for (path, file) in table.files where (file.partitionValues[TableSchema.openColumn] ?? nil) == "true"
        {
            let site = (file.partitionValues[siteColumn] ?? nil) ?? ""
            if let part = file.tags?[TableCommitter.partTag].flatMap({ Int($0) }), files[site]?[part] == nil,
                file.deletionVector == nil
            {
                files[site, default: [:]][part] = path
            } else {
                others[site, default: []].append(path)
            }
        }
    }

    /// Sites of which another tool rewrote live files.
    var strangers: Set<String> { Set(others.keys) }

    /// The files that `live` takes the place of.
    func replaced(by live: LiveSlices, site: String) -> [String] {
        let known = files[site] ?? [:]
        if live.isWhole { return Array(known.values) + (others[site] ?? []) }
        return known.filter { live.changed[$0.key] != nil || !live.present.contains($0.key) }.map(\.value)
    }

    /// Notes what a commit did.
    mutating func took(_ change: Change) {
        for (site, (live, paths)) in change.sites {
            if live.isWhole {
                files[site] = paths
                others[site] = nil
                continue
            }
            var known = files[site] ?? [:]
            for slice in known.keys where !live.present.contains(slice) { known[slice] = nil }
            for slice in live.changed.keys { known[slice] = paths[slice] }
            files[site] = known
        }
    }
}
