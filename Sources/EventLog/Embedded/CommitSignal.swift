import Dispatch
import Synchronization

/// Tells the readers of this process that an append was committed.
final class CommitSignal: Sendable {
    private struct State {
        var ends: [Int64]
        var waiting: [DispatchSemaphore] = []
    }

    private let state: Mutex<State>

    init(ends: [Int64]) {
        state = Mutex(State(ends: ends))
    }

    /// The end offset of each partition as far as this process knows.
    var ends: [Int64] { state.withLock { $0.ends } }

    /// Raises the ends and wakes all waiting readers.
    func publish(_ ends: [Int64]) {
        let waiting = state.withLock { state in
            for (partition, end) in ends.enumerated() where end > state.ends[partition] {
                state.ends[partition] = end
            }
            defer { state.waiting = [] }
            return state.waiting
        }
        for semaphore in waiting { semaphore.signal() }
    }

    /// Returns when `isAhead` of the ends holds, something was published, or `timeout` is over.
    func wait(_ semaphore: DispatchSemaphore, timeout: Duration, until isAhead: ([Int64]) -> Bool) {
        let mustWait = state.withLock { state in
            if isAhead(state.ends) { return false }
            state.waiting.append(semaphore)
            return true
        }
        guard mustWait else { return }
        guard semaphore.wait(timeout: .now() + timeout.dispatchInterval) == .timedOut else { return }
        let wasWoken = state.withLock { state in
            let before = state.waiting.count
            state.waiting.removeAll { $0 === semaphore }
            return state.waiting.count == before
        }
        if wasWoken { semaphore.wait() }
    }
}

extension Duration {
    /// The same time for Dispatch, at most a day.
    var dispatchInterval: DispatchTimeInterval {
        let bounded = min(max(self, .zero), .seconds(86_400))
        let (seconds, attoseconds) = bounded.components
        return .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    /// The same time in whole milliseconds, rounded up, for C.
    var milliseconds: Int32 {
        let bounded = min(max(self, .zero), .seconds(86_400))
        let (seconds, attoseconds) = bounded.components
        return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
