/// Patients at risk and exits per bin of elapsed time.
struct HazardCounts: NodePayload, Equatable {
    var atRisk = HazardLanes(repeating: 0)
    var exits = HazardLanes(repeating: 0)

    init() {}

    /// Hazards of these counts, shrunk towards the parent's.
    @inline(__always)
    func hazards(parent: HazardLanes, _ rules: HazardRules) -> HazardLanes {
        var hazards = parent
        hazards.combine(exits, atRisk, vectors: rules.vectors) {
            ($1 + rules.shrinkage * $0) / ($2 + rules.shrinkage)
        }
        return hazards
    }

    /// Adds a step, `weight` times.
    @inline(__always)
    mutating func add(_ step: HazardStep, weight: Float, vectors: Int) {
        atRisk.add(step.atRisk, weight: weight, vectors: vectors)
        exits.add(step.exits, weight: weight, vectors: vectors)
    }

    /// Scales all counts.
    mutating func scale(_ factor: Float) {
        atRisk.scale(factor)
        exits.scale(factor)
    }
}

extension HazardCounts {
    static func codedBytes(bins: Int) -> Int { 8 * bins }

    /// Writes the counts of the bins in use.
    func write(to writer: inout CheckpointWriter, bins: Int) {
        for bin in 0..<bins {
            writer.append(atRisk[bin])
            writer.append(exits[bin])
        }
    }

    /// Reads what `write` wrote.
    init(from reader: inout CheckpointReader, bins: Int) throws(ForestError) {
        self.init()
        for bin in 0..<bins {
            atRisk[bin] = try reader.weight("at risk")
            exits[bin] = try reader.weight("exits")
            try reader.check(exits[bin] <= atRisk[bin], "exits")
        }
    }
}

/// What one visit adds: the bins it passed or left in, since it last added anything.
struct HazardStep: Sendable, Equatable {
    /// 1 for each bin at the end of which the outcome is known.
    var atRisk = HazardLanes(repeating: 0)
    /// 1 for the bin of the exit.
    var exits = HazardLanes(repeating: 0)
    /// Bins that passed.
    let bins: Range<Int>
    /// Bin of the exit; nil while the patient is in bed.
    let exit: Int?

    /// Bins `passed`, then an exit in bin `exit` if there is one.
    init(passed: Range<Int>, exit: Int?) {
        for bin in passed { atRisk[bin] = 1 }
        bins = passed
        self.exit = exit
        if let exit {
            atRisk[exit] = 1
            exits[exit] = 1
        }
    }
}
