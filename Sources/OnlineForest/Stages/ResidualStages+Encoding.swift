extension ResidualStages {
    /// Writes units, window, chains and mixtures.
    func write(to writer: inout CheckpointWriter) {
        for value in [units.center, units.deviation, units.magnitude] { writer.append(value) }
        writer.append(UInt8(units.isPositive ? 1 : 0))
        window.write(to: &writer)
        for chain in chains { chain.write(to: &writer) }
        mixture.write(to: &writer)
        writer.append(levelShift.level)
        writer.append(levelShift.history)
        levelShift.contest.write(to: &writer)
        medianShare.contest.write(to: &writer)
    }

    /// Reads what `write` wrote.
    init(
        from reader: inout CheckpointReader,
        task: ForestTask,
        features: Int,
        bins: Int,
        seed: UInt64,
        configuration: StageConfiguration
    ) throws(ForestError) {
        var units = StageUnits()
        units.center = try reader.double("stage center")
        units.deviation = try reader.double("stage deviation")
        units.magnitude = try reader.double("stage magnitude")
        try reader.check(units.deviation > 0 && units.magnitude > 0, "stage units")
        let positive = try reader.integer(UInt8.self)
        try reader.check(positive <= 1, "stage sign")
        units.isPositive = positive == 1
        self.init(task: task, features: features, units: units, seed: seed, configuration: configuration)
        try window.read(from: &reader, bins: bins)
        for index in chains.indices { try chains[index].read(from: &reader, window: window) }
        try mixture.read(from: &reader)
        let level = try reader.double("level")
        try reader.check(abs(level) < 1e9, "level")
        levelShift.restore(level, history: try reader.floats(count: LevelShift.memory, "levels"))
        try levelShift.contest.read(from: &reader)
        try medianShare.contest.read(from: &reader)
    }
}

extension ReplayWindow {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(count: next)
        writer.append(weights)
        writer.append(codes)
        writer.append(values)
    }

    fileprivate mutating func read(from reader: inout CheckpointReader, bins: Int) throws(ForestError) {
        next = try reader.count(limit: capacity - 1, "window position")
        weights = try reader.floats(limit: capacity, "window weights")
        try reader.check(weights.allSatisfy { $0 >= 0 }, "window weights")
        try reader.check(count == capacity || next == 0, "window position")
        codes = try reader.byteArray(limit: count * features, "window codes")
        try reader.check(codes.count == count * features, "window codes")
        try reader.check(codes.allSatisfy { Int($0) < bins }, "window codes")
        values = try reader.floats(count: count * features, "window values", finite: false)
    }
}

extension StageChain {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(start)
        writer.append(count: oldest)
        writer.append(grown)
        writer.append(credit)
        writer.append(targets)
        writer.append(scores)
        writer.append(count: trees.count)
        for tree in trees { tree.write(to: &writer) }
    }

    fileprivate mutating func read(
        from reader: inout CheckpointReader,
        window: ReplayWindow
    ) throws(ForestError) {
        start = try reader.float("stage start")
        oldest = try reader.count(limit: max(configuration.trees - 1, 0), "oldest stage")
        grown = try reader.integer(UInt64.self)
        credit = try reader.double("stage credit")
        targets = try reader.floats(count: window.count, "stage targets")
        scores = try reader.floats(count: window.count, "stage scores")
        let count = try reader.count(limit: configuration.trees, "stage trees")
        try reader.check(count == configuration.trees || oldest == 0, "oldest stage")
        for _ in 0..<count {
            trees.append(
                try StageTree(from: &reader, features: window.features, maxDepth: configuration.depth)
            )
        }
    }
}

extension StageTree {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(UInt16(truncatingIfNeeded: nodes.count))
        for node in nodes {
            writer.append(node.mask)
            writer.append(node.value)
            writer.append(node.weight)
            writer.append(node.child)
            writer.append(node.feature)
        }
    }

    /// Reads a tree; children stand behind their parent, so that the depth follows in one pass.
    fileprivate init(
        from reader: inout CheckpointReader,
        features: Int,
        maxDepth: Int
    ) throws(ForestError) {
        let count = Int(try reader.integer(UInt16.self))
        try reader.check(count >= 1 && count <= Self.maxNodes, "stage nodes")
        try reader.need(count * 19)
        self.init(nodes: [])
        var depths = Array(repeating: 0, count: count)
        for index in 0..<count {
            var node = Node()
            node.mask = try reader.integer(UInt64.self)
            node.value = try reader.float("stage value")
            node.weight = try reader.weight("stage weight")
            node.child = try reader.integer(UInt16.self)
            node.feature = try reader.integer(UInt8.self)
            let child = Int(node.child)
            if child == index {
                try reader.check(node.mask == .max && node.feature == 0, "stage leaf")
            } else {
                try reader.check(child > index && child + 1 < count, "stage child")
                try reader.check(Int(node.feature) < features, "stage feature")
                depths[child] = depths[index] + 1
                depths[child + 1] = depths[index] + 1
                depth = max(depth, depths[index] + 1)
            }
            nodes.append(node)
        }
        try reader.check(depth <= maxDepth, "stage depth")
    }
}

extension ShareContest {
    fileprivate func write(to writer: inout CheckpointWriter) {
        writer.append(labels)
        for lane in 0..<8 { writer.append(losses[lane]) }
    }

    fileprivate mutating func read(from reader: inout CheckpointReader) throws(ForestError) {
        labels = try reader.double("contest labels")
        try reader.check(labels >= 0 && labels < 1e12, "contest labels")
        for lane in 0..<8 {
            losses[lane] = try reader.double("contest losses")
            try reader.check(losses[lane] >= 0 && losses[lane] < 1e24, "contest losses")
        }
        renew()
    }
}
