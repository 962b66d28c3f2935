import OnlineForest

/// When a stay's length is learned.
enum Labels: String, CaseIterable {
    /// At its arrival, as benchmarks of online learners do.
    case immediate
    /// At its discharge, as a hospital must.
    case discharge
}

/// Predictions of one seed over the scored rows of a set, made before the row's label was learned.
struct Run {
    var means: [(prediction: Double, target: Double)] = []
    var medians: [(prediction: Double, target: Double)] = []
    var chances: [(score: Double, outcome: Bool)] = []
    /// Row of each entry.
    var rows: [Int] = []
}

extension Run {
    /// Predicts each arrival and learns each label when it is due, with default forests.
    init(_ set: DataSet, labels: Labels, seed: UInt64, rows limit: Int = .max) {
        let configuration = ForestConfiguration(seed: seed)
        var stay = Forest(
            features: set.features,
            task: .regression(logScale: false),
            configuration: configuration
        )
        var long = Forest(features: set.features, task: .classification, configuration: configuration)
        let rows = (0..<set.count).map { set.row($0) }
        var versions = Array(repeating: UInt64(0), count: set.count)
        func learn(_ index: Int) {
            let isLong = set.target[index] > set.threshold
            let key = UInt64(index)
            stay.learn(rows[index], target: set.target[index], key: key, predictedAt: versions[index])
            long.learn(rows[index], target: isLong ? 1 : 0, key: key, predictedAt: versions[index])
        }
        var leaving: [Int] = []
        if labels == .discharge, let discharge = set.discharge {
            leaving = discharge.indices.sorted { (discharge[$0], $0) < (discharge[$1], $1) }
        }
        var left = 0
        for index in 0..<min(set.count, limit) {
            if labels == .discharge, let arrival = set.arrival, let discharge = set.discharge {
                while left < leaving.count, discharge[leaving[left]] <= arrival[index] {
                    learn(leaving[left])
                    left += 1
                }
            }
            versions[index] = stay.version
            if index >= set.firstScored {
                let estimate = stay.estimate(rows[index])
                means.append((estimate.mean, set.target[index]))
                medians.append((estimate.median, set.target[index]))
                chances.append((long.predict(rows[index]), set.target[index] > set.threshold))
                self.rows.append(index)
            }
            if labels == .immediate { learn(index) }
        }
    }
}

/// Scores of a set, averaged over seeds.
struct SetScores {
    var values: [String: Double] = [:]

    static let names = [
        "mae", "rmse", "r2", "mean_mae", "auc", "pr_auc", "log_loss", "brier", "ece", "recall_at_85",
    ]

    mutating func add(_ run: Run, of seeds: Int) {
        let mean = RegressionScores(run.means)
        let median = RegressionScores(run.medians)
        let chance = ProbabilityScores(run.chances)
        let found = [
            median.mae, mean.rmse, mean.r2, mean.mae, chance.auc, chance.prAUC, chance.logLoss,
            chance.brier,
            chance.ece, chance.recallAt85,
        ]
        for (name, value) in zip(Self.names, found) {
            values[name, default: 0] += value / Double(seeds)
        }
    }

    subscript(_ name: String) -> Double { values[name] ?? .nan }
}
