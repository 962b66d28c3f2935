/// How the error of a stay behaves around the winter stream's abrupt change on day 250.
struct Drift {
    /// Mean absolute error of the 1,000 events before the change, and of each 1,000 after it.
    private(set) var before = 0.0
    private(set) var after: [Double] = []

    init(_ runs: [Run], _ set: DataSet, day: Double = 250) {
        guard let arrival = set.arrival else { return }
        for run in runs {
            guard let first = run.rows.firstIndex(where: { arrival[$0] >= day * 1_440 }) else { return }
            let errors = run.medians.map { abs($0.prediction - $0.target) }
            let share = 1 / Double(runs.count)
            before += share * errors[(first - 1_000)..<first].reduce(0, +) / 1_000
            for (block, start) in stride(from: first, through: errors.count - 1_000, by: 1_000)
                .enumerated()
            {
                let mean = errors[start..<(start + 1_000)].reduce(0, +) / 1_000
                if block == after.count { after.append(0) }
                after[block] += share * mean
            }
        }
    }

    /// Each block's error as a multiple of the block before it, the first after the change first.
    var steps: [Double] { zip(after, [before] + after).map { $0 / $1 } }
}
