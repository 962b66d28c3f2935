/// When a query must end before its time: asked by its owner, or too slow.
package struct StopCondition: Sendable {
    private let isAsked: @Sendable () -> Bool
    private let deadline: ContinuousClock.Instant?
    private let seconds: Double

    /// - Parameters:
    ///   - seconds: how long the query may take; nil for ever.
    ///   - isAsked: whether somebody wants it to end; called often.
    package init(after seconds: Double? = nil, isAsked: @escaping @Sendable () -> Bool = { false }) {
        self.isAsked = isAsked
        self.seconds = seconds ?? 0
        deadline = seconds.map { .now + .seconds($0) }
    }

    /// Why to end now, nil to go on.
    var reason: QueryError? {
        if isAsked() { return .stopped }
        if let deadline, .now > deadline { return .timedOut(seconds: seconds) }
        return nil
    }

    /// Throws when the query must end.
    func check() throws(QueryError) {
        if let reason { throw reason }
    }
}
