import OnlineForest
import Testing

@Suite struct QualityTallyTests {
    @Test func figuresOfAHandfulAreThoseByHand() {
        var tally = QualityTally()
        #expect(tally.meanAbsoluteError == nil && tally.areaUnderCurve == nil && tally.coverage == nil)
        tally.add(prediction: 10, target: 12)
        tally.add(prediction: 5, target: 4)
        tally.add(prediction: .nan, target: 4)
        #expect(tally.points == 2 && tally.meanAbsoluteError == 1.5 && tally.bias == -0.5)
        #expect(tally.rootMeanSquaredError == 2.5.squareRoot())
        #expect(tally.explainedVariance == 1 - 5.0 / 32)
        tally.add(interval: 1...3, target: 2)
        tally.add(interval: 1...5, target: 6)
        #expect(tally.coverage == 0.5 && tally.meanWidth == 3)
        for (score, outcome) in [(0.9, true), (0.8, false), (0.7, true), (0.1, false)] {
            tally.add(probability: score, outcome: outcome)
        }
        #expect(tally.areaUnderCurve == 0.75 && tally.baseRate == 0.5)
        #expect(abs((tally.brierScore ?? 0) - (0.01 + 0.64 + 0.09 + 0.01) / 4) < 1e-12)
        #expect(abs((tally.calibrationError ?? 0) - (0.1 + 0.8 + 0.3 + 0.1) / 4) < 1e-12)
    }

    @Test func mergedHalvesEqualTheWholeAndCheckpointsAreExact() throws {
        var stream = PlantedStream(seed: 3)
        var halves = [QualityTally(), QualityTally()]
        var whole = QualityTally()
        for index in 0..<1_000 {
            // Sums of whole numbers are exact in any order.
            let target = (stream.uniform() * 100).rounded()
            let score = stream.uniform()
            halves[index % 2].add(prediction: 50, target: target)
            whole.add(prediction: 50, target: target)
            halves[index % 2].add(probability: score, outcome: target > 50)
            whole.add(probability: score, outcome: target > 50)
        }
        var merged = halves[0]
        merged.merge(halves[1])
        #expect(merged.meanAbsoluteError == whole.meanAbsoluteError && merged.points == 1_000)
        #expect(merged.areaUnderCurve == whole.areaUnderCurve)
        #expect(abs((merged.logLoss ?? 0) - (whole.logLoss ?? 1)) < 1e-9)
        #expect(try QualityTally(decoding: merged.encode()) == merged)
        #expect(throws: ForestError.self) { try QualityTally(decoding: Array(merged.encode().dropLast())) }
    }

    @Test func aLedgerKeepsDaysAndGroupsWithinItsLimits() throws {
        var ledger = QualityLedger(keptDays: 3)
        for day in [Int64(1), 2, 5, 4, 1] {
            for group in ["ward:A", "gender:F"] {
                ledger.update(day: day, group: group) { $0.add(prediction: Double(day), target: 0) }
            }
        }
        #expect(ledger.days == [2, 4, 5] && ledger.groups(day: 5) == ["gender:F", "ward:A"])
        #expect(ledger.tally(4...9, group: "ward:A").meanAbsoluteError == 4.5)
        #expect(ledger.tally(0...9).points == 6)
        let restored = try QualityLedger(decoding: ledger.encode())
        #expect(restored == ledger)
        for index in 0..<1_100 {
            ledger.update(day: 5, group: "bed:\(index)") { $0.add(prediction: 1, target: 0) }
        }
        #expect(ledger.groups(day: 5).count == QualityLedger.maxGroups + 1)
        #expect(ledger.tally(5...5, group: QualityLedger.other).points == 102)
    }

    @Test func importanceIsTheMeanSizeByDay() throws {
        var history = ImportanceHistory(features: 2, keptDays: 2)
        history.add(Contributions(base: 1, perFeature: [3, -1]), day: 1)
        history.add(Contributions(base: 1, perFeature: [-1, 1]), day: 1)
        history.add(Contributions(base: 1, perFeature: [0, 5]), day: 2)
        history.add(Contributions(base: 1, perFeature: [9]), day: 2)
        #expect(history.importance(1...1) == [2, 1] && history.importance(3...4) == nil)
        #expect(try ImportanceHistory(decoding: history.encode()) == history)
        history.add(Contributions(base: 1, perFeature: [1, 1]), day: 3)
        history.add(Contributions(base: 1, perFeature: [1, 1]), day: 1)
        #expect(history.days == [2, 3])
    }
}
