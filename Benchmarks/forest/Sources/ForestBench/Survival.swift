import OnlineForest

/// Long-stay chances of the hazard leaves, and how fast they are predicted and learned.
struct Survival {
    let scores: ProbabilityScores
    /// Events a second of CPU time, a whole survival curve predicted and a stay learned.
    let rate: Double

    init(_ set: DataSet) {
        let unit = set.unit == "d" ? 1_440.0 : 1
        let bins = ElapsedBins(from: 15, to: 28_800, landmarks: [set.threshold * unit])
        var forest = SurvivalForest(
            features: set.features,
            bins: bins,
            configuration: SurvivalConfiguration(trees: 30)
        )
        let rows = (0..<set.count).map { set.row($0) }
        var chances: [(score: Double, outcome: Bool)] = []
        let start = processorSeconds()
        for index in 0..<set.count {
            let chance = forest.predict(rows[index]).probability(longerThan: set.threshold * unit)
            if index >= set.firstScored { chances.append((chance, set.target[index] > set.threshold)) }
            forest.learn(rows[index], elapsed: set.target[index] * unit, key: UInt64(index))
        }
        rate = Double(set.count) / (processorSeconds() - start)
        scores = ProbabilityScores(chances)
    }
}
