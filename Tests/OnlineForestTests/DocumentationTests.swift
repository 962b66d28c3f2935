import OnlineForest
import TestSupport
import Testing

/// The code of the library's front page, compiled and run.
struct DocumentationTests {
    private struct Stay {
        var values: [Float]
        var minutes: Double
    }

    /// Patients who come by ambulance or are little acute stay longer.
    private static func plantedStays() -> [(UInt64, Stay)] {
        var stream = PlantedStream(seed: 12)
        return (0..<2_000).map { number in
            let byAmbulance = stream.uniform() < 0.4
            let acuity = Float(1 + Int(stream.uniform() * 5))
            let age = Float(20 + 70 * stream.uniform())
            let minutes = (byAmbulance ? 160 : 60) + 30 * Double(acuity) + 60 * stream.uniform()
            return (UInt64(number), Stay(values: [age, byAmbulance ? 1 : 0, acuity], minutes: minutes))
        }
    }

    @Test func theExamplesOfTheFrontPageLearnAndExplain() throws {
        let stays = Self.plantedStays()
        let features: [Feature] = [
            .numeric("age", isProtected: true), .categorical("arrival", levels: 2), .numeric("acuity"),
        ]
        let bins = ElapsedBins(from: 15, to: 1_440, landmarks: [240])
        var curves = SurvivalForest(features: features, bins: bins)
        var breaches = Forest(features: features, task: .classification)
        var chance = ProbabilityBlend(count: 2)
        var told = QualityTally()

        for (key, stay) in stays {
            // At the arrival: say what is to be expected, and follow the stay from here on.
            let byCurve = curves.predict(stay.values).probability(longerThan: 240)
            let byForest = breaches.predict(stay.values)
            let version = breaches.version
            let said = chance(byCurve, byForest)
            curves.begin(stay.values, key: key)

            // Whenever time passes: whoever is still here teaches that.
            curves.advance(key: key, elapsed: min(stay.minutes, 60))

            // At the departure: learn.
            let isBreach = stay.minutes > 240
            told.add(probability: said, outcome: isBreach)
            curves.finish(key: key, elapsed: stay.minutes)
            chance.learn(byCurve, byForest, outcome: isBreach)
            breaches.learn(stay.values, target: isBreach ? 1 : 0, key: key, predictedAt: version)
        }

        let patient: [Float] = [80, 1, 2]
        let (curve, parts) = curves.explained(patient, to: .mean)
        print("expected", curve.mean, "min; half stay longer than", curve.median)
        let words = ReasonWriter(
            wordings: [
                FeatureWording(name: "age", unit: "years"),
                FeatureWording(name: "arrival", levels: ["walked in", "arrived by ambulance"]),
                FeatureWording(name: "acuity"),
            ],
            unit: "min"
        )
        for reason in words.reasons(parts, values: patient) { print(reason) }
        let restored = try SurvivalForest(decoding: curves.encode())

        #expect(told.areaUnderCurve ?? 0 > 0.9)
        #expect(abs(curve.median - 250) < 60)
        #expect(abs(parts.total - curve.mean) < 1e-6)
        #expect(words.reasons(parts, values: patient).first?.hasPrefix("arrived by ambulance +") == true)
        #expect(restored.predict(patient) == curve)
    }

    @Test func everyExampleOfTheFrontPageIsInThisFile() throws {
        let examples = try FrontPage.examples(of: "OnlineForest", in: #filePath)
        #expect(examples.count == 2)
        for (example, isCovered) in examples { #expect(isCovered, "not in the test: \(example)") }
    }
}
