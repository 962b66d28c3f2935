/// When to commit and when to save state: by time and by records, whichever comes first.
struct Beat {
    /// Longest wait for a record, so that the screen and the beat stay alive in silence.
    static let longestWait = Duration.milliseconds(50)

    private let configuration: PipelineConfiguration
    private var lastCommit = ContinuousClock.now
    private var lastState = ContinuousClock.now
    private var recordsSinceCommit = 0
    private var recordsSinceState = 0

    init(_ configuration: PipelineConfiguration) {
        self.configuration = configuration
    }

    mutating func note(records: Int) {
        recordsSinceCommit += records
        recordsSinceState += records
    }

    /// How long to wait for records.
    var patience: Duration {
        guard hasRecords else { return Self.longestWait }
        let left = configuration.commitEvery - lastCommit.duration(to: .now)
        return min(max(left, .zero), Self.longestWait)
    }

    var hasRecords: Bool { recordsSinceCommit > 0 }

    var isCommitDue: Bool {
        hasRecords
            && (isFull
                || lastCommit.duration(to: .now) >= configuration.commitEvery)
    }

    /// Whether as many records wait as one commit may hold; then it must not be put off.
    var isFull: Bool { recordsSinceCommit >= configuration.commitMaxRecords }

    mutating func committed() {
        recordsSinceCommit = 0
        lastCommit = .now
    }

    var hasStateToSave: Bool { recordsSinceState > 0 }

    var isStateDue: Bool {
        hasStateToSave
            && (recordsSinceState >= configuration.snapshotMaxRecords
                || lastState.duration(to: .now) >= configuration.snapshotEvery)
    }

    mutating func stateSaved() {
        recordsSinceState = 0
        lastState = .now
    }
}
