/// When to commit: by time and by records, whichever comes first.
struct Beat {
    /// Longest wait for a record, so that the screen and the beat stay alive in silence.
    static let longestWait = Duration.milliseconds(50)

    private let settings: PipelineSettings
    private var lastCommit = ContinuousClock.now
    private var recordsSinceCommit = 0

    init(_ settings: PipelineSettings) {
        self.settings = settings
    }

    mutating func note(records: Int) {
        recordsSinceCommit += records
        hasStateToSave = true
    }

    /// How long to wait for records.
    var patience: Duration {
        guard hasRecords else { return Self.longestWait }
        let left = settings.commitEvery - lastCommit.duration(to: .now)
        return min(max(left, .zero), Self.longestWait)
    }

    var hasRecords: Bool { recordsSinceCommit > 0 }

    var isCommitDue: Bool {
        hasRecords
            && (isFull
                || lastCommit.duration(to: .now) >= settings.commitEvery)
    }

    /// Whether as many records wait as one commit may hold; then it must not be put off.
    var isFull: Bool { recordsSinceCommit >= settings.commitMaxRecords }

    mutating func committed() {
        recordsSinceCommit = 0
        lastCommit = .now
    }

    /// Whether anything was read since the state was last saved whole.
    private(set) var hasStateToSave = false

    mutating func stateSaved() { hasStateToSave = false }
}
