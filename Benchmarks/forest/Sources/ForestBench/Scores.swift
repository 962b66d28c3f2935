import Foundation

/// Errors of a regression over all scored rows.
struct RegressionScores {
    let mae: Double
    let rmse: Double
    let r2: Double

    init(_ pairs: [(prediction: Double, target: Double)]) {
        let count = Double(pairs.count)
        let mean = pairs.reduce(0) { $0 + $1.target } / count
        let variance = pairs.reduce(0) { $0 + ($1.target - mean) * ($1.target - mean) } / count
        let squared =
            pairs.reduce(0) { $0 + ($1.target - $1.prediction) * ($1.target - $1.prediction) } / count
        mae = pairs.reduce(0) { $0 + abs($1.target - $1.prediction) } / count
        rmse = squared.squareRoot()
        r2 = 1 - squared / variance
    }
}

/// Quality of probabilities over all scored rows, exact.
struct ProbabilityScores {
    let auc: Double
    /// Average precision.
    let prAUC: Double
    let logLoss: Double
    let brier: Double
    /// Expected calibration error over ten bins of equal count.
    let ece: Double
    /// Largest recall at a threshold whose precision is at least 85 %.
    let recallAt85: Double

    init(_ pairs: [(score: Double, outcome: Bool)]) {
        let count = Double(pairs.count)
        let positives = Double(pairs.count { $0.outcome })
        let ranked = pairs.sorted { $0.score > $1.score }
        var above = 0.0
        var seen = 0.0
        var area = 0.0
        var precisionSum = 0.0
        var recall = 0.0
        var index = 0
        while index < ranked.count {
            var end = index
            var tied = 0.0
            while end < ranked.count, ranked[end].score == ranked[index].score {
                tied += ranked[end].outcome ? 1 : 0
                end += 1
            }
            let size = Double(end - index)
            area += (size - tied) * (above + tied / 2)
            above += tied
            seen += size
            precisionSum += tied * above / seen
            if above / seen >= 0.85 { recall = above / positives }
            index = end
        }
        auc = area / (positives * (count - positives))
        prAUC = precisionSum / positives
        recallAt85 = recall
        brier =
            pairs.reduce(0) { $0 + ($1.score - ($1.outcome ? 1 : 0)) * ($1.score - ($1.outcome ? 1 : 0)) }
            / count
        logLoss =
            pairs.reduce(0) {
                $0 - log(min(max($1.outcome ? $1.score : 1 - $1.score, 1e-6), 1 - 1e-6))
            } / count
        var gaps = 0.0
        for bin in 0..<10 {
            let slice = ranked[(bin * ranked.count / 10)..<((bin + 1) * ranked.count / 10)]
            gaps += abs(slice.reduce(0) { $0 + $1.score - ($1.outcome ? 1 : 0) })
        }
        ece = gaps / count
    }
}
