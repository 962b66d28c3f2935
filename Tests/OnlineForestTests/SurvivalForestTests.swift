import OnlineForest
import Testing

@Suite struct SurvivalForestTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func curvesOfPlantedHazardsAreFound(seed: UInt64) {
        let forest = StayReplay.forest(count: 6_000, seed: seed)
        for group in 0...1 {
            for bin in 0..<PlantedStays.bins.count {
                let found = Self.meanShare(forest, group: group, at: PlantedStays.bins.edges[bin])
                let planted = PlantedStays.share(bin, group: group)
                #expect(abs(found - planted) < 0.06, "seed \(seed), group \(group), bin \(bin)")
            }
        }
    }

    @Test func whileMostAreStillInBedShortStaysDoNotBiasTheCurve() {
        // 400 arrivals within two hours; half of the patients stay longer than that.
        let forest = SurvivalForest(
            features: PlantedStays.features,
            bins: PlantedStays.bins,
            configuration: PlantedStays.small
        )
        var fair = StayReplay(forest)
        var naive = StayReplay(forest)
        var stays = PlantedStays(seed: 5)
        for _ in 0..<400 {
            let stay = stays.next(meanGap: 0.3)
            fair.arrive(stay)
            naive.arrive(stay, countsOpen: false)
        }
        let bin = PlantedStays.bins.bin(of: 60)
        let planted = (PlantedStays.share(bin, group: 0) + PlantedStays.share(bin, group: 1)) / 2
        func found(_ forest: SurvivalForest) -> Double {
            (0...1).reduce(0) {
                let curve = forest.predict([Float($1), 40, 0.5, 7])
                return $0 + curve.probability(longerThan: PlantedStays.bins.edges[bin]) / 2
            }
        }
        #expect(abs(found(fair.forest) - planted) < 0.06)
        #expect(found(naive.forest) < planted - 0.08)
    }

    @Test func aBinIsCountedOncePerVisitHoweverOftenItIsReported() {
        var forest = StayReplay.forest(count: 500)
        forest.begin([1, 50, 0.5, 3], key: 9_000)
        let isNew = forest.advance(key: 9_000, elapsed: 100)
        #expect(isNew)
        let before = forest.encode()
        for elapsed in [100.0, 99, 0, -5, .nan, .infinity] {
            let isCounted = forest.advance(key: 9_000, elapsed: elapsed)
            #expect(!isCounted)
        }
        let isUnchanged = forest.encode() == before
        #expect(isUnchanged)
        let isKnown = forest.advance(key: 8_999, elapsed: 100)
        #expect(!isKnown)
        let isFinished = forest.finish(key: 9_000, elapsed: 300)
        let isFinishedAgain = forest.finish(key: 9_000, elapsed: 300)
        #expect(isFinished && !isFinishedAgain)
    }

    @Test func stepsThroughTheBinsTeachTheSameCurveAsTheWholeStay() {
        var steps = SurvivalForest(features: PlantedStays.features, bins: PlantedStays.bins)
        var whole = steps
        var stays = PlantedStays(seed: 6)
        for _ in 0..<150 {
            let stay = stays.next()
            steps.begin(stay.values, key: stay.key)
            for edge in PlantedStays.bins.edges where edge < stay.minutes {
                steps.advance(key: stay.key, elapsed: edge)
            }
            steps.finish(key: stay.key, elapsed: stay.minutes)
            whole.learn(stay.values, elapsed: stay.minutes, key: stay.key)
        }
        for edge in PlantedStays.bins.edges {
            let first = steps.predict([1, 2, 3, 4]).probability(longerThan: edge)
            #expect(first == whole.predict([1, 2, 3, 4]).probability(longerThan: edge))
        }
        #expect(steps.learnedCount == 150 && whole.learnedCount == 150)
    }

    @Test func sameEventsGiveTheSameBytesAndPredictingChangesNothing() {
        let first = StayReplay.forest(count: 1_500)
        let isSame = StayReplay.forest(count: 1_500).encode() == first.encode()
        #expect(isSame)
        let clone = first
        var changed = first
        changed.learn([1, 2, 3, 4], elapsed: 100, key: 1)
        _ = first.predict([1, 2, 3, 4])
        let isIndependent = clone.encode() == first.encode() && changed.encode() != first.encode()
        #expect(isIndependent)
        var other = PlantedStays.small
        other.seed = 2
        let isOther = StayReplay.forest(count: 1_500, configuration: other).encode() != first.encode()
        #expect(isOther)
    }

    @Test func unseenMissingAndInfiniteValuesAndTimesGiveFallingCurves() {
        var forest = StayReplay.forest(count: 600)
        let strange: [Float] = [.nan, .infinity, -.infinity, -1, 1e30, 0.5, 99, 100]
        let times = [0, -3, 1e300, -1e300, 5, 240, 1_440, Double.leastNonzeroMagnitude]
        var stream = PlantedStream(seed: 12)
        for key in 0..<2_000 {
            let values = (0..<Int(stream.uniform() * 6)).map { _ in strange[Int(stream.uniform() * 8)] }
            let curve = forest.predict(values)
            var last = 1.0
            for edge in PlantedStays.bins.edges {
                let share = curve.probability(longerThan: edge)
                #expect(share >= 0 && share <= last)
                last = share
            }
            #expect(curve.mean.isFinite && curve.median >= 0 && curve.remaining(given: 100).isFinite)
            let time = times[Int(stream.uniform() * 8)]
            switch key % 3 {
            case 0: forest.learn(values, elapsed: time, isCensored: key % 2 == 0, key: UInt64(key))
            case 1: forest.begin(values, key: UInt64(key % 50))
            default: forest.finish(key: UInt64(key % 50), elapsed: time)
            }
        }
    }

    @Test func nodesAndOpenStaysKeepToTheirLimitsAndAFullTreeStillImproves() {
        let configuration = SurvivalConfiguration(
            trees: 3,
            grace: 20,
            maxNodes: 9,
            warmup: 50,
            maxOpen: 64
        )
        var forest = SurvivalForest(
            features: PlantedStays.features,
            bins: PlantedStays.bins,
            configuration: configuration
        )
        for key in 0..<1_000 { forest.begin([1, 2, 3, 4], key: UInt64(key)) }
        #expect(forest.openCount <= 64)
        let isOldOpen = forest.finish(key: 0, elapsed: 10)
        let isNewOpen = forest.finish(key: 999, elapsed: 10)
        #expect(!isOldOpen && isNewOpen)
        var stays = PlantedStays(seed: 8)
        for _ in 0..<20_000 {
            let stay = stays.next()
            forest.learn(stay.values, elapsed: stay.minutes, key: stay.key)
        }
        #expect(forest.nodeCount <= 3 * 9)
        let gap = (0...1).map { Self.meanShare(forest, group: $0, at: 240) }
        #expect(gap[1] - gap[0] > 0.15)
    }

    /// Mean over patients of one group who differ in all other features.
    private static func meanShare(_ forest: SurvivalForest, group: Int, at elapsed: Double) -> Double {
        var stays = PlantedStays(seed: 77)
        return (0..<200).reduce(0) { sum, _ in
            var values = stays.next().values
            values[0] = Float(group)
            return sum + forest.predict(values).probability(longerThan: elapsed) / 200
        }
    }

    @Test func aWithdrawnStayLeavesTheLineAndDoesNotBlockIt() {
        var forest = StayReplay.forest(count: 200)
        let learned = forest.learnedCount
        forest.begin([1, 2, 3, 4], key: 70_000)
        forest.begin([0, 2, 3, 4], key: 70_001)
        forest.withdraw(key: 70_000)
        let isFinished = forest.finish(key: 70_000, elapsed: 20)
        #expect(!isFinished)
        forest.finish(key: 70_001, elapsed: 20)
        #expect(forest.learnedCount == learned + 1)
    }
}
