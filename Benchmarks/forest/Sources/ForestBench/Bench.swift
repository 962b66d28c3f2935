import Foundation
import OnlineForest

/// All measurements of one run of the benchmark, printed as they are made.
struct Bench {
    static let names = ["sem", "hrf", "aed", "aed_course", "winter_surge", "winter_static"]

    let options: Options
    let peers: Peers
    var sets: [String: DataSet] = [:]
    private var scores: [String: SetScores] = [:]
    private var winterRuns: [Run] = []
    private(set) var fairRun: Run?
    private(set) var drift: Drift?

    init(_ options: Options) throws {
        self.options = options
        peers = try Peers(options.peerFile)
        for name in Self.names { sets[name] = try DataSet.load(name, from: options.data) }
    }

    func score(_ name: String, _ labels: Labels = .immediate) -> SetScores {
        scores["\(name) \(labels.rawValue)"] ?? SetScores()
    }

    func set(_ name: String) -> DataSet {
        guard let set = sets[name] else { preconditionFailure("no set \(name)") }
        return set
    }

    /// Whether a set knows when its labels mature.
    func hasTimes(_ name: String) -> Bool { set(name).discharge != nil }

    mutating func measureAccuracy() {
        for labels in Labels.allCases {
            print("\nOurs, \(labels.rawValue) labels, mean of \(options.seeds) seeds")
            print(Self.padded("set"), SetScores.names.joined(separator: " "))
            for name in Self.names where labels == .immediate || hasTimes(name) {
                measure(name, labels)
            }
        }
    }

    private mutating func measure(_ name: String, _ labels: Labels) {
        var found = SetScores()
        for seed in 1...options.seeds {
            let run = Run(set(name), labels: labels, seed: UInt64(seed))
            found.add(run, of: options.seeds)
            if name == "winter_surge", labels == .immediate { winterRuns.append(run) }
            if name == "sem", labels == .discharge, seed == 1 { fairRun = run }
        }
        scores["\(name) \(labels.rawValue)"] = found
        print(Self.padded(name), Self.figures(found))
        fflush(nil)
    }

    mutating func measureDrift() {
        let drift = Drift(winterRuns, set("winter_surge"))
        winterRuns = []
        self.drift = drift
        let line = { (values: [Double]) in values.map { String(format: "%.3f", $0) }.joined(separator: " ") }
        print("\nwinter_surge, error of each 1,000 events from day 250 over that of the 1,000 before them:")
        print("ours  ", line(drift.steps))
        print("oracle", line(drift.oracleSteps))
        print("error over the oracle's, the last 1,000 before day 250 first:")
        print("      ", line(drift.excess))
    }

    /// Errors by group, and what it costs to switch the protected features off.
    mutating func measureFairness() -> (with: SetScores, without: SetScores) {
        let sem = set("sem")
        print("\nsem, discharge labels, by group (seed 1): calibrated chance of more than 4 hours")
        print(Fairness.header)
        if let fairRun {
            for group in sem.groups { Fairness(fairRun, of: group.names).print(group.kind) }
        }
        fairRun = nil
        var without = SetScores()
        for seed in 1...options.seeds {
            let run = Run(sem, labels: .discharge, seed: UInt64(seed), usesProtected: false)
            without.add(run, of: options.seeds)
            guard seed == 1 else { continue }
            print("\nthe same without age and gender")
            for group in sem.groups { Fairness(run, of: group.names).print(group.kind) }
        }
        print("\nsem, discharge labels, without age and gender, mean of \(options.seeds) seeds")
        print(Self.padded("with"), Self.figures(score("sem", .discharge)))
        print(Self.padded("without"), Self.figures(without))
        return (score("sem", .discharge), without)
    }

    /// Ours on the rows of the peers, beside the best of them.
    func comparePeers(_ goals: inout Goals) {
        for labels in Labels.allCases {
            for name in Self.names where peers.best(name, "auc", labels) != nil {
                var ours = SetScores()
                ours.add(Run(set(name), labels: labels, seed: 1, rows: options.peerRows), of: 1)
                for figure in Peers.figures {
                    guard let best = peers.best(name, figure, labels) else { continue }
                    let label = "\(name)_\(labels.rawValue)_\(figure)_vs_\(best.name)"
                    if figure == "auc" {
                        goals.atLeast(label, ours[figure], best.value)
                    } else {
                        goals.atMost(label, ours[figure], best.value)
                    }
                }
            }
        }
    }

    private static func padded(_ text: String) -> String {
        text.padding(toLength: 14, withPad: " ", startingAt: 0)
    }

    private static func figures(_ scores: SetScores) -> String {
        SetScores.names.map { String(format: "%.4f", scores[$0]) }.joined(separator: " ")
    }
}
