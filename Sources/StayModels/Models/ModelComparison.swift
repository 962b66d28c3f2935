import Hospital

/// Which of two models serves: the one that has lost less on the same matured labels, beyond what chance gives.
///
/// The gap between both losses is kept as a faded mean and variance; the model that serves changes when the other is ahead
/// by two standard errors, and so does not flutter between equals.
struct ModelComparison: Sendable, Equatable {
    /// Labels remembered: some days of a hospital, so that what a model lost while it was new is soon forgotten.
    private static let horizon = 500.0
    /// Labels before a challenger may serve.
    static let leastLabels = 200.0
    /// Standard errors of a lead that counts.
    private static let lead = 2.0

    /// The model that serves: 0 the champion, 1 the challenger.
    private(set) var serving = 0
    private(set) var labels = 0.0
    /// Faded mean of champion's minus challenger's loss, and of its square.
    private(set) var gap = 0.0
    private(set) var square = 0.0

    init() {}

    /// Notes what both models lost on one label; ignored unless both are numbers.
    mutating func learn(champion: Double, challenger: Double) {
        let difference = champion - challenger
        guard difference.isFinite else { return }
        labels = min(labels + 1, Self.horizon)
        gap += (difference - gap) / labels
        square += (difference * difference - square) / labels
        guard labels >= Self.leastLabels else { return }
        let error = (max(square - gap * gap, 0) / labels).squareRoot()
        if gap > Self.lead * error { serving = 1 }
        if gap < -Self.lead * error { serving = 0 }
    }
}

extension ModelComparison: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(Int64(serving))
        for value in [labels, gap, square] { writer.write(value) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        serving = Int(try reader.integer(Int64.self))
        guard (0...1).contains(serving) else { throw StateError("unknown model") }
        labels = try reader.double()
        gap = try reader.double()
        square = try reader.double()
    }
}
