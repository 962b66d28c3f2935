import Hospital

/// Chaos score: population standard deviation of the wait to be seen, in minutes.
///
/// count = patients seen, sum and squares of the wait in seconds. Waits over a year are cut, so that the squares
/// of a thousand million waits still fit.
enum Chaos: KPIFamily {
    private static let longestWait: Int64 = 86_400 * 366

    static let grain = KPIGrain.hour
    static let definitions = [
        KPIDefinition("chaos_score", .deviation, unit: "minutes") { sums in
            guard sums.count > 0 else { return nil }
            let count = Double(sums.count)
            let mean = Double(sums.sum) / count
            let variance = max(0, Double(sums.squares) / count - mean * mean)
            return KPIReading(
                value: variance.squareRoot() / 60,
                numerator: Double(sums.sum) / 60,
                denominator: count
            )
        }
    ]

    static func contribute(_ visit: Visit, to facts: inout FactList) {
        guard let arrivedAt = visit.arrivedAt, let seenAt = visit.seenAt else { return }
        let wait = min(max(seenAt.since(arrivedAt).wholeSeconds, 0), longestWait)
        facts.add(at: seenAt, sum: wait, squares: wait * wait)
    }
}
