package import Hospital
import Synchronization

/// The fast path from the pipeline to every screen: the newest snapshot and who waits for the next.
///
/// One thread publishes; any task reads or subscribes. Publishing copies references and never waits on a
/// reader.
///
/// For example: `board.publish(snapshot)` on one thread, `for await update in board.subscribe() { draw(update) }` in a task.
package final class LiveBoard: Sendable {
    /// Updates a slow subscriber may fall behind before its oldest are dropped.
    package static let subscriberLimit = 64
    /// Updates whose transitions are kept for readers that come back.
    package static let ringLimit = 1_000

    /// The transitions of one past update.
    package struct Past: Sendable, Equatable {
        package let sequence: Int64
        package let transitions: [AlertLine]
    }

    private struct State {
        var current: BoardUpdate?
        var ring: [Past] = []
        /// Where the oldest entry of a full ring is.
        var oldest = 0
        var subscribers: [UInt64: AsyncStream<BoardUpdate>.Continuation] = [:]
        var nextSubscriber: UInt64 = 0
    }

    /// Verdicts on commands, for those who sent them.
    package let verdicts = CommandVerdicts()
    private let state = Mutex(State())
    private let dropped = Atomic<Int64>(0)
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: the monotonic clock behind `lastPublishedAt` and `age`.
    package init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Makes `snapshot` current and hands it to every subscriber; its sequence must exceed the one before.
    package func publish(_ snapshot: BoardSnapshot, transitions: [AlertLine] = []) {
        let update = BoardUpdate(snapshot: snapshot, transitions: transitions, publishedAt: now())
        let waiting = state.withLock { state in
            state.current = update
            if state.ring.count < Self.ringLimit {
                state.ring.append(update.past)
            } else {
                state.ring[state.oldest] = update.past
                state.oldest = (state.oldest + 1) % Self.ringLimit
            }
            return Array(state.subscribers.values)
        }
        for continuation in waiting {
            if case .dropped = continuation.yield(update) {
                dropped.add(1, ordering: .relaxed)
            }
        }
    }

    /// Tells whoever waits for a command's verdict.
    package func settle(_ outcome: CommandOutcome, isDone: Bool) { verdicts.settle(outcome, isDone: isDone) }

    /// The newest update, or nil before the first.
    package var current: BoardUpdate? { state.withLock { $0.current } }

    /// Monotonic time of the newest update, or nil before the first.
    package var lastPublishedAt: ContinuousClock.Instant? { current?.publishedAt }

    /// Time since the newest update, or nil before the first.
    package var age: Duration? { lastPublishedAt.map { $0.duration(to: now()) } }

    /// Updates dropped because a subscriber did not keep up, since the start.
    package var droppedUpdates: Int64 { dropped.load(ordering: .relaxed) }

    /// Subscribers that have not ended.
    package var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// Updates from the current one on; the newest `subscriberLimit` are kept for a reader that falls behind.
    package func subscribe() -> AsyncStream<BoardUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: BoardUpdate.self,
            bufferingPolicy: .bufferingNewest(Self.subscriberLimit)
        )
        let key = state.withLock { state in
            let key = state.nextSubscriber
            state.nextSubscriber += 1
            state.subscribers[key] = continuation
            if let current = state.current { continuation.yield(current) }
            return key
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.subscribers.removeValue(forKey: key) }
        }
        return stream
    }

    /// Past updates with a sequence over `sequence`, oldest first; nil when some of them are no longer kept
    /// or
    /// `sequence` is not from this board.
    package func past(after sequence: Int64) -> [Past]? {
        state.withLock { state in
            guard let newest = state.current?.sequence, sequence <= newest else { return nil }
            let ordered = state.ring[state.oldest...] + state.ring[..<state.oldest]
            guard let first = ordered.first, first.sequence <= sequence else { return nil }
            return ordered.filter { $0.sequence > sequence }
        }
    }
}
