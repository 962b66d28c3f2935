import OnlineForest
import Testing

@Suite struct ForestTests {
    @Test(arguments: allTasks)
    func sameSeedAndInstancesGiveTheSameBytes(task: ForestTask) {
        let first = PlantedStream.forest(task, count: 1_500)
        let second = PlantedStream.forest(task, count: 1_500)
        #expect(first.encode() == second.encode())
        let other = ForestConfiguration(trees: 5, maxNodes: 63, warmup: 100, seed: 2)
        #expect(PlantedStream.forest(task, count: 1_500, configuration: other).encode() != first.encode())
    }

    @Test func interleavingWithOtherForestsAndPredictingChangesNothing() {
        let alone = PlantedStream.forest(.classification, count: 1_000)
        var mixed = PlantedStream.forest(.classification, count: 0)
        var other = PlantedStream.forest(.regression(logScale: true), count: 0)
        var stream = PlantedStream(seed: 7)
        for key in 0..<1_000 {
            let (values, minutes) = stream.next()
            other.learn(values, target: minutes, key: UInt64(key * 3))
            _ = mixed.predict(values)
            mixed.learn(values, target: minutes > 300 ? 1 : 0, key: UInt64(key))
            _ = other.predict(values)
        }
        #expect(mixed.encode() == alone.encode())
    }

    @Test func aNewForestPredictsZeroOrEvenOddsAndThenTheMean() {
        let regression = Forest(features: PlantedStream.features, task: .regression(logScale: false))
        #expect(regression.predict([1, 2, 3, 4, 5]) == 0)
        #expect(regression.learnedCount == 0 && !regression.isWarm)
        let logarithmic = Forest(features: PlantedStream.features, task: .regression(logScale: true))
        #expect(logarithmic.predict([]) == 0)
        #expect(Forest(features: [], task: .classification).predict([]) == 0.5)
        var two = regression
        two.learn([1, 2, 3, 4, 5], target: 10, key: 1)
        two.learn([1, 2, 3, 4, 5], target: 30, key: 2)
        #expect(abs(two.predict([9]) - 20) < 1e-9)
        #expect(two.version == 2)
    }

    @Test(arguments: allTasks)
    func unseenMissingAndInfiniteValuesGiveFinitePredictions(task: ForestTask) {
        var forest = PlantedStream.forest(task, count: 2_000)
        let strange: [Float] = [
            .nan, .infinity, -.infinity, -1, 1e30, -1e30, 199.5, 8, .greatestFiniteMagnitude,
        ]
        var stream = PlantedStream(seed: 11)
        for key in 0..<3_000 {
            let values = PlantedStream.features.map { _ in strange[Int(stream.uniform() * 9)] }
            #expect(forest.predict(values).isFinite)
            forest.learn(values, target: stream.uniform() * 1e6, key: UInt64(key))
        }
        #expect(forest.predict([]).isFinite)
        #expect(forest.predict(Array(repeating: 1, count: 100)).isFinite)
    }

    @Test func unusableTargetsAndWeightsAreRefusedAndNotCounted() {
        var forest = PlantedStream.forest(.regression(logScale: false), count: 150)
        let before = forest.encode()
        let refused: [(target: Double, weight: Double)] = [
            (.nan, 1), (.infinity, 1), (1, 0), (1, -.infinity), (1, .nan), (1, 1e-300),
        ]
        for (target, weight) in refused {
            let isLearned = forest.learn([1], target: target, key: 1, weight: weight)
            #expect(!isLearned)
        }
        #expect(forest.encode() == before)
        let isLearned = forest.learn([1], target: 1e300, key: 1, weight: .infinity)
        #expect(isLearned)
        #expect(forest.predict([1]).isFinite)
    }

    @Test(arguments: [false, true])
    func learnsAPlantedQuantity(logScale: Bool) {
        var forest = Forest(features: PlantedStream.features, task: .regression(logScale: logScale))
        var stream = PlantedStream(seed: 3)
        var error = PrequentialError(window: 2_000)
        var sum = 0.0
        var squares = 0.0
        for key in 0..<20_000 {
            let (values, minutes) = stream.next()
            error.add(prediction: forest.predict(values), target: minutes)
            forest.learn(values, target: minutes, key: UInt64(key))
            sum += minutes / 20_000
            squares += minutes * minutes / 20_000
        }
        let windowError = error.windowRootMeanSquaredError ?? .infinity
        #expect(1 - windowError * windowError / (squares - sum * sum) > 0.85)
    }

