/// Scores of a set under one kind of labels, averaged over seeds.
struct SetScores {
    static let names = [
        "mae", "rmse", "r2", "mean_mae", "auc", "pr_auc", "log_loss", "brier", "ece", "recall_at_85",
        "coverage", "least_of_500", "most_of_500", "forest_auc", "forest_log_loss", "forest_ece", "curve_auc",
    ]

    private var values: [String: Double] = [:]

    mutating func add(_ run: Run, of seeds: Int) {
        let mean = RegressionScores(run.means)
        let median = RegressionScores(run.medians)
        let chance = ProbabilityScores(run.chances)
        let forest = ProbabilityScores(run.forests)
        let coverage = Coverage(run.intervals)
        let found = [
            median.mae, mean.rmse, mean.r2, mean.mae, chance.auc, chance.prAUC, chance.logLoss,
            chance.brier, chance.ece, chance.recallAt85, coverage.share, coverage.least, coverage.most,
            forest.auc, forest.logLoss, forest.ece, ProbabilityScores(run.curves).auc,
        ]
        for (name, value) in zip(Self.names, found) {
            values[name, default: 0] += value / Double(seeds)
        }
    }

    subscript(_ name: String) -> Double { values[name] ?? .nan }
}
