extension SurvivalForest {
    private static let kind: UInt32 = 0x5652_5553

    /// A checkpoint of all learned state and the open stays; equal forests give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: memoryBytes)
        configuration.write(to: &writer)
        writer.append(count: bins.count)
        for edge in bins.edges { writer.append(edge) }
        features.write(to: &writer)
        writer.append(learnedCount)
        writer.append(grownCount)
        writer.append(digest)
        writer.append(UInt8(isWarm ? 1 : 0))
        encoder.write(to: &writer, isWarm: true)
        if !isWarm { writer.append(warmup) }
        marginalExits.write(to: &writer)
        marginal.write(to: &writer, bins: bins.count)
        for tree in trees { tree.write(to: &writer, bins: bins.count) }
        open.write(to: &writer)
        return writer.finished()
    }

    /// A forest that continues exactly where the encoded one stopped.
    ///
    /// Throws on bytes that `encode` cannot have written; altered bytes never trap.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let configuration = try SurvivalConfiguration(from: &reader)
        let binCount = try reader.count(limit: ElapsedBins.maxCount, "bin count")
        var edges: [Double] = []
        for _ in 0..<binCount { edges.append(try reader.double("bin edge")) }
        guard let bins = ElapsedBins(edges: edges) else {
            throw .field("bin edges", offset: reader.offset)
        }
        let features = try [Feature](from: &reader)
        try reader.check(!features.isEmpty, "feature count")
        self.init(features: features, bins: bins, configuration: configuration)
        learnedCount = try reader.integer(UInt64.self)
        grownCount = try reader.integer(UInt64.self)
        digest = try reader.integer(UInt64.self)
        let warm = try reader.integer(UInt8.self)
        try reader.check(warm <= 1, "warm flag")
        isWarm = warm == 1
        try encoder.read(from: &reader, isWarm: true)
        if !isWarm { try readWarmup(from: &reader) }
        marginalExits = try HazardTree.Node(from: &reader, rules: rules)
        let isPlain = marginalExits.isLeaf && marginalExits.child == 0 && marginalExits.mask == 0
        try reader.check(isPlain, "marginal exits")
        marginal = try HazardCounts(from: &reader, bins: bins.count)
        for index in trees.indices {
            try trees[index].read(from: &reader, rules: rules, bins: bins.count)
        }
        open = try OpenStays(
            from: &reader,
            features: features.count,
            bins: bins.count,
            limits: (line: Self.lineLimit + 1, open: configuration.maxOpen)
        )
        try reader.finish()
    }

    private mutating func readWarmup(from reader: inout CheckpointReader) throws(ForestError) {
        let count = try reader.count(limit: configuration.warmup * features.count, "warm-up values")
        let isBelow = count < configuration.warmup * features.count
        try reader.check(isBelow && count % features.count == 0, "warm-up values")
        try reader.need(count * 4)
        for _ in 0..<count { warmup.append(try reader.float("warm-up value", finite: false)) }
    }
}

extension SurvivalConfiguration {
    fileprivate func write(to writer: inout CheckpointWriter) {
        for count in [trees, codes, grace, maxNodes, warmup, maxOpen] { writer.append(count: count) }
        for value in [delta, tau, evidence, subspace, shrinkage, horizon] { writer.append(value) }
        writer.append(UInt8(usesProtected ? 1 : 0))
        writer.append(seed)
    }

    fileprivate init(from reader: inout CheckpointReader) throws(ForestError) {
        self.init()
        trees = try reader.count(limit: .max, "trees")
        codes = try reader.count(limit: .max, "codes")
        grace = try reader.count(limit: .max, "grace")
        maxNodes = try reader.count(limit: .max, "maxNodes")
        warmup = try reader.count(limit: .max, "warmup")
        maxOpen = try reader.count(limit: .max, "maxOpen")
        delta = try reader.double("delta")
        tau = try reader.double("tau")
        evidence = try reader.double("evidence")
        subspace = try reader.double("subspace")
        shrinkage = try reader.double("shrinkage")
        horizon = try reader.double("horizon")
        usesProtected = try reader.flag("protected features")
        seed = try reader.integer(UInt64.self)
        try reader.check(self == clamped, "configuration")
    }
}
