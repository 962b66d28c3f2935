package import Hospital
import Synchronization

/// Verdicts on commands, for those who sent them and wait.
///
/// A sender says beforehand which id it waits for; the pipeline's thread settles it. Nobody blocks.
package final class CommandVerdicts: Sendable {
    /// A verdict.
    package struct Verdict: Sendable, Equatable {
        package var isDone: Bool
        package var reason: String
    }

    private enum Entry {
        /// Sent, or about to be; nobody listens yet.
        case expected
        case waiting(CheckedContinuation<Verdict?, Never>)
        /// Came before anybody listened.
        case given(Verdict?)
    }

    private let entries = Mutex<[String: Entry]>([:])

    package init() {}

    /// Waits for the verdict on the command `id`, which `send` appends to the log; nil when none came in `patience`.
    package func verdict(
        on id: String,
        within patience: Duration,
        sending send: () async throws -> Void
    ) async throws -> Verdict? {
        entries.withLock { $0[id] = .expected }
        do {
            try await send()
        } catch {
            entries.withLock { $0[id] = nil }
            throw error
        }
        let clock = Task { [self] in
            try? await Task.sleep(for: patience)
            give(id, nil)
        }
        defer {
            clock.cancel()
            entries.withLock { $0[id] = nil }
        }
        return await withCheckedContinuation { continuation in
            let given: Verdict?? = entries.withLock { entries in
                if case .given(let verdict)? = entries[id] { return .some(verdict) }
                entries[id] = .waiting(continuation)
                return nil
            }
            if let given { continuation.resume(returning: given) }
        }
    }

    /// Tells whoever waits for `outcome`'s command.
    package func settle(_ outcome: CommandOutcome, isDone: Bool) {
        give(outcome.id, Verdict(isDone: isDone, reason: outcome.reason))
    }

    private func give(_ id: String, _ verdict: Verdict?) {
        let waiting: CheckedContinuation<Verdict?, Never>? = entries.withLock { entries in
            switch entries[id] {
            case .waiting(let continuation)?:
                entries[id] = .given(verdict)
                return continuation
            case .expected?:
                entries[id] = .given(verdict)
                return nil
            case .given?, nil: return nil
            }
        }
        waiting?.resume(returning: verdict)
    }
}
