/// How the error of a stay behaves around the winter stream's abrupt change on day 250.
///
/// Each block of 1,000 events is compared with the one before it, for the forest and for the true conditional
/// median: what the oracle's error does, the data does.
struct Drift {
    private static let size = 1_000

    /// Each block's error over that of the block before it, the first after the change first.
    private(set) var steps: [Double] = []
    private(set) var oracleSteps: [Double] = []
    /// Each block's error over the oracle's, the last before the change first.
    private(set) var excess: [Double] = []

    init(_ runs: [Run], _ set: DataSet, day: Double = 250) {
        guard let arrival = set.arrival, let oracle = set.oracle, let rows = runs.first?.rows,
            let first = rows.firstIndex(where: { arrival[$0] >= day * 1_440 }), first >= Self.size
        else { return }
        let mean = { (errors: [Double]) in
            stride(from: first - Self.size, through: errors.count - Self.size, by: Self.size).map {
                errors[$0..<($0 + Self.size)].reduce(0, +) / Double(Self.size)
            }
        }
        let best = mean(rows.map { abs(oracle[$0] - set.target[$0]) })
        var ours = Array(repeating: 0.0, count: best.count)
        for run in runs {
            let blocks = mean(run.medians.map { abs($0.prediction - $0.target) })
            for block in ours.indices { ours[block] += blocks[block] / Double(runs.count) }
        }
        steps = zip(ours.dropFirst(), ours).map { $0 / $1 }
        oracleSteps = zip(best.dropFirst(), best).map { $0 / $1 }
        excess = zip(ours, best).map { $0 / $1 }
    }

    /// The step right after the change.
    var reaction: Double { steps.first ?? .infinity }

    /// The worst step once the oracle's own step is taken out of it.
    var worstOverOracle: Double { zip(steps, oracleSteps).map { $0 / $1 }.max() ?? .infinity }
}
