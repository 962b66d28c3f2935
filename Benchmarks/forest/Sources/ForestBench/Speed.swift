import Foundation
import OnlineForest

/// Speed, memory and checkpoint figures of one thread, learning and predicting the sem features.
struct Speed {
    /// Events a second of CPU time.
    var tenTrees = 0.0
    var tenTreesWithStages = 0.0
    var thirtyTreesClassifier = 0.0
    var thirtyTreesRegression = 0.0
    /// Microseconds of CPU time that 99 of 100 predictions take at most, 30 trees and all stages.
    var predictP99 = 0.0
    /// Megabytes after 100,000 and after 1,000,000 events.
    var memoryEarly = 0.0
    var memoryLate = 0.0
    var checkpointMegabytes = 0.0
    var restoreMilliseconds = 0.0
    /// The same of 30 hazard trees: a whole curve predicted and a stay learned, megabytes, restoring.
    var hazardCurves = 0.0
    var hazardMemory = 0.0
    var hazardCheckpoint = 0.0
    var hazardRestore = 0.0

    init(_ set: DataSet) throws {
        let rows = (0..<set.count).map { set.row($0) }
        let plain = ForestConfiguration(trees: 10, stages: .none)
        tenTrees = Self.rate(set, rows, .regression(logScale: false), plain)
        tenTreesWithStages = Self.rate(
            set,
            rows,
            .regression(logScale: false),
            ForestConfiguration(trees: 10)
        )
        thirtyTreesClassifier = Self.rate(set, rows, .classification, ForestConfiguration(trees: 30))
        thirtyTreesRegression = Self.rate(
            set,
            rows,
            .regression(logScale: false),
            ForestConfiguration(trees: 30)
        )
        try measureSize(set, rows)
        try measureHazards(set, rows)
    }

    func print() {
        Swift.print("\nevents a second of CPU time, sem, learned and predicted, median of five runs:")
        Swift.print("10 trees \(Int(tenTrees)), with stages \(Int(tenTreesWithStages));", terminator: " ")
        Swift.print("30 trees with stages: classifier \(Int(thirtyTreesClassifier)),", terminator: " ")
        Swift.print("mean and median \(Int(thirtyTreesRegression)); hazard curves \(Int(hazardCurves))")
        Swift.print(
            "megabytes after 100,000 and 1,000,000 events:",
            String(format: "%.1f %.1f", memoryEarly, memoryLate)
        )
    }

    private mutating func measureHazards(_ set: DataSet, _ rows: [[Float]]) throws {
        let bins = ElapsedBins(from: 15, to: 28_800, landmarks: [240])
        var forest = SurvivalForest(features: set.features, bins: bins)
        let rates = (0..<5).map { _ in
            forest = SurvivalForest(features: set.features, bins: bins)
            var sum = 0.0
            let start = processorSeconds()
            for index in 0..<set.count {
                sum += forest.predict(rows[index]).probability(longerThan: 240)
                forest.learn(rows[index], elapsed: set.target[index], key: UInt64(index))
            }
            let seconds = processorSeconds() - start
            precondition(sum.isFinite, "predictions are finite")
            return Double(set.count) / seconds
        }
        hazardCurves = rates.sorted()[2]
        hazardMemory = Double(forest.memoryBytes) / 1e6
        let bytes = forest.encode()
        hazardCheckpoint = Double(bytes.count) / 1e6
        hazardRestore = try Self.median {
            let restored = try SurvivalForest(decoding: bytes)
            precondition(restored.learnedCount == forest.learnedCount, "the whole forest is restored")
        }
    }

    /// Milliseconds of CPU time that something takes, the median of five.
    private static func median(_ work: () throws -> Void) throws -> Double {
        let times = try (0..<5).map { _ in
            let start = processorSeconds()
            try work()
            return (processorSeconds() - start) * 1_000
        }
        return times.sorted()[2]
    }

    /// Events a second: the median of five runs over the whole set.
    private static func rate(
        _ set: DataSet,
        _ rows: [[Float]],
        _ task: ForestTask,
        _ configuration: ForestConfiguration
    ) -> Double {
        let rates = (0..<5).map { _ in
            var forest = Forest(features: set.features, task: task, configuration: configuration)
            var sum = 0.0
            let start = processorSeconds()
            for index in 0..<set.count {
                sum += forest.predict(rows[index])
                let target = set.target[index]
                forest.learn(
                    rows[index],
                    target: task == .classification ? (target > set.threshold ? 1 : 0) : target,
                    key: UInt64(index)
                )
            }
            let seconds = processorSeconds() - start
            precondition(sum.isFinite, "predictions are finite")
            return Double(set.count) / seconds
        }
        return rates.sorted()[2]
    }

    private mutating func measureSize(_ set: DataSet, _ rows: [[Float]]) throws {
        var forest = Forest(features: set.features, task: .regression(logScale: false))
        var times: [Double] = []
        for event in 0..<1_000_000 {
            let index = event % set.count
            if event >= 900_000 {
                let start = processorSeconds()
                let estimate = forest.estimate(rows[index])
                times.append((processorSeconds() - start) * 1e6)
                precondition(estimate.mean.isFinite, "predictions are finite")
            }
            forest.learn(rows[index], target: set.target[index], key: UInt64(event))
            if event == 100_000 { memoryEarly = Double(forest.memoryBytes) / 1e6 }
        }
        memoryLate = Double(forest.memoryBytes) / 1e6
        predictP99 = times.sorted()[times.count * 99 / 100]
        let bytes = forest.encode()
        checkpointMegabytes = Double(bytes.count) / 1e6
        restoreMilliseconds = try Self.median {
            let restored = try Forest(decoding: bytes)
            precondition(restored.learnedCount == 1_000_000, "the whole forest is restored")
        }
    }
}

/// CPU time of this process: other processes on the machine do not count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
