import OnlineForest
import Testing

@Suite struct ResidualStageTests {
    private static let bare = ForestConfiguration(trees: 10, stages: .none)

    /// Skewed noise, whose mean and median differ: exp of a normal-like sum, times a factor of the features.
    private static func skewed(_ stream: inout PlantedStream) -> (values: [Float], minutes: Double) {
        let (values, minutes) = stream.next()
        let noise = (0..<12).reduce(-6.0) { sum, _ in sum + stream.uniform() }
        var factor = 1.0
        for _ in 0..<Int(abs(noise) * 20) { factor *= 1.03 }
        return (values, noise < 0 ? minutes / factor : minutes * factor)
    }

    @Test func stagesLowerTheErrorOfTheBaggedTrees() {
        var errors: [Double] = []
        for configuration in [Self.bare, ForestConfiguration(trees: 10)] {
            var forest = Forest(
                features: PlantedStream.features,
                task: .regression(logScale: false),
                configuration: configuration
            )
            var stream = PlantedStream(seed: 81)
            var error = 0.0
            for key in 0..<8_000 {
                let (values, minutes) = Self.skewed(&stream)
                let gap = forest.predict(values) - minutes
                error += key >= 2_000 ? gap * gap : 0
                forest.learn(values, target: minutes, key: UInt64(key))
            }
            errors.append(error)
        }
        #expect(errors[1] < errors[0])
    }

    @Test func theMedianHasTheLeastAbsoluteErrorAndTheMeanTheLeastSquaredOne() {
        var forest = Forest(features: PlantedStream.features, task: .regression(logScale: false))
        var stream = PlantedStream(seed: 82)
        var absolute = (mean: 0.0, median: 0.0)
        var squared = (mean: 0.0, median: 0.0)
        var below = 0
        for key in 0..<10_000 {
            let (values, minutes) = Self.skewed(&stream)
            if key >= 2_000 {
                let estimate = forest.estimate(values.span)
                absolute.mean += abs(estimate.mean - minutes)
                absolute.median += abs(estimate.median - minutes)
                squared.mean += (estimate.mean - minutes) * (estimate.mean - minutes)
                squared.median += (estimate.median - minutes) * (estimate.median - minutes)
                below += minutes < estimate.median ? 1 : 0
            }
            forest.learn(values, target: minutes, key: UInt64(key))
        }
        #expect(absolute.median < absolute.mean && squared.mean < squared.median)
        #expect((3_600...4_400).contains(below))
    }

    @Test func negativeTargetsAreLearned() {
        var forest = Forest(features: [.numeric("x")], task: .regression(logScale: false))
        for key in 0..<3_000 {
            forest.learn([Float(key % 2)], target: key % 2 == 0 ? -50 : 50, key: UInt64(key))
        }
        #expect(forest.predict([0]) < -45 && forest.predict([1]) > 45)
        #expect(forest.predictMedian([0]) < -45 && forest.predictMedian([1]) > 45)
    }

    @Test func anAbruptChangeReplacesTreesAndTheErrorReturns() {
        var forest = Forest(
            features: [.numeric("x"), .numeric("y")],
            task: .regression(logScale: false),
            configuration: Self.bare
        )
        var stream = PlantedStream(seed: 83)
        var late = 0.0
        for key in 0..<16_000 {
            let values = [Float(stream.uniform()), Float(stream.uniform())]
            let target = (key < 8_000 ? values[0] : values[1]) > 0.5 ? 100.0 : 0
            if key >= 15_000 { late += abs(forest.predict(values) - target) / 1_000 }
            forest.learn(values, target: target, key: UInt64(key))
        }
        #expect(forest.replacements >= 5)
        #expect(late < 10)
    }

    @Test func aSteadyStreamReplacesFewTrees() {
        let forest = PlantedStream.forest(
            .regression(logScale: false),
            count: 12_000,
            configuration: ForestConfiguration(trees: 10)
        )
        #expect(forest.replacements <= 3)
    }

    /// The first values lie in 0...1, the later ones in 100...200: the first bins see one value only.
    @Test func binsFollowValuesThatMove() throws {
        var forest = Forest(features: [.numeric("x")], task: .regression(logScale: false))
        var stream = PlantedStream(seed: 84)
        var late = 0.0
        for key in 0..<14_000 {
            let value = stream.uniform()
            let feature = Float(key < 500 ? value : 100 + 100 * value)
            if key >= 13_000 { late += abs(forest.predict([feature]) - 1_000 * value) / 1_000 }
            forest.learn([feature], target: 1_000 * value, key: UInt64(key))
        }
        #expect(forest.rebinnings >= 1)
        #expect(late < 60)
        let restored = try Forest(decoding: forest.encode())
        #expect(restored.predict([150]) == forest.predict([150]) && restored.rebinnings == forest.rebinnings)
    }

    /// For 200 stays in every 1,000 everybody waits 300 minutes longer, which no feature tells.
    @Test func badHoursThatNoFeatureShowsAreFollowed() {
        var forest = Forest(features: PlantedStream.features, task: .regression(logScale: false))
        var stream = PlantedStream(seed: 85)
        var errors = (first: 0.0, rest: 0.0)
        for key in 0..<8_000 {
            let (values, minutes) = stream.next()
            let place = key % 1_000
            let target = minutes + (place < 200 ? 300 : 0)
            let error = abs(forest.predict(values) - target)
            if key >= 4_000, place < 20 { errors.first += error / 20 }
            if key >= 4_000, place >= 100, place < 200 { errors.rest += error / 100 }
            forest.learn(values, target: target, key: UInt64(key), predictedAt: forest.version)
        }
        #expect(errors.rest < errors.first / 2)
    }

    @Test func wildStageValuesMoveIntoTheirRanges() {
        let wild = StageConfiguration(
            trees: -1,
            window: 1,
            memory: .nan,
            effort: .infinity,
            rate: 9,
            depth: 99,
            leastLeaf: 0,
            evidence: -1
        )
        #expect(wild.trees == 0 && wild.window == 256 && wild.memory == 10 && wild.effort == 100_000)
        #expect(wild.rate == 1 && wild.depth == 8 && wild.leastLeaf == 1 && wild.evidence == 0)
        #expect(wild == wild.clamped && StageConfiguration.none.trees == 0)
    }
}