    @Test func learnsAPlantedProbability() {
        var forest = Forest(features: PlantedStream.features, task: .classification)
        var stream = PlantedStream(seed: 4)
        var quality = PrequentialAUC(window: 2_000)
        for key in 0..<10_000 {
            let (values, minutes) = stream.next()
            quality.add(probability: forest.predict(values), outcome: minutes > 300)
            forest.learn(values, target: minutes > 300 ? 1 : 0, key: UInt64(key))
        }
        #expect(quality.areaUnderCurve ?? 0 > 0.95)
        #expect(quality.brierScore ?? 1 < 0.1)
    }

    @Test func followsAnAbruptChangeOfTheFunction() {
        var forest = Forest(features: [.numeric("x"), .numeric("y")], task: .regression(logScale: false))
        var stream = PlantedStream(seed: 5)
        var error = PrequentialError(window: 1_000)
        for key in 0..<60_000 {
            let values = [Float(stream.uniform()), Float(stream.uniform())]
            let isHigh = key < 20_000 ? values[0] > 0.5 : values[1] > 0.5
            let target = isHigh ? 100.0 : 0
            error.add(prediction: forest.predict(values), target: target)
            forest.learn(values, target: target, key: UInt64(key))
        }
        #expect(error.windowMeanAbsoluteError ?? 100 < 25)
    }

    @Test func nodesAndMemoryStayBelowTheirLimitsAndAFullTreeStillImproves() {
        let configuration = ForestConfiguration(trees: 3, grace: 20, maxNodes: 31, warmup: 50)
        var forest = Forest(
            features: PlantedStream.features,
            task: .regression(logScale: false),
            configuration: configuration
        )
        var stream = PlantedStream(seed: 6)
        for key in 0..<20_000 {
            let (values, minutes) = stream.next()
            forest.learn(values, target: minutes, key: UInt64(key))
        }
        #expect(forest.nodeCount == 3 * 31)
        #expect(forest.memoryBytes <= forest.memoryLimitBytes * 11 / 10)
        var error = 0.0
        for _ in 0..<1_000 {
            let (values, minutes) = stream.next()
            error += abs(forest.predict(values) - minutes) / 1_000
        }
        #expect(error < 50)
    }

    @Test(arguments: allTasks)
    func contributionsSumToThePrediction(task: ForestTask) {
        let forest = PlantedStream.forest(task, count: 3_000)
        var stream = PlantedStream(seed: 8)
        for _ in 0..<200 {
            let (values, _) = stream.next()
            let parts = forest.contributions(values)
            let sum = parts.perFeature.reduce(parts.base, +)
            let prediction = forest.predict(values)
            #expect(abs(sum - prediction) < 1e-9 * max(1, abs(prediction)))
        }
        let young = PlantedStream.forest(task, count: 10)
        #expect(young.contributions([1]).perFeature.allSatisfy { $0 == 0 })
    }

    @Test func contributionsNameTheFeatureThatMatters() {
        let forest = PlantedStream.forest(.regression(logScale: false), count: 5_000)
        let old = forest.contributions([80, 0, 20, 1, 0.5]).perFeature
        let young = forest.contributions([20, 0, 20, 1, 0.5]).perFeature
        #expect(old[0] > 20 && young[0] < -20)
        #expect(abs(old[4]) < 10)
    }

    @Test func aConstantTargetIsPredictedExactlyAndNeverSplits() {
        var forest = Forest(features: [.numeric("x")], task: .regression(logScale: false))
        for key in 0..<2_000 { forest.learn([Float(key % 7)], target: 42, key: UInt64(key)) }
        #expect(forest.predict([3]) == 42)
        #expect(forest.nodeCount == forest.configuration.trees)
    }

    @Test func configurationMovesWildValuesIntoTheirRanges() {
        let wild = ForestConfiguration(
            trees: -1,
            bins: 1_000,
            grace: .nan,
            delta: 2,
            tau: -.infinity,
            subspace: 0,
            shrinkage: 0,
            horizon: .infinity,
            maxNodes: .max,
            warmup: .min
        )
        #expect(wild.trees == 1 && wild.bins == 64 && wild.grace == 10 && wild.delta == 0.5)
        #expect(wild.tau == 0 && wild.subspace > 0 && wild.horizon == 10_000_000)
        #expect(wild.maxNodes == 65_535 && wild.warmup == 10 && wild == wild.clamped)
    }
}
