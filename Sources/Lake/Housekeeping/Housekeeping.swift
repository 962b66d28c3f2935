package import Hospital
import DeltaLake
import Dispatch
import Synchronization

/// Looks after the tables beside the pipeline: merges small files and clears away what is kept no longer.
///
/// A round works on copies of the tables' handles, on a thread of its own. Its commits race with the pipeline's as
/// another writer's would, and Delta's rules let both through: a merge touches no live slice, and the pipeline removes
/// nothing else. A fault ends the round of one table and is shown; the pipeline goes on.
package final class Housekeeping: Sendable {
    private let queue = DispatchQueue(label: "wardflow.housekeeping", qos: .utility)
    private let rules: HousekeepingRules
    private let isBusy = Atomic<Bool>(false)
    private let schedule: Mutex<Schedule>
    private let done = Mutex(Upkeep())

    /// When the next round and the next search for leftovers are due.
    private struct Schedule {
        var round: ContinuousClock.Instant
        var vacuum: ContinuousClock.Instant
    }

    package init(_ rules: HousekeepingRules) {
        self.rules = rules
        let start = ContinuousClock.now
        // Leftovers of a crash are looked for in the first round.
        schedule = Mutex(Schedule(round: start + rules.every, vacuum: start))
    }

    /// What was done since the start of the process.
    package var upkeep: Upkeep { done.withLock { $0 } }

    /// Begins a round over `tables` when one is due and none is under way.
    package func offer(_ tables: [TableCommitter]) {
        let now = ContinuousClock.now
        guard !isBusy.load(ordering: .acquiring), schedule.withLock({ $0.round <= now }) else { return }
        let vacuums = schedule.withLock { schedule in
            schedule.round = now + rules.every
            guard schedule.vacuum <= now else { return false }
            schedule.vacuum = now + rules.vacuumEvery
            return true
        }
        isBusy.store(true, ordering: .releasing)
        queue.async { [self] in
            for table in tables { work(table, vacuums: vacuums) }
            done.withLock { $0.rounds += 1 }
            isBusy.store(false, ordering: .releasing)
        }
    }

    /// Waits for the round under way.
    package func wait() {
        queue.sync {}
    }

    private func work(_ committer: TableCommitter, vacuums: Bool) {
        var round = TableRound(committer, rules)
        let fault: String?
        do throws(DeltaError) {
            try round.run(vacuums: vacuums)
            fault = nil
        } catch {
            fault = "\(error)"
        }
        done.withLock { done in
            done.filesMerged += round.merged
            done.filesCleared += round.cleared
            done.note(committer.schema.path, fault)
        }
    }
}
