import OnlineForest
import Testing

/// What river checks of its learners, and what a log needs beyond: run over every learner of the target.
@Suite struct LearnerContractTests {
    static let all = Array(ContractLearners.makers.indices)

    @Test(arguments: all)
    func predictsBeforeLearningAndAfterOneInstance(learner: Int) {
        var fresh = ContractLearners.makers[learner](PlantedStream.features, 1)
        #expect(isFinite(fresh.outputs([1, 2, 3, 4, 5])))
        fresh.learn([1, 2, 3, 4, 5], minutes: 100, key: 1)
        #expect(isFinite(fresh.outputs([])))
    }

    @Test(arguments: all)
    func sameSeedGivesTheSameBytesAndAnotherSeedOthers(learner: Int) {
        let first = ContractLearners.trained(learner, count: 1_200).encoded()
        #expect(ContractLearners.trained(learner, count: 1_200).encoded() == first)
        #expect(ContractLearners.trained(learner, count: 1_200, seed: 2).encoded() != first)
    }

    @Test(arguments: all)
    func predictingChangesNothing(learner: Int) {
        let trained = ContractLearners.trained(learner, count: 700)
        let before = trained.encoded()
        let values: [Float] = [44, 3, 12, 100, 0.5]
        let first = trained.outputs(values)
        #expect(trained.outputs(values) == first && values == [44, 3, 12, 100, 0.5])
        #expect(trained.encoded() == before)
    }

    @Test(arguments: all)
    func aCopyIsIndependent(learner: Int) {
        let original = ContractLearners.trained(learner, count: 700)
        let before = original.encoded()
        var copy = original
        for key in 0..<300 { copy.learn([90, 1, 40, 3, 0.1], minutes: 900, key: UInt64(key)) }
        #expect(original.encoded() == before && copy.encoded() != before)
    }

    /// Killed at any label, warm or not, and restored from its checkpoint.
    @Test(arguments: all, [0, 50, 100, 230, 1_500])
    func aRestoredLearnerGoesOnAsIfNothingHadHappened(learner: Int, count: Int) throws {
        var original = ContractLearners.trained(learner, count: count)
        var restored = try original.decoded(original.encoded())
        var stream = PlantedStream(seed: 72)
        for key in 0..<900 {
            let (values, minutes) = stream.next()
            #expect(restored.outputs(values) == original.outputs(values))
            original.learn(values, minutes: minutes, key: UInt64(key))
            restored.learn(values, minutes: minutes, key: UInt64(key))
        }
        #expect(restored.encoded() == original.encoded())
    }

    /// Which feature a leaf may look at is drawn by place, so only the quality can be the same.
    @Test(arguments: all)
    func theOrderOfFeaturesDoesNotMatterForTheQuality(learner: Int) {
        let order = [4, 2, 0, 3, 1]
        var plain = ContractLearners.makers[learner](PlantedStream.features, 1)
        var turned = ContractLearners.makers[learner](order.map { PlantedStream.features[$0] }, 1)
        var stream = PlantedStream(seed: 73)
        var errors = (0.0, 0.0)
        for key in 0..<4_000 {
            let (values, minutes) = stream.next()
            let mixed = order.map { values[$0] }
            if key >= 1_000 {
                let target = plain.name.contains("class") ? (minutes > 300 ? 1 : 0) : minutes
                errors.0 += abs(plain.outputs(values)[0] - target)
                errors.1 += abs(turned.outputs(mixed)[0] - target)
            }
            plain.learn(values, minutes: minutes, key: UInt64(key))
            turned.learn(mixed, minutes: minutes, key: UInt64(key))
        }
        #expect(abs(errors.0 / errors.1 - 1) < 0.1)
    }

    @Test(arguments: all)
    func unseenCategoriesAndMissingFeaturesAreSurvived(learner: Int) {
        var trained = ContractLearners.trained(learner, count: 800)
        let strange: [[Float]] = [
            [], [.nan, .nan, .nan, .nan, .nan], [44, 99, 12, 5_000, 0.5],
            [44, -1, .infinity, .nan, -.infinity],
            [.greatestFiniteMagnitude, 1.5, -.greatestFiniteMagnitude, 0, 0], Array(repeating: 3, count: 80),
        ]
        for key in 0..<600 {
            let values = strange[key % strange.count]
            #expect(isFinite(trained.outputs(values)))
            trained.learn(values, minutes: Double(key), key: UInt64(key))
        }
    }

    @Test(arguments: all)
    func memoryIsBoundedAndFlat(learner: Int) {
        var trained = ContractLearners.trained(learner, count: 6_000)
        let early = trained.encoded().count
        var stream = PlantedStream(seed: 74)
        for key in 0..<12_000 {
            let (values, minutes) = stream.next()
            trained.learn(values, minutes: minutes, key: UInt64(key))
        }
        #expect(trained.memory.bytes <= trained.memory.limit * 11 / 10)
        #expect(trained.encoded().count < early * 3 / 2)
    }

    @Test(arguments: all)
    func alteredCheckpointsAreErrorsAndNeverTraps(learner: Int) throws {
        let trained = ContractLearners.trained(learner, count: 400)
        let bytes = trained.encoded()
        var stream = PlantedStream(seed: 75)
        for _ in 0..<150 {
            var changed = Array(bytes.dropLast(8))
            let reach = stream.uniform() < 0.5 ? 400 : changed.count
            for _ in 0..<3 {
                changed[6 + Int(stream.uniform() * Double(reach - 6))] = UInt8(stream.uniform() * 256)
            }
            guard var survivor = try? trained.decoded(CheckpointSeal.sealed(changed)) else { continue }
            for key in 0..<60 {
                let (values, minutes) = stream.next()
                _ = survivor.outputs(values)
                survivor.learn(values, minutes: minutes, key: UInt64(key))
            }
        }
        #expect(throws: ForestError.checksum) {
            var flipped = bytes
            flipped[bytes.count / 2] ^= 1
            _ = try trained.decoded(flipped)
        }
    }

    private func isFinite(_ outputs: [Double]) -> Bool { outputs.allSatisfy { $0.isFinite } }
}
