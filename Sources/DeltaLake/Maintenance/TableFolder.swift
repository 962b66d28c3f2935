internal import Storage

/// The files in a table's folder, without its log.
struct TableFolder {
    /// One file.
    struct Entry {
        /// The path relative to the table.
        var name: String
        var status: ObjectStatus
    }

    /// Folders within folders that are followed, far above what partitioning needs.
    private static let depthLimit = 64

    private let storage: any ObjectStorage
    private let path: String
    private let partitionColumns: Set<String>

    init(_ table: DeltaTable) {
        storage = table.options.storage
        path = table.path
        partitionColumns = Set(table.metadata.partitionColumns)
    }

    /// All files that can belong to the table, sorted by name.
    ///
    /// Names that start with `_` or `.` are not the table's, by the protocol, but for change data and the
    /// folders of partition columns that are called so.
    func entries() throws(DeltaError) -> [Entry] {
        var entries: [Entry] = []
        try collect("", depth: 0, into: &entries)
        return entries.sorted { $0.name < $1.name }
    }

    private func collect(_ folder: String, depth: Int, into entries: inout [Entry]) throws(DeltaError) {
        let names: [String]
        do throws(StorageError) {
            names = try storage.list(folder.isEmpty ? path : "\(path)/\(folder)")
        } catch {
            if error.isMissing { return }
            throw DeltaError(error)
        }
        for name in names where isVisible(name, depth: depth) {
            let relative = folder.isEmpty ? name : "\(folder)/\(name)"
            let status: ObjectStatus
            do throws(StorageError) {
                status = try storage.status(of: "\(path)/\(relative)")
            } catch {
                if error.isMissing { continue }
                throw DeltaError(error)
            }
            if !status.isFolder {
                entries.append(Entry(name: relative, status: status))
            } else if depth < Self.depthLimit {
                try collect(relative, depth: depth + 1, into: &entries)
            }
        }
    }

    private func isVisible(_ name: String, depth: Int) -> Bool {
        guard name.hasPrefix("_") || name.hasPrefix(".") else { return true }
        if depth == 0, name == DeltaTable.changeFolder { return true }
        guard let equals = name.firstIndex(of: "="),
            let column = PartitionPath.decoded(String(name[..<equals]))
        else { return false }
        return partitionColumns.contains(column)
    }
}
