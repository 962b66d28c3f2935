/// Watches one tree's errors on matured labels, and says when a successor should be raised.
///
/// A short and a long faded mean of the absolute error are compared: a rise of the short one beyond what chance
/// gives is a warning. A false warning costs time but no accuracy, as a successor takes over only once it is
/// better on the same labels.
struct DriftWatch: Sendable, Equatable {
    /// Labels of the short and of the long mean.
    private static let short: Float = 300
    private static let long: Float = 3_000
    /// Labels before the first warning.
    private static let patience: Float = 1_000
    /// Standard errors above the long mean that count as a warning.
    private static let alarm: Float = 3.5

    /// Labels seen, as far as `long`.
    var labels: Float = 0
    var shortMean: Float = 0
    var longMean: Float = 0
    /// Long mean of the squared error.
    var longSquare: Float = 0

    /// Notes an error in tree units; true warns.
    mutating func warns(_ error: Float) -> Bool {
        let error = min(abs(error), 100)
        labels = min(labels + 1, Self.long)
        let step = labels < Self.long ? 1 / labels : 1 / Self.long
        shortMean += (error - shortMean) * max(step, 1 / Self.short)
        longMean += (error - longMean) * step
        longSquare += (error * error - longSquare) * step
        guard labels >= Self.patience else { return false }
        let variance = max(longSquare - longMean * longMean, 1e-12)
        let gap = shortMean - longMean
        return gap > 0 && gap * gap * 2 * Self.short > Self.alarm * Self.alarm * variance
    }
}
