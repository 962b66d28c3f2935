import OnlineForest
import Testing

@Suite struct CalibrationTests {
    /// Scores that say too much: the true probability is nearer to a half.
    private static func overconfident(_ stream: inout PlantedStream) -> (score: Double, outcome: Bool) {
        let truth = 0.05 + 0.9 * stream.uniform()
        let odds = truth / (1 - truth)
        let score = odds * odds / (1 + odds * odds)
        return (score, stream.uniform() < truth)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func aBetaCalibratorMendsOverconfidenceAndKeepsTheOrder(seed: UInt64) {
        var stream = PlantedStream(seed: seed)
        var calibrator = BetaCalibrator(window: 2_000)
        var raw = QualityTally()
        var mended = QualityTally()
        for index in 0..<8_000 {
            let (score, outcome) = Self.overconfident(&stream)
            if index >= 1_000 {
                raw.add(probability: score, outcome: outcome)
                mended.add(probability: calibrator(score), outcome: outcome)
            }
            calibrator.learn(score, outcome: outcome)
        }
        #expect(raw.calibrationError ?? 0 > 0.08, "seed \(seed)")
        #expect(mended.calibrationError ?? 1 < 0.03, "seed \(seed)")
        #expect(calibrator.count == 2_000)
        var last = -1.0
        for step in 0...1_000 {
            let value = calibrator(Double(step) / 1_000)
            #expect(value > last && value >= 0 && value <= 1)
            last = value
        }
    }

    @Test func aFreshCalibratorChangesNothingAndOneLabelLittle() {
        var calibrator = BetaCalibrator()
        #expect(abs(calibrator(0.3) - 0.3) < 1e-9)
        calibrator.learn(0.3, outcome: true)
        #expect(abs(calibrator(0.3) - 0.3) < 0.02)
        calibrator.learn(.nan, outcome: true)
        #expect(calibrator.count == 1 && calibrator(-4) >= 0 && calibrator(9) <= 1)
    }

    /// The curve is wrong by a factor that changes; labels come 40 stays late.
    @Test(arguments: [UInt64(1), 2, 3])
    func intervalsKeepTheirCoverageOverAnyFewHundredStays(seed: UInt64) {
        let curve = StayReplay.forest(count: 2_000).predict([1, 40, 0.5, 7])
        var stream = PlantedStream(seed: seed)
        var intervals = AdaptiveInterval()
        var late: [(group: Int64, outcome: AdaptiveInterval.Outcome)] = []
        var covered: [Double] = []
        for index in 0..<12_000 {
            let group = Int64(stream.uniform() * 4)
            let factor = 0.7 + 0.15 * Double(group) + (index > 6_000 ? 0.3 : 0)
            let target = curve.quantile(stream.uniform()) * factor
            let interval = intervals.interval(of: curve, group: group)
            let outcome = AdaptiveInterval.Outcome(target, in: interval)
            covered.append(outcome == .inside ? 1 : 0)
            late.append((group, outcome))
            if index >= 40 { intervals.learn(late[index - 40].outcome, group: late[index - 40].group) }
        }
        let settled = covered.dropFirst(1_000)
        #expect(abs(settled.reduce(0, +) / Double(settled.count) - 0.8) < 0.01, "seed \(seed)")
        for start in stride(from: 1_000, to: 11_500, by: 50) {
            let share = covered[start..<(start + 500)].reduce(0, +) / 500
            #expect(share > 0.73 && share < 0.87, "seed \(seed), from \(start)")
        }
    }

    @Test func aBudgetOfAlertsPerDayIsKept() {
        var stream = PlantedStream(seed: 4)
        var threshold = AlertThreshold(aim: .perDay(5))
        #expect(threshold.value == nil && !threshold.raises(1))
        var alerts = 0
        for day in 0..<60 {
            for _ in 0..<100 {
                let score = stream.uniform() * stream.uniform() * 0.2
                if day >= 30, threshold.raises(score) { alerts += 1 }
                threshold.predicted(score, day: Int64(day))
            }
        }
        let value = threshold.value ?? 0
        #expect(value > 0.05 && value < 0.2)
        #expect(alerts <= 30 * 6 && alerts > 30 * 2)
        var quiet = AlertThreshold(aim: .perDay(1_000))
        for day in 0..<3 { quiet.predicted(0.1, day: Int64(day)) }
        #expect(quiet.value == 0)
        quiet.predicted(0.1, day: .max)
        quiet.predicted(0.1, day: -400)
        #expect(quiet.value == 0)
    }

    @Test func aPrecisionIsReachedWhereTheScoresAllowIt() {
        var stream = PlantedStream(seed: 5)
        var threshold = AlertThreshold(aim: .precision(0.8))
        var hopeless = AlertThreshold(aim: .precision(0.999))
        for _ in 0..<5_000 {
            let score = stream.uniform() * 0.95
            let outcome = stream.uniform() < score
            threshold.matured(score, outcome: outcome)
            hopeless.matured(score, outcome: outcome)
        }
        // Over t the mean outcome is (t + 0.95) / 2, which is 0.8 at 0.65.
        let value = threshold.value ?? 0
        #expect(value > 0.55 && value < 0.72)
        #expect(hopeless.value == nil)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func aBlendIsBetterThanEachOfItsEstimates(seed: UInt64) {
        var stream = PlantedStream(seed: seed)
        var blend = ProbabilityBlend(count: 2)
        var losses = SIMD3<Double>.zero
        for _ in 0..<6_000 {
            // Each estimate knows one of two causes, the first more than the second.
            let (first, second) = (stream.uniform(), stream.uniform())
            let outcome = stream.uniform() < 0.6 * first + 0.4 * second
            let estimates = (0.6 * first + 0.2, 0.3 + 0.4 * second)
            let gaps = SIMD3(estimates.0, estimates.1, blend(estimates.0, estimates.1)) - (outcome ? 1 : 0)
            losses += gaps * gaps
            blend.learn(estimates.0, estimates.1, outcome: outcome)
        }
        #expect(losses.z < min(losses.x, losses.y) * 0.99, "seed \(seed)")
        #expect(blend.weights[0] > blend.weights[1])
        #expect(abs(blend.weights.reduce(0, +) - 1) < 1e-9)
    }

    @Test func aBlendKnowsAnOverconfidentEstimateFromAnEvenOne() {
        var stream = PlantedStream(seed: 5)
        var blend = ProbabilityBlend(count: 2)
        var mended = QualityTally()
        for index in 0..<6_000 {
            let (score, outcome) = Self.overconfident(&stream)
            if index >= 1_000 { mended.add(probability: blend(score, 0.5), outcome: outcome) }
            blend.learn(score, 0.5, outcome: outcome)
        }
        #expect(mended.calibrationError ?? 1 < 0.03)
        #expect(blend.weights[0] > 0.9)
    }

    @Test func aFreshBlendIsTheMeanOfWhatIsANumber() {
        var blend = ProbabilityBlend(count: 2)
        #expect(abs(blend(0.2, 0.6) - 0.4) < 1e-9)
        #expect(abs(blend(.nan, 0.6) - 0.6) < 1e-9)
        #expect(blend(.nan, .nan).isNaN)
        let before = blend.encode()
        blend.learn(.nan, .nan, outcome: true)
        #expect(blend.encode() == before)
        blend.learn(0.3, .nan, outcome: true)
        #expect(blend.labelCount == 1 && blend.weights == [0.5, 0.5])
        #expect(ProbabilityBlend(count: 0).count == 1)
        #expect(ProbabilityBlend(count: 9).count == ProbabilityBlend.maxCount)
    }

    @Test func statesSurviveTheirCheckpointsAndAlteredBytesAreRefused() throws {
        var stream = PlantedStream(seed: 6)
        var calibrator = BetaCalibrator(window: 50)
        var intervals = AdaptiveInterval()
        var threshold = AlertThreshold(aim: .perDay(3))
        var blend = ProbabilityBlend(count: 3)
        for index in 0..<200 {
            let (score, outcome) = Self.overconfident(&stream)
            calibrator.learn(score, outcome: outcome)
            intervals.learn(outcome ? .above : .inside, group: Int64(index % 3))
            threshold.predicted(score, day: Int64(index / 20) - 3)
            threshold.matured(score, outcome: outcome)
            blend.learn(score, score * score, 0.5, outcome: outcome)
        }
        #expect(try ProbabilityBlend(decoding: blend.encode()).encode() == blend.encode())
        #expect(try BetaCalibrator(decoding: calibrator.encode()) == calibrator)
        #expect(try AdaptiveInterval(decoding: intervals.encode()) == intervals)
        #expect(try AlertThreshold(decoding: threshold.encode()) == threshold)
        for bytes in [calibrator.encode(), intervals.encode(), threshold.encode(), blend.encode()] {
            for _ in 0..<300 {
                var changed = Array(bytes.dropLast(8))
                let reach = stream.uniform() < 0.5 ? min(60, changed.count) : changed.count
                changed[6 + Int(stream.uniform() * Double(reach - 6))] = UInt8(stream.uniform() * 256)
                let sealed = CheckpointSeal.sealed(changed)
                if var copy = try? BetaCalibrator(decoding: sealed) { copy.learn(0.4, outcome: true) }
                if var copy = try? AdaptiveInterval(decoding: sealed) { copy.learn(.below, group: 1) }
                if var copy = try? AlertThreshold(decoding: sealed) {
                    copy.predicted(0.4, day: 7)
                    _ = copy.value
                }
                if var copy = try? ProbabilityBlend(decoding: sealed), copy.count == 3 {
                    copy.learn(0.4, 0.2, 0.1, outcome: true)
                    _ = copy(0.4, 0.2, 0.1)
                }
            }
            #expect(throws: ForestError.self) { try ProbabilityBlend(decoding: Array(bytes.dropLast())) }
            #expect(throws: ForestError.self) { try BetaCalibrator(decoding: Array(bytes.dropLast())) }
            #expect(throws: ForestError.self) { try AdaptiveInterval(decoding: Array(bytes.dropLast())) }
            #expect(throws: ForestError.self) { try AlertThreshold(decoding: Array(bytes.dropLast())) }
        }
    }
}
