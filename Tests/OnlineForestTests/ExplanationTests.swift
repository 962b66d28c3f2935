import OnlineForest
import Testing

@Suite struct ExplanationTests {
    private static let figures: [SurvivalFigure] = [
        .mean, .probability(longerThan: 240), .probability(longerThan: 33),
    ]

    @Test(arguments: figures)
    func contributionsAndShapleyValuesAddUpToTheFigure(figure: SurvivalFigure) {
        let forest = StayReplay.forest(count: 3_000)
        var stays = PlantedStays(seed: 9)
        for _ in 0..<50 {
            let values = stays.next().values
            let served = forest.predict(values).value(of: figure)
            #expect(abs(forest.contributions(values, to: figure).total - served) < 1e-9 * max(1, served))
            #expect(abs(forest.shapleyValues(values, of: figure).total - served) < 1e-9 * max(1, served))
        }
        let parts = forest.contributions([1, 40, 0.5, 7], to: figure)
        #expect(parts.strongest(1) == [0] && parts.perFeature[0] > 0)
        #expect(parts.strongest(9).count <= 4)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5])
    func shapleyValuesEqualTheSumOverAllSubsets(seed: UInt64) {
        var stream = PlantedStream(seed: seed)
        let tree = Self.randomTree(&stream, features: 5, splits: 20)
        for _ in 0..<20 {
            let turns = tree.nodes.map { _ in stream.uniform() < 0.5 }
            var parts = Array(repeating: 0.0, count: 5)
            tree.addShapleyValues(to: &parts) { turns[$0] }
            for feature in 0..<5 {
                let expected = Self.bruteForce(tree, turns, feature: feature, features: 5)
                #expect(abs(parts[feature] - expected) < 1e-10, "seed \(seed)")
            }
        }
    }

    @Test(arguments: allTasks, [StageConfiguration.none, StageConfiguration(trees: 12, window: 512)])
    func shapleyValuesOfAForestAddUpToItsPrediction(task: ForestTask, stages: StageConfiguration) {
        let configuration = ForestConfiguration(trees: 4, maxNodes: 31, warmup: 60, stages: stages)
        let forest = PlantedStream.forest(task, count: 2_500, configuration: configuration)
        var stream = PlantedStream(seed: 8)
        for _ in 0..<30 {
            let values = stream.next().values
            let found = forest.shapleyValues(values)
            #expect(abs(found.total - forest.predict(values)) < 1e-9 * max(1, abs(found.total)))
            #expect(found.perFeature.count == values.count)
        }
        let young = forest.shapleyValues([20, 3, 20, 5, 0.5])
        let old = forest.shapleyValues([80, 3, 20, 5, 0.5])
        #expect(old.perFeature[0] > 0 && young.perFeature[0] < 0)
        let cold = PlantedStream.forest(task, count: 20, configuration: configuration)
        #expect(cold.shapleyValues([1, 2, 3, 4, 5]).perFeature == [0, 0, 0, 0, 0])
    }

    /// Bagged trees and two chains of stages by squared error: the mean is a weighted sum of trees.
    @Test(arguments: [UInt64(1), 2])
    func shapleyValuesOfBaggedTreesAndStagesEqualTheSumOverAllSubsets(seed: UInt64) {
        var forest = Forest(
            features: Array(PlantedStream.features.prefix(4)),
            task: .regression(logScale: false),
            configuration: ForestConfiguration(
                trees: 3,
                maxNodes: 15,
                warmup: 60,
                stages: StageConfiguration(trees: 6, window: 512),
                seed: seed
            )
        )
        var stream = PlantedStream(seed: seed)
        for key in 0..<2_000 {
            let (values, minutes) = stream.next()
            forest.learn(values, target: minutes - 300, key: UInt64(key))
        }
        for _ in 0..<10 {
            let values = Array(stream.next().values.prefix(4))
            let trees = forest.weightedTrees(values)
            #expect(trees.count > 3 + 6)
            let found = forest.shapleyValues(values)
            for feature in 0..<4 {
                let expected = trees.reduce(0.0) {
                    let part = Self.bruteForce($1.walk.tree, $1.walk.goesLeft, feature: feature, features: 4)
                    return $0 + $1.weight * part
                }
                #expect(abs(found.perFeature[feature] - expected) < 1e-4, "seed \(seed)")
            }
        }
    }

    /// A tree that splits random leaves by random features, also twice by the same on one path.
    private static func randomTree(_ stream: inout PlantedStream, features: Int, splits: Int) -> ValuedTree {
        var nodes: [ValuedTree.Node] = [.leaf(1)]
        for _ in 0..<splits {
            let leaves = nodes.indices.filter { index in
                if case .leaf = nodes[index] { true } else { false }
            }
            nodes[leaves[Int(stream.uniform() * Double(leaves.count))]] = .split(
                feature: Int(stream.uniform() * Double(features)),
                child: nodes.count,
                leftShare: 0.05 + 0.9 * stream.uniform()
            )
            nodes += [.leaf(stream.uniform() * 10), .leaf(stream.uniform() * 10)]
        }
        return ValuedTree(nodes: nodes)
    }

    /// The defining sum over all subsets of the other features.
    private static func bruteForce(
        _ tree: ValuedTree,
        _ turns: [Bool],
        feature: Int,
        features: Int
    ) -> Double {
        func value(_ index: Int, known: Int) -> Double {
            switch tree.nodes[index] {
            case .leaf(let value): return value
            case .split(let split, let child, let leftShare):
                if known & (1 << split) != 0 { return value(turns[index] ? child : child + 1, known: known) }
                return leftShare * value(child, known: known) + (1 - leftShare)
                    * value(child + 1, known: known)
            }
        }
        func factorial(_ number: Int) -> Double { (0..<number).reduce(1) { $0 * Double($1 + 1) } }
        var sum = 0.0
        for subset in 0..<(1 << features) where subset & (1 << feature) == 0 {
            let size = subset.nonzeroBitCount
            let weight = factorial(size) * factorial(features - size - 1) / factorial(features)
            sum += weight * (value(0, known: subset | 1 << feature) - value(0, known: subset))
        }
        return sum
    }
}

@Suite struct ReasonTests {
    @Test func reasonsAreInTheFieldsWordsStrongestFirst() {
        let writer = ReasonWriter(
            wordings: [
                FeatureWording(name: "age", unit: "years"),
                FeatureWording(name: "arrival", levels: ["walked in", "arrived by ambulance"]),
                FeatureWording(name: "acuity"),
            ],
            unit: "min"
        )
        let parts = Contributions(base: 100, perFeature: [-12.4, 42.3, 7, 0.2])
        #expect(
            writer.reasons(parts, values: [80, 1, .nan, 3])
                == ["arrived by ambulance +42 min", "age 80 years -12 min", "acuity not known +7 min"]
        )
        #expect(writer.reasons(parts, values: [80.25, 9], count: 1) == ["arrival: other +42 min"])
        let points = ReasonWriter(wordings: [], unit: "points", factor: 100, decimals: 1)
        let small = Contributions(base: 0, perFeature: [0.0512, 0.0004])
        #expect(points.reasons(small, values: [1, 1]) == ["feature 1 1 +5.1 points"])
    }

    @Test func versionsOfOneHistoryAreEqualAndChangeWithEachStay() {
        let first = StayReplay.forest(count: 300)
        let second = StayReplay.forest(count: 300)
        #expect(first.version == second.version)
        var third = first
        third.learn([1, 2, 3, 4], elapsed: 60, key: 5)
        #expect(third.version != first.version && third.version.learned == first.learnedCount + 1)
        #expect(ModelVersion(learned: 12, digest: 0xAB).description == "12-00000000000000ab")
    }
}
