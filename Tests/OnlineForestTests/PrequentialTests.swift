import OnlineForest
import Testing

@Suite struct PrequentialTests {
    @Test(arguments: [1, 10, 1_000])
    func errorsEqualBruteForceOverAllAndOverTheWindow(window: Int) {
        var record = PrequentialError(window: window)
        var stream = PlantedStream(seed: 41)
        var errors: [Double] = []
        #expect(record.meanAbsoluteError == nil && record.windowRootMeanSquaredError == nil)
        for _ in 0..<2_345 {
            let prediction = stream.uniform() * 300
            let target = stream.uniform() * 300
            record.add(prediction: prediction, target: target)
            errors.append(abs(prediction - target))
        }
        record.add(prediction: .nan, target: 1)
        record.add(prediction: 1, target: .infinity)
        let recent = errors.suffix(window)
        #expect(record.count == 2_345 && record.windowCount == recent.count)
        #expect(isClose(record.meanAbsoluteError, errors.reduce(0, +) / 2_345))
        #expect(isClose(record.rootMeanSquaredError, root(errors[...])))
        #expect(isClose(record.windowMeanAbsoluteError, recent.reduce(0, +) / Double(recent.count)))
        #expect(isClose(record.windowRootMeanSquaredError, root(recent)))
    }

    @Test func areaUnderCurveEqualsBruteForceOverTheWindow() {
        var record = PrequentialAUC(window: 300)
        var stream = PlantedStream(seed: 42)
        var all: [(score: Double, outcome: Bool)] = []
        #expect(record.areaUnderCurve == nil && record.baseRate == nil)
        for _ in 0..<1_000 {
            // Bin centres: the binned ranking is then exact, with many ties.
            let score = ((stream.uniform() * 64).rounded(.down) * 8 + 0.5) / 512
            let outcome = stream.uniform() < score
            record.add(probability: score, outcome: outcome)
            all.append((score, outcome))
        }
        record.add(probability: .nan, outcome: true)
        let window = all.suffix(300)
        var wins = 0.0
        var pairs = 0.0
        for positive in window where positive.outcome {
            for negative in window where !negative.outcome {
                pairs += 1
                wins += positive.score > negative.score ? 1 : positive.score == negative.score ? 0.5 : 0
            }
        }
        #expect(isClose(record.areaUnderCurve, wins / pairs))
        let brier = window.map { ($0.score - ($0.outcome ? 1 : 0)) * ($0.score - ($0.outcome ? 1 : 0)) }
        #expect(isClose(record.brierScore, brier.reduce(0, +) / 300))
        #expect(isClose(record.baseRate, Double(window.filter(\.outcome).count) / 300))
        #expect(record.count == 1_000 && record.windowCount == 300)
    }

    @Test func logLossOfKnownProbabilitiesIsKnown() {
        var record = PrequentialAUC()
        record.add(probability: 0.5, outcome: true)
        #expect(isClose(record.logLoss, 0.693147180559945))
        #expect(record.areaUnderCurve == nil)
        record.add(probability: 7, outcome: false)
        #expect(record.logLoss?.isFinite == true)
    }

    @Test(arguments: [0, 5, 20, 57])
    func decodedRecordsContinueExactly(count: Int) throws {
        var errors = PrequentialError(window: 20)
        var quality = PrequentialAUC(window: 20)
        var stream = PlantedStream(seed: 43)
        func add(_ times: Int, _ errors: inout PrequentialError, _ quality: inout PrequentialAUC) {
            var source = stream
            for _ in 0..<times {
                errors.add(prediction: source.uniform(), target: source.uniform())
                quality.add(probability: source.uniform(), outcome: source.uniform() < 0.5)
            }
        }
        add(count, &errors, &quality)
        _ = stream.next()
        var errorsAgain = try PrequentialError(decoding: errors.encode())
        var qualityAgain = try PrequentialAUC(decoding: quality.encode())
        #expect(errorsAgain == errors && qualityAgain == quality)
        add(33, &errors, &quality)
        add(33, &errorsAgain, &qualityAgain)
        #expect(errorsAgain.encode() == errors.encode() && qualityAgain.encode() == quality.encode())
    }

    @Test(arguments: [UInt64(51), 52, 53])
    func alteredRecordsWithAValidChecksumNeverTrap(seed: UInt64) {
        var errors = PrequentialError(window: 20)
        var quality = PrequentialAUC(window: 20)
        var stream = PlantedStream(seed: seed)
        for _ in 0..<31 {
            errors.add(prediction: stream.uniform(), target: stream.uniform())
            quality.add(probability: stream.uniform(), outcome: stream.uniform() < 0.5)
        }
        for bytes in [errors.encode(), quality.encode()] {
            for _ in 0..<2_000 {
                var changed = Array(bytes.dropLast(8))
                let index = 6 + Int(stream.uniform() * Double(changed.count - 6))
                changed[index] = stream.uniform() < 0.4 ? 0xFF : UInt8(stream.uniform() * 256)
                let sealed = CheckpointSeal.sealed(changed)
                if var record = try? PrequentialError(decoding: sealed) {
                    for _ in 0..<25 { record.add(prediction: 1, target: 2) }
                }
                if var record = try? PrequentialAUC(decoding: sealed) {
                    for _ in 0..<25 { record.add(probability: 0.3, outcome: true) }
                    #expect((0...1).contains(record.areaUnderCurve ?? 0), "seed \(seed)")
                }
            }
        }
        var changed = errors.encode()
        changed[changed.count - 1] ^= 1
        #expect(throws: ForestError.checksum) { try PrequentialError(decoding: changed) }
    }

    private func root(_ errors: ArraySlice<Double>) -> Double {
        (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    }

    private func isClose(_ found: Double?, _ expected: Double) -> Bool {
        abs((found ?? .infinity) - expected) <= 1e-6 * max(1, abs(expected))
    }
}
