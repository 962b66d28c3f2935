extension Forest {
    private static let kind: UInt32 = 0x5252_4F46

    /// A checkpoint of all learned state; equal forests give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: memoryBytes)
        configuration.write(to: &writer)
        writer.append(task.code)
        features.write(to: &writer)
        writer.append(learnedCount)
        target.write(to: &writer)
        writer.append(UInt8(isWarm ? 1 : 0))
        encoder.write(to: &writer, isWarm: isWarm)
        if isWarm {
            for tree in trees { tree.write(to: &writer) }
            writeDrift(to: &writer)
            stages?.write(to: &writer)
        } else {
            warmup.write(to: &writer)
        }
        return writer.finished()
    }

    /// A forest that continues exactly where the encoded one stopped.
    ///
    /// Throws on bytes that `encode` cannot have written; altered bytes never trap.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let configuration = try ForestConfiguration(from: &reader)
        let task = try ForestTask(from: &reader)
        let features = try [Feature](from: &reader)
        self.init(features: features, task: task, configuration: configuration)
        learnedCount = try reader.integer(UInt64.self)
        try target.read(from: &reader)
        let warm = try reader.integer(UInt8.self)
        try reader.check(warm <= 1, "warm flag")
        try encoder.read(from: &reader, isWarm: warm == 1)
        if warm == 1 {
            try reader.check(learnedCount >= UInt64(configuration.warmup), "learned count")
            for index in 0..<configuration.trees {
                var tree = HoeffdingTree(number: UInt64(index), seed: configuration.seed, rules: rules)
                try tree.read(from: &reader, rules: rules)
                trees.append(tree)
            }
            try readDrift(from: &reader)
            if configuration.stages.trees > 0 {
                stages = try ResidualStages(
                    from: &reader,
                    task: task,
                    features: features.count,
                    bins: configuration.bins,
                    seed: configuration.seed,
                    configuration: configuration.stages
                )
            }
        } else {
            try reader.check(learnedCount < UInt64(configuration.warmup), "learned count")
            warmup = try WarmupRows(from: &reader, count: Int(learnedCount), features: features.count)
        }
        try reader.finish()
    }
}

extension ForestConfiguration {
    fileprivate func write(to writer: inout CheckpointWriter) {
        for count in [trees, bins, maxNodes, histogramBytes, warmup] { writer.append(count: count) }
        for value in [grace, delta, tau, evidence, subspace, shrinkage, horizon] { writer.append(value) }
        writer.append(UInt8(usesProtected ? 1 : 0))
        writer.append(seed)
        stages.write(to: &writer)
    }

    fileprivate init(from reader: inout CheckpointReader) throws(ForestError) {
        self.init()
        trees = try reader.count(limit: .max, "trees")
        bins = try reader.count(limit: .max, "bins")
        maxNodes = try reader.count(limit: .max, "maxNodes")
        histogramBytes = try reader.count(limit: .max, "histogramBytes")
        warmup = try reader.count(limit: .max, "warmup")
        grace = try reader.double("grace")
        delta = try reader.double("delta")
        tau = try reader.double("tau")
        evidence = try reader.double("evidence")
        subspace = try reader.double("subspace")
        shrinkage = try reader.double("shrinkage")
        horizon = try reader.double("horizon")
        usesProtected = try reader.flag("protected features")
        seed = try reader.integer(UInt64.self)
        stages = try StageConfiguration(from: &reader)
        try reader.check(self == clamped, "configuration")
    }
}

extension StageConfiguration {
    fileprivate func write(to writer: inout CheckpointWriter) {
        for count in [trees, window, depth, leastLeaf] { writer.append(count: count) }
        for value in [memory, effort, rate, evidence] { writer.append(value) }
    }

    fileprivate init(from reader: inout CheckpointReader) throws(ForestError) {
        self.init()
        trees = try reader.count(limit: .max, "stage trees")
        window = try reader.count(limit: .max, "stage window")
        depth = try reader.count(limit: .max, "stage depth")
        leastLeaf = try reader.count(limit: .max, "stage leaf")
        memory = try reader.double("stage memory")
        effort = try reader.double("stage effort")
        rate = try reader.double("stage rate")
        evidence = try reader.double("stage evidence")
    }
}

extension ForestTask {
    fileprivate var code: UInt8 {
        switch self {
        case .classification: 0
        case .regression(let logScale): logScale ? 2 : 1
        }
    }

    fileprivate init(from reader: inout CheckpointReader) throws(ForestError) {
        let code = try reader.integer(UInt8.self)
        try reader.check(code <= 2, "task")
        self = code == 0 ? .classification : .regression(logScale: code == 2)
    }
}

extension TargetScale {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(count)
        for value in [runningMean, squaredDeviation, center, scale] { writer.append(value) }
    }

    fileprivate mutating func read(from reader: inout CheckpointReader) throws(ForestError) {
        count = try reader.integer(UInt64.self)
        runningMean = try reader.double("target mean")
        squaredDeviation = try reader.double("target deviation")
        center = try reader.double("target center")
        scale = try reader.double("target scale")
        try reader.check(count <= 10_000 && squaredDeviation >= 0 && scale > 0, "target scale")
    }
}

extension WarmupRows {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(values)
        for row in 0..<count {
            writer.append(targets[row])
            writer.append(keys[row])
            writer.append(weights[row])
        }
    }

    fileprivate init(
        from reader: inout CheckpointReader,
        count: Int,
        features: Int
    ) throws(ForestError) {
        values = try reader.floats(count: count * features, "warm-up values", finite: false)
        for _ in 0..<count {
            targets.append(try reader.double("warm-up target"))
            keys.append(try reader.integer(UInt64.self))
            weights.append(try reader.weight("warm-up weight"))
            try reader.check(weights[weights.count - 1] <= Float(Forest.maxWeight), "warm-up weight")
        }
    }
}
