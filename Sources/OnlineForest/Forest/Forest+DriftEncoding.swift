extension Forest {
    /// Writes counters, watches and successors.
    func writeDrift(to writer: inout CheckpointWriter) {
        for value in [plantings, replacements, rebinnings] { writer.append(value) }
        for index in trees.indices {
            let watch = watches[index]
            for value in [watch.labels, watch.shortMean, watch.longMean, watch.longSquare] {
                writer.append(value)
            }
            writer.append(trees[index].number)
            guard let successor = successors[index] else {
                writer.append(UInt8(0))
                continue
            }
            writer.append(UInt8(1))
            writer.append(successor.tree.number)
            writer.append(successor.labels)
            writer.append(successor.gain)
            writer.append(successor.gainSquare)
            successor.tree.write(to: &writer)
        }
    }

    /// Reads what `writeDrift` wrote.
    mutating func readDrift(from reader: inout CheckpointReader) throws(ForestError) {
        plantings = try reader.integer(UInt64.self)
        replacements = try reader.integer(UInt64.self)
        rebinnings = try reader.integer(UInt64.self)
        successorCount = 0
        for index in trees.indices {
            var watch = DriftWatch()
            watch.labels = try reader.weight("watched labels")
            watch.shortMean = try reader.weight("watched error")
            watch.longMean = try reader.weight("watched error")
            watch.longSquare = try reader.weight("watched error")
            watches.append(watch)
            trees[index].renumber(try treeNumber(from: &reader), seed: configuration.seed)
            let present = try reader.integer(UInt8.self)
            try reader.check(present <= 1, "successor")
            guard present == 1 else {
                successors.append(nil)
                continue
            }
            successorCount += 1
            try reader.check(successorCount <= maxSuccessors, "successors")
            successors.append(try successor(from: &reader))
        }
    }

    private func successor(from reader: inout CheckpointReader) throws(ForestError) -> Successor {
        let number = try treeNumber(from: &reader)
        var tree = HoeffdingTree(number: number, seed: configuration.seed, rules: rules)
        let labels = try reader.integer(UInt32.self)
        try reader.check(labels <= Successor.limit, "successor labels")
        let gain = try reader.float("successor gain")
        let square = try reader.weight("successor gain")
        try tree.read(from: &reader, rules: rules)
        var successor = Successor(tree: tree)
        successor.labels = labels
        successor.gain = gain
        successor.gainSquare = square
        return successor
    }

    private func treeNumber(from reader: inout CheckpointReader) throws(ForestError) -> UInt64 {
        let number = try reader.integer(UInt64.self)
        try reader.check(number < 1 << 48, "tree number")
        return number
    }
}
