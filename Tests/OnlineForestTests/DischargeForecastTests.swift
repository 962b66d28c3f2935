import OnlineForest
import Testing

@Suite struct DischargeForecastTests {
    @Test func theDistributionIsThatOfAllCombinations() {
        let chances = [0.2, 0.9, 0.5]
        let forecast = DischargeForecast(chances: chances)
        var expected = Array(repeating: 0.0, count: 4)
        for outcome in 0..<8 {
            let probability = (0..<3).reduce(1.0) {
                $0 * (outcome & (1 << $1) != 0 ? chances[$1] : 1 - chances[$1])
            }
            expected[outcome.nonzeroBitCount] += probability
        }
        for number in 0...3 { #expect(abs(forecast.distribution[number] - expected[number]) < 1e-15) }
        #expect(abs(forecast.mean - 1.6) < 1e-12 && abs(forecast.variance - 0.5) < 1e-12)
        #expect(forecast.quantile(0) == 0 && forecast.quantile(1) == 3)
        #expect(DischargeForecast(chances: []).interval() == 0...0)
        #expect(DischargeForecast(chances: [.nan, 7, -1]).mean == 1)
    }

    /// Patients in bed at one moment, against how many of them really leave within four hours.
    @Test(arguments: [UInt64(1), 2])
    func expectedDischargesOfThoseInBedComeTrue(seed: UInt64) {
        let forest = StayReplay.forest(count: 6_000, seed: seed)
        var stays = PlantedStays(seed: seed + 50)
        var chances: [Double] = []
        var left = 0
        for _ in 0..<2_000 {
            let stay = stays.next()
            let stayed = 45.0
            guard stay.minutes > stayed else { continue }
            chances.append(forest.predict(stay.values).chanceOfLeaving(within: 240, given: stayed))
            if stay.minutes <= stayed + 240 { left += 1 }
        }
        let forecast = DischargeForecast(chances: chances)
        #expect(abs(forecast.mean / Double(left) - 1) < 0.08, "seed \(seed)")
        let few = DischargeForecast(chances: Array(chances.prefix(40)))
        #expect(few.interval().contains(Int(few.mean.rounded())))
        #expect(few.interval(coverage: 0.99).count > few.interval(coverage: 0.5).count)
    }
}
