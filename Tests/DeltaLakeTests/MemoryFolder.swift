import DeltaLake
import Storage

/// A place for a table in memory, for tests that need no disk.
struct MemoryFolder {
    let storage = MemoryStorage()
    /// The path of a table in it.
    let table = "lake/table"

    /// Options that lead here.
    func options(interval: Int64 = 0) -> TableOptions { SampleTable.options(storage, interval: interval) }

    /// All files of the table, relative, sorted; `_delta_log` left out unless asked for.
    func files(includingLog: Bool = false) -> [String] {
        storage.paths.filter { $0.hasPrefix("\(table)/") }.map { String($0.dropFirst(table.count + 1)) }
            .filter { includingLog || !$0.hasPrefix("_delta_log") }
    }
}
