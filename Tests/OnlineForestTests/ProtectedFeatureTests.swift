import Foundation
import OnlineForest
import Testing

@Suite struct ProtectedFeatureTests {
    /// The planted features with "age" and the large category protected.
    private static let features = PlantedStream.features.map { feature in
        var copy = feature
        copy.isProtected = feature.name == "age" || feature.name == "consultant"
        return copy
    }

    private static func forest(_ task: ForestTask, usesProtected: Bool, salt: Double? = nil) -> Forest {
        var forest = Forest(
            features: features,
            task: task,
            configuration: ForestConfiguration(
                trees: 4,
                maxNodes: 31,
                warmup: 60,
                usesProtected: usesProtected
            )
        )
        var stream = PlantedStream(seed: 31)
        var other = PlantedStream(seed: 32)
        for key in 0..<6_000 {
            var (values, minutes) = stream.next()
            if let salt {
                values[0] = Float(other.uniform() * salt)
                values[3] = key % 3 == 0 ? .nan : Float(Int(other.uniform() * 200))
            }
            let target = task == .classification ? (minutes > 300 ? 1 : 0) : minutes
            forest.learn(values, target: target, key: UInt64(key), predictedAt: forest.version)
        }
        return forest
    }

    @Test(arguments: allTasks)
    func whatIsSwitchedOffLeavesNoTrace(task: ForestTask) throws {
        let first = Self.forest(task, usesProtected: false)
        let second = Self.forest(task, usesProtected: false, salt: 500)
        let isSame = first.encode() == second.encode()
        #expect(isSame)
        let young = first.predict([1, 3, 20, 5, 0.5])
        #expect(first.predict([95, 3, 20, 199, 0.5]) == young)
        let parts = first.contributions([95, 3, 20, 7, 0.5]).perFeature
        let values = first.shapleyValues([95, 3, 20, 7, 0.5]).perFeature
        #expect(parts[0] == 0 && parts[3] == 0 && values[0] == 0 && values[3] == 0)
        #expect(parts[1] != 0 && values[1] != 0)
        let restored = try Forest(decoding: first.encode())
        #expect(restored.features == Self.features && !restored.configuration.usesProtected)
        let used = Self.forest(task, usesProtected: true)
        #expect(used.predict([95, 3, 20, 199, 0.5]) != used.predict([1, 3, 20, 5, 0.5]))
    }

    @Test func survivalForestsKeepNothingOfWhatIsSwitchedOff() throws {
        var features = PlantedStays.features
        features[0].isProtected = true
        var configuration = PlantedStays.small
        configuration.usesProtected = false
        let empty = SurvivalForest(
            features: features,
            bins: PlantedStays.bins,
            configuration: configuration
        )
        var first = StayReplay(empty)
        var second = StayReplay(empty)
        var stays = PlantedStays(seed: 61)
        for _ in 0..<1_500 {
            var stay = stays.next()
            first.arrive(stay)
            stay.values[0] = 1 - stay.values[0]
            second.arrive(stay)
        }
        let isSame = first.forest.encode() == second.forest.encode()
        #expect(isSame && first.forest.openCount > 0)
        #expect(first.forest.contributions([1, 40, 0.5, 7], to: .mean).perFeature[0] == 0)
        let restored = try SurvivalForest(decoding: first.forest.encode())
        #expect(restored.features == features && !restored.configuration.usesProtected)
    }

    @Test func aForestWhoseFeaturesAreAllSwitchedOffPredictsTheMean() {
        let features = (0..<3).map { Feature.numeric("f\($0)", isProtected: true) }
        let configuration = ForestConfiguration(trees: 3, warmup: 20, usesProtected: false)
        var forest = Forest(
            features: features,
            task: .regression(logScale: false),
            configuration: configuration
        )
        for key in 0..<2_000 {
            forest.learn([Float(key % 2), 1, 2], target: Double(key % 2) * 10, key: UInt64(key))
        }
        #expect(abs(forest.predict([1, 1, 2]) - 5) < 1 && forest.nodeCount == 3)
        #expect(forest.predict([1, 1, 2]) == forest.predict([0]))
    }

    @Test func configurationsAndFeaturesFromOlderJSONKeepTheirMeaning() throws {
        let old = Data(#"{"name":"age","kind":{"numeric":{}}}"#.utf8)
        #expect(try JSONDecoder().decode(Feature.self, from: old) == .numeric("age"))
        let few = Data(#"{"trees":7,"bins":9999}"#.utf8)
        let found = try JSONDecoder().decode(ForestConfiguration.self, from: few)
        #expect(found == ForestConfiguration(trees: 7, bins: 64) && found.usesProtected)
        let curves = try JSONDecoder().decode(SurvivalConfiguration.self, from: few)
        #expect(curves == SurvivalConfiguration(trees: 7))
        let chosen = ForestConfiguration(subspace: 0.5, usesProtected: false, seed: 9)
        let json = try JSONEncoder().encode(chosen)
        #expect(try JSONDecoder().decode(ForestConfiguration.self, from: json) == chosen)
        let hidden = Feature.categorical("gender", levels: 3, isProtected: true)
        let text = try JSONEncoder().encode(hidden)
        #expect(try JSONDecoder().decode(Feature.self, from: text) == hidden)
    }
}
