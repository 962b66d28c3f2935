import DeltaLake
import Storage
import Synchronization

/// A place for a table in memory, for tests that need no disk.
final class MemoryFolder: Sendable {
    let storage: MemoryStorage
    /// The path of a table in it, of no other test's.
    let table = "lake-\(UInt64.random(in: 0 ... .max))/table"
    private let clock: Clock

    private final class Clock: Sendable {
        let ahead = Atomic<Int64>(0)
    }

    init() {
        let clock = Clock()
        self.clock = clock
        storage = MemoryStorage { systemMilliseconds() + clock.ahead.load(ordering: .relaxed) }
    }

    /// Puts the storage's clock so much forward.
    func wait(milliseconds: Int64) { clock.ahead.add(milliseconds, ordering: .relaxed) }

    /// Options that lead here.
    func options(interval: Int64 = 0) -> TableOptions { SampleTable.options(storage, interval: interval) }

    /// All files of the table, relative, sorted; `_delta_log` left out unless asked for.
    func files(includingLog: Bool = false) -> [String] {
        storage.paths.filter { $0.hasPrefix("\(table)/") }.map { String($0.dropFirst(table.count + 1)) }
            .filter { includingLog || !$0.hasPrefix("_delta_log") }
    }
}
