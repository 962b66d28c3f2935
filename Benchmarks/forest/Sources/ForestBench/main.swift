import Foundation
import OnlineForest

// Usage: ForestBench DATA SEEDS [export FOLDER | first ROWS]
// `first` scores only the first rows of each set, one seed, as the slow peers do.
let arguments = CommandLine.arguments
guard arguments.count >= 3, let seeds = Int(arguments[2]), seeds > 0 else {
    print("usage: ForestBench DATA SEEDS [export FOLDER | first ROWS]")
    exit(2)
}
let names = ["sem", "hrf", "aed", "aed_course", "winter_surge", "winter_static"]
var sets: [String: DataSet] = [:]
for name in names { sets[name] = try DataSet.load(name, from: arguments[1]) }
if arguments.count == 5, arguments[3] == "export" {
    for set in sets.values { try set.export(to: arguments[4]) }
    exit(0)
}
if arguments.count == 5, arguments[3] == "first", let limit = Int(arguments[4]) {
    for name in names {
        guard let set = sets[name] else { continue }
        var found = SetScores()
        found.add(Run(set, labels: .immediate, seed: 1, rows: limit), of: 1)
        let text = String(
            format: "mae %.3f rmse %.3f auc %.4f",
            found["mae"],
            found["rmse"],
            found["auc"]
        )
        print("OnlineForest".padding(toLength: 28, withPad: " ", startingAt: 0), name, text)
    }
    exit(0)
}

var scores: [String: SetScores] = [:]
var winterRuns: [Run] = []
for labels in Labels.allCases {
    print("\nOurs, \(labels.rawValue) labels, mean of \(seeds) seeds")
    print(
        "set".padding(toLength: 14, withPad: " ", startingAt: 0),
        SetScores.names.joined(separator: " ")
    )
    for name in names {
        guard let set = sets[name], labels == .immediate || set.discharge != nil else { continue }
        var found = SetScores()
        for seed in 1...seeds {
            let run = Run(set, labels: labels, seed: UInt64(seed))
            found.add(run, of: seeds)
            if name == "winter_surge", labels == .immediate { winterRuns.append(run) }
        }
        scores["\(name) \(labels.rawValue)"] = found
        let text = SetScores.names.map { String(format: "%.4f", found[$0]) }.joined(separator: " ")
        print(name.padding(toLength: 14, withPad: " ", startingAt: 0), text)
    }
}

@MainActor func score(_ name: String, _ labels: Labels = .immediate) -> SetScores {
    scores["\(name) \(labels.rawValue)"] ?? SetScores()
}

guard let sem = sets["sem"], let winter = sets["winter_surge"] else { exit(2) }
let drift = Drift(winterRuns, winter)
print("\nwinter_surge, each 1,000 events from day 250 over the 1,000 before them:")
print(drift.steps.map { String(format: "%.3f", $0) }.joined(separator: " "))
let speed = try Speed(sem)
print("\nevents a second of CPU time, sem: 10 trees \(Int(speed.tenTrees)),", terminator: " ")
print("with stages \(Int(speed.tenTreesWithStages));", terminator: " ")
print("30 trees with stages: classifier \(Int(speed.thirtyTreesClassifier)),", terminator: " ")
print("mean and median \(Int(speed.thirtyTreesRegression))")

print(
    "\nHazard leaves, 30 trees, immediate labels, one seed: AUC and ECE of long stays, events a second"
)
var hazardRate = 0.0
for name in names {
    guard let set = sets[name] else { continue }
    let survival = Survival(set)
    if name == "sem" { hazardRate = survival.rate }
    let text = String(
        format: "%.4f %.4f %.0f",
        survival.scores.auc,
        survival.scores.ece,
        survival.rate
    )
    print(name.padding(toLength: 14, withPad: " ", startingAt: 0), text)
}

print("\n" + "goal".padding(toLength: 34, withPad: " ", startingAt: 0), "     value       goal")
var goals = Goals()
goals.atMost("sem_rmse", score("sem")["rmse"], 191.8)
goals.atLeast("sem_auc", score("sem")["auc"], 0.650)
goals.atMost("hrf_mae", score("hrf")["mae"], 1.38)
goals.atLeast("hrf_auc", score("hrf")["auc"], 0.762)
goals.atMost("aed_mae_known_at_arrival", score("aed")["mae"], 49.5)
goals.atLeast("aed_auc_known_at_arrival", score("aed")["auc"], 0.807)
goals.atMost("aed_mae_with_course_columns", score("aed_course")["mae"], 49.5)
goals.atLeast("aed_auc_with_course_columns", score("aed_course")["auc"], 0.807)
goals.atMost("winter_mae", score("winter_surge")["mae"], 126)
goals.atLeast("winter_auc", score("winter_surge")["auc"], 0.865)
goals.atLeast("winter_recall_at_85", score("winter_surge")["recall_at_85"], 0.54)
for name in ["sem", "aed", "winter_surge"] {
    let cost = { (key: String) in score(name)[key] - score(name, .discharge)[key] }
    goals.atMost("\(name)_delay_auc_cost", cost("auc"), 0.003)
    goals.atMost("\(name)_delay_r2_cost", cost("r2"), 0.006)
}
goals.atMost("winter_step_at_day_250", drift.steps.first ?? .infinity, 1.07)
goals.atMost("winter_worst_step_after_day_250", drift.steps.max() ?? .infinity, 1.07)
for name in ["sem", "hrf", "aed", "winter_surge"] {
    goals.atMost("\(name)_ece", score(name)["ece"], 0.02)
}
// MOA's native ARF, measured once on the reference machine: regressor of 10 trees, classifier of 30.
goals.atLeast("times_moa_arf10_regressor", speed.tenTrees / 7_291, 40)
goals.atLeast("times_moa_arf30_classifier", speed.thirtyTreesClassifier / 1_324, 40)
goals.atLeast("times_moa_arf30_with_hazard_bins", hazardRate / 1_324, 40)
goals.atMost("predict_p99_microseconds", speed.predictP99, 30)
goals.atMost("memory_megabytes", speed.memoryLate, 64)
goals.atMost("memory_growth_to_1000000", speed.memoryLate / speed.memoryEarly, 1.25)
goals.atMost("checkpoint_megabytes", speed.checkpointMegabytes, 20)
goals.atMost("restore_milliseconds", speed.restoreMilliseconds, 100)
exit(goals.isMet ? 0 : 1)
