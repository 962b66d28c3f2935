import OnlineForest

/// What every online learner of the target can do; a new one joins the contract by conforming.
protocol ContractLearner {
    /// Name for messages.
    var name: String { get }
    /// Everything the learner outputs for an instance.
    func outputs(_ values: [Float]) -> [Double]
    /// Learns the length of a stay in minutes.
    mutating func learn(_ values: [Float], minutes: Double, key: UInt64)
    /// All learned state; equal learners give equal bytes.
    func encoded() -> [UInt8]
    /// The learner that was encoded.
    func decoded(_ bytes: [UInt8]) throws -> any ContractLearner
    /// Approximate heap bytes, and what they may not exceed by much.
    var memory: (bytes: Int, limit: Int) { get }
}

extension Forest: ContractLearner {
    var name: String { "\(task)" }

    func outputs(_ values: [Float]) -> [Double] {
        let both = estimate(values.span)
        let parts = contributions(values)
        return [predict(values), both.mean, both.median, predictMedian(values), parts.base] + parts.perFeature
    }

    mutating func learn(_ values: [Float], minutes: Double, key: UInt64) {
        let target = task == .classification ? (minutes > 300 ? 1 : 0) : minutes
        learn(values, target: target, key: key, predictedAt: version)
    }

    func encoded() -> [UInt8] { encode() }

    func decoded(_ bytes: [UInt8]) throws -> any ContractLearner { try Forest(decoding: bytes) }

    var memory: (bytes: Int, limit: Int) { (memoryBytes, memoryLimitBytes) }
}

/// The learners under contract, new and of the given features.
enum ContractLearners {
    static let makers: [@Sendable ([Feature], UInt64) -> any ContractLearner] = allTasks.map { task in
        { features, seed in
            let stages = StageConfiguration(trees: 20, window: 512, memory: 200)
            return Forest(
                features: features,
                task: task,
                configuration: ForestConfiguration(
                    trees: 4,
                    maxNodes: 63,
                    warmup: 100,
                    stages: stages,
                    seed: seed
                )
            )
        }
    }

    /// A learner after `count` instances of the planted stream.
    static func trained(_ index: Int, count: Int, seed: UInt64 = 1) -> any ContractLearner {
        var learner = makers[index](PlantedStream.features, seed)
        var stream = PlantedStream(seed: 71)
        for key in 0..<count {
            let (values, minutes) = stream.next()
            learner.learn(values, minutes: minutes, key: UInt64(key))
        }
        return learner
    }
}
