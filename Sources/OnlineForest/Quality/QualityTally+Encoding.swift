extension QualityTally {
    private static let kind: UInt32 = 0x5954_5551
    /// Far more than can be counted, and small enough that sums of counts never overflow.
    private static let most: UInt64 = 1 << 60

    /// A checkpoint; equal tallies give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: 1_300)
        write(to: &writer)
        return writer.finished()
    }

    /// The tally that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        try self.init(from: &reader)
        try reader.finish()
    }

    func write(to writer: inout CheckpointWriter) {
        for count in [points, intervals, covered, probabilities] { writer.append(count) }
        for sum in [
            absoluteSum, squaredSum, errorSum, targetSum, targetSquares, widthSum, brierSum, logLossSum,
        ] { writer.append(sum) }
        for cell in positives.indices {
            writer.append(positives[cell])
            writer.append(negatives[cell])
        }
        for bin in probabilitySums.indices {
            writer.append(probabilitySums[bin])
            writer.append(outcomeCounts[bin])
        }
    }

    init(from reader: inout CheckpointReader) throws(ForestError) {
        self.init()
        points = try reader.integer(UInt64.self)
        intervals = try reader.integer(UInt64.self)
        covered = try reader.integer(UInt64.self)
        probabilities = try reader.integer(UInt64.self)
        try reader.check(max(points, intervals, probabilities) < Self.most, "count")
        try reader.check(covered <= intervals, "covered intervals")
        absoluteSum = try reader.double("absolute errors")
        squaredSum = try reader.double("squared errors")
        errorSum = try reader.double("errors")
        targetSum = try reader.double("targets")
        targetSquares = try reader.double("squared targets")
        widthSum = try reader.double("widths")
        brierSum = try reader.double("squared gaps")
        logLossSum = try reader.double("log losses")
        for cell in positives.indices {
            positives[cell] = try reader.integer(UInt32.self)
            negatives[cell] = try reader.integer(UInt32.self)
        }
        for bin in probabilitySums.indices {
            probabilitySums[bin] = try reader.double("probabilities")
            outcomeCounts[bin] = try reader.integer(UInt32.self)
        }
    }
}
