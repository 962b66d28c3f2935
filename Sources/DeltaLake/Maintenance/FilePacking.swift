internal import Parquet

/// Chooses which small files of a table become one.
struct FilePacking {
    /// Files to be merged: of one partition, with the same tags, in the order they were written.
    private(set) var bins: [[AddFile]] = []

    /// What files must share to be merged.
    private struct Group: Hashable, Comparable {
        let partition: String
        let tags: String

        static func < (left: Group, right: Group) -> Bool {
            (left.partition, left.tags) < (right.partition, right.tags)
        }
    }

    /// Packs the files of `table` in order, so that rows that came together stay together.
    ///
    /// - Throws: `invalidInput` for a filter on anything but partition columns.
    init(_ table: DeltaTable, _ options: OptimizeOptions) throws(DeltaError) {
        let pruning = try FilePruning(options.filter, table.metadata)
        for name in options.filter.columns where !table.metadata.partitionColumns.contains(name) {
            throw .invalidInput("optimize chooses files by partition columns; \(name) is none")
        }
        let limit = options.targetBytes - options.targetBytes / 4
        var groups: [Group: [AddFile]] = [:]
        for file in table.filesInOrder {
            guard case .read = try pruning.verdict(file) else { continue }
            if options.keptApart.contains(where: { file.tags?[$0.key] == $0.value }) { continue }
            guard file.size < limit || Self.isWorn(file, options.deletedShare) else { continue }
            groups[Self.group(file, table.metadata), default: []].append(file)
        }
        var budget = options.maximumInputBytes
        for (_, files) in groups.sorted(by: { $0.key < $1.key }) {
            for packed in Self.pack(files, into: options.targetBytes) {
                let bin = Self.balanced(packed, options)
                let isWorthIt =
                    bin.count >= max(2, options.minimumFiles)
                    || bin.contains { Self.isWorn($0, options.deletedShare) }
                let size = bin.reduce(0) { $0 + $1.size }
                guard isWorthIt, size <= budget || bins.isEmpty else { continue }
                budget -= min(size, budget)
                bins.append(bin)
            }
        }
    }

    /// Next-fit: a bin is closed when the next file would make it larger than the target.
    private static func pack(_ files: [AddFile], into target: Int64) -> [[AddFile]] {
        var bins: [[AddFile]] = []
        var size: Int64 = 0
        for file in files {
            if bins.isEmpty || size + file.size > target {
                bins.append([])
                size = 0
            }
            bins[bins.count - 1].append(file)
            size += file.size
        }
        return bins
    }

    /// The files without those too large to be rewritten for what the others bring.
    private static func balanced(_ bin: [AddFile], _ options: OptimizeOptions) -> [AddFile] {
        var left = bin
        var size = bin.reduce(0) { $0 + $1.size }
        while let largest = left.indices.max(by: { left[$0].size < left[$1].size }),
            Double(left[largest].size) > options.largestShare * Double(size),
            !isWorn(left[largest], options.deletedShare)
        {
            size -= left.remove(at: largest).size
        }
        return left
    }

    /// Whether so many rows of a file are deleted that it pays to write it anew.
    private static func isWorn(_ file: AddFile, _ share: Double) -> Bool {
        guard let vector = file.deletionVector, let rows = file.rowCount, rows > 0 else { return false }
        return Double(vector.cardinality) >= share * Double(rows)
    }

    private static func group(_ file: AddFile, _ metadata: TableMetadata) -> Group {
        Group(
            partition: PartitionPath.folder(metadata.partitionColumns, file.partitionValues),
            tags: (file.tags ?? [:]).sorted { $0.key < $1.key }
                .map { "\($0.key.utf8.count):\($0.key)=\($0.value)" }.joined(separator: ",")
        )
    }
}
