import OnlineForest
import Testing

@Suite struct CurveBendingTests {
    private let bins = ElapsedBins(edges: [60, 120, 240, 480])

    private func curve() throws -> SurvivalCurve {
        let bins = try #require(bins)
        return try #require(SurvivalCurve(bins: bins, sharesAtEdges: [0.9, 0.6, 0.25, 0.05]))
    }

    @Test(arguments: [0.001, 0.1, 0.25, 0.5, 0.9, 0.999])
    func aBentCurveMeetsTheProbabilityAndStillFalls(wanted: Double) throws {
        let curve = try curve()
        let bent = curve.bent(by: curve.exponent(for: wanted, longerThan: 240), upTo: 240)
        #expect(abs(bent.probability(longerThan: 240) - wanted) < 1e-9)
        let shares = bent.sharesAtEdges
        #expect(zip(shares, shares.dropFirst()).allSatisfy(>=))
        #expect(shares.allSatisfy { (0...1).contains($0) })
        // Those who go over the limit stay as long as before.
        let beyond = bent.probability(longerThan: 400, given: 240)
        #expect(abs(beyond - curve.probability(longerThan: 400, given: 240)) < 1e-9)
        // Whoever is likelier to be over the limit is expected to stay longer.
        #expect((bent.mean > curve.mean) == (wanted > 0.25) || wanted == 0.25)
    }

    @Test func oneChangesNothingAndNoNumberIsOne() throws {
        let curve = try curve()
        #expect(curve.bent(by: 1, upTo: 240) == curve)
        #expect(curve.bent(by: .nan, upTo: 240) == curve)
        #expect(curve.exponent(for: .nan, longerThan: 240) == 1)
    }

    @Test func exponentsStayInTheirRange() throws {
        let curve = try curve()
        for wanted in [-1.0, 0, 1, 2, .infinity, -.infinity] {
            #expect(SurvivalCurve.exponents.contains(curve.exponent(for: wanted, longerThan: 240)))
        }
        let range = SurvivalCurve.exponents
        #expect(curve.bent(by: 1e9, upTo: 240) == curve.bent(by: range.upperBound, upTo: 240))
        #expect(curve.bent(by: -3, upTo: 240) == curve.bent(by: range.lowerBound, upTo: 240))
        for limit in [-1, 0, 50, 480, 1e9] { #expect(curve.bent(by: 2, upTo: limit).mean < curve.mean) }
    }

    @Test func whereACurveIsFlatNothingCanBeMet() throws {
        let bins = try #require(bins)
        let certain = try #require(SurvivalCurve(bins: bins, sharesAtEdges: [1, 1, 1, 0]))
        #expect(certain.exponent(for: 0.5, longerThan: 240) == 1)
        #expect(certain.exponent(for: 0.5, longerThan: 0) == 1)
        #expect(certain.bent(by: 3, upTo: 240).sharesAtEdges == [1, 1, 1, 0])
    }

    @Test(arguments: [
        [0.9, 0.6, 0.25], [1.1, 0.6, 0.25, 0.05], [0.9, 0.95, 0.25, 0.05], [0.9, 0.6, 0.25, -0.1],
    ])
    func sharesThatDoNotFallFromOneAreNoCurve(shares: [Double]) throws {
        #expect(try SurvivalCurve(bins: #require(bins), sharesAtEdges: shares) == nil)
        #expect(try SurvivalCurve(bins: #require(bins), sharesAtEdges: [.nan, .nan, .nan, .nan]) == nil)
    }
}

@Suite struct DriftWatchTests {
    @Test func aRiseOfErrorsIsToldAndALevelIsNot() throws {
        var watch = DriftWatch()
        var warnings = 0
        for label in 0..<20_000 where watch.warns(Float(label % 7) / 3) { warnings += 1 }
        #expect(warnings == 0)
        for label in 0..<600 where watch.warns(1 + Float(label % 7) / 3) { warnings += 1 }
        #expect(warnings > 100)
    }

    @Test func aWatchGoesOnAfterItsCoding() throws {
        var watch = DriftWatch()
        for label in 0..<1_500 { _ = watch.warns(Float(label % 5)) }
        var copy = try DriftWatch(decoding: watch.encode())
        #expect(copy == watch)
        _ = (watch.warns(9), copy.warns(9), watch.warns(.nan), copy.warns(.nan))
        #expect(copy == watch)
        let bytes = watch.encode()
        for length in 0..<bytes.count {
            #expect(throws: ForestError.self) { try DriftWatch(decoding: Array(bytes[..<length])) }
        }
    }
}
