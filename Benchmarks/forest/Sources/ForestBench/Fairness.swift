import Foundation
import OnlineForest

/// Errors and calibration of each group of patients, of one run.
struct Fairness {
    struct Line {
        let name: String
        let count: Int
        let meanStay: Double
        /// Mean absolute error of the median, and mean of the mean's prediction less the stay.
        let mae: Double
        let bias: Double
        let auc: Double
        /// Mean calibrated chance of a long stay, and the share that was long.
        let predicted: Double
        let observed: Double
        let ece: Double
        /// Share of stays that their interval held.
        let coverage: Double
    }

    let lines: [Line]

    init(_ run: Run, of groups: [String]) {
        let places = Dictionary(grouping: run.rows.indices) { groups[run.rows[$0]] }
        lines = places.sorted { $0.key.localizedStandardCompare($1.key) == .orderedAscending }.map {
            name,
            places in
            let count = Double(places.count)
            let mean = { (value: (Int) -> Double) in places.reduce(0) { $0 + value($1) } / count }
            let chances = places.map { run.chances[$0] }
            let scores = ProbabilityScores(chances)
            return Line(
                name: name,
                count: places.count,
                meanStay: mean { run.means[$0].target },
                mae: mean { abs(run.medians[$0].prediction - run.medians[$0].target) },
                bias: mean { run.means[$0].prediction - run.means[$0].target },
                auc: scores.auc,
                predicted: mean { run.chances[$0].score },
                observed: mean { run.chances[$0].outcome ? 1 : 0 },
                ece: scores.ece,
                coverage: mean { run.intervals[$0] == .inside ? 1 : 0 }
            )
        }
    }

    func print(_ kind: String) {
        for line in lines {
            let text = String(
                format: "%7d %8.1f %8.1f %8.1f %7.3f %9.3f %8.3f %7.3f %8.3f",
                line.count,
                line.meanStay,
                line.mae,
                line.bias,
                line.auc,
                line.predicted,
                line.observed,
                line.ece,
                line.coverage
            )
            Swift.print("\(kind) \(line.name)".padding(toLength: 22, withPad: " ", startingAt: 0), text)
        }
    }

    static let header =
        "group                     stays     mean      mae     bias     auc predicted observed     ece coverage"
}
