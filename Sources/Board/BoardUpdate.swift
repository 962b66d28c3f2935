/// One published snapshot with the alert transitions that came with it.
package struct BoardUpdate: Sendable {
    package let snapshot: BoardSnapshot
    package let transitions: [AlertLine]
    /// Monotonic time of the publish call.
    package let publishedAt: ContinuousClock.Instant
    /// The JSON of the snapshot, made on first use and shared by all readers.
    package let json: BoardJSON

    init(snapshot: BoardSnapshot, transitions: [AlertLine], publishedAt: ContinuousClock.Instant) {
        self.snapshot = snapshot
        self.transitions = transitions
        self.publishedAt = publishedAt
        json = BoardJSON(snapshot)
    }

    package var sequence: Int64 { snapshot.sequence }
    /// What the ring keeps of it.
    package var past: LiveBoard.Past { LiveBoard.Past(sequence: sequence, transitions: transitions) }
}
