import Hospital
import OnlineForest

// Saving and restoring one kind of stay: its models and the stays under way.

extension StayTracker: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(limit)
        writer.write(UInt32(models.count))
        for model in models { writer.write(model.snapshot()) }
        comparison.write(to: &writer)
        quality.write(to: &writer)
        open.write(to: &writer)
        labels.write(to: &writer)
        writer.write(ended.sorted())
    }

    init(from reader: inout StateReader) throws(StateError) {
        kind = try reader.raw()
        limit = try reader.double()
        models = []
        for _ in 0..<(try reader.integer(UInt32.self)) {
            models.append(try StayModel(restoring: try reader.blob()))
        }
        comparison = try ModelComparison(from: &reader)
        quality = try StayQuality(from: &reader)
        open = try SlotTable(from: &reader)
        labels = try SlotTable(from: &reader)
        ended = Set(try reader.array(String.self))
        let sample = open.records.map(\.sample) + labels.records.compactMap { $0.ended?.sample }
        guard models.indices.contains(comparison.serving), models.allSatisfy({ $0.kind == kind }),
            sample.allSatisfy({ $0.forecasts.count == models.count && models.indices.contains($0.serving) })
        else { throw StateError("stays and models do not fit") }
    }
}

extension PendingSample: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(values.map { Double($0) })
        writer.write(forecasts)
        writer.write(Int64(serving))
        writer.write(ward)
        writer.write(highest)
    }

    init(from reader: inout StateReader) throws(StateError) {
        values = try reader.features()
        forecasts = try reader.array()
        serving = Int(try reader.integer(Int64.self))
        ward = try reader.integer()
        highest = try reader.double()
    }
}

extension OpenStay: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(values.map { Double($0) })
        writer.write(begin)
        sample.write(to: &writer)
        writer.write(Int64(nextBin))
        writer.write(timerDue)
        writer.write(ward ?? -1)
        writer.write(curve.bins.edges)
        writer.write(curve.sharesAtEdges)
        writer.write(contributions.base)
        writer.write(contributions.perFeature)
    }

    init(from reader: inout StateReader) throws(StateError) {
        values = try reader.features()
        begin = try reader.timestamp()
        sample = try PendingSample(from: &reader)
        nextBin = Int(try reader.integer(Int64.self))
        timerDue = try reader.timestamp()
        let known: Int32 = try reader.integer()
        ward = known < 0 ? nil : known
        guard nextBin >= 0, let bins = ElapsedBins(edges: try reader.array()),
            let curve = SurvivalCurve(bins: bins, sharesAtEdges: try reader.array())
        else { throw StateError("a stay has no curve") }
        self.curve = curve
        contributions = Contributions(base: try reader.double(), perFeature: try reader.array())
        guard contributions.perFeature.count == values.count else { throw StateError("reasons are missing") }
    }
}

extension OpenLabel: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(due)
        writer.write(isScheduled)
        writer.write(ended?.sample)
        writer.write(ended?.length ?? 0)
    }

    init(from reader: inout StateReader) throws(StateError) {
        due = try reader.timestamp()
        isScheduled = try reader.bool()
        let sample: PendingSample? = try reader.optional()
        let length = try reader.double()
        ended = sample.map { ($0, length) }
    }
}

extension PendingForecast: StateCoded {
    func write(to writer: inout StateWriter) {
        for value in [curveScore, headScore, probability] { writer.write(value) }
        for value in [exponent, mean, median, lower, upper] { writer.write(value) }
        writer.write(headVersion)
    }

    init(from reader: inout StateReader) throws(StateError) {
        curveScore = try reader.double()
        headScore = try reader.double()
        probability = try reader.double()
        exponent = try reader.double()
        mean = try reader.double()
        median = try reader.double()
        lower = try reader.double()
        upper = try reader.double()
        guard !(lower > upper) else { throw StateError("an interval ends before it begins") }
        headVersion = try reader.integer()
    }
}

extension StateReader {
    /// One value per feature.
    fileprivate mutating func features() throws(StateError) -> [Float] {
        let values = try array(Double.self).map { Float($0) }
        guard values.count == StayFeature.allCases.count else {
            throw StateError("a stay has other features")
        }
        return values
    }
}
