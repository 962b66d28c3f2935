package import Hospital
import OnlineForest

// Saving and restoring the models and the stays under way.

extension StayPredictor: StateCoded {
    package func write(to writer: inout StateWriter) {
        department.write(to: &writer)
        inpatient.write(to: &writer)
        outlook.write(to: &writer)
        breachThreshold.write(to: &writer)
        stayThreshold.write(to: &writer)
        writer.write(pulse.arrivals)
        writer.write(pulse.minutes)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        department = try StayProcess(from: &reader)
        inpatient = try StayProcess(from: &reader)
        outlook = try DischargeOutlook(from: &reader)
        breachThreshold = try ServedThreshold(from: &reader)
        stayThreshold = try ServedThreshold(from: &reader)
        pulse.arrivals = try reader.array()
        pulse.minutes = try reader.array()
    }
}

extension ServedThreshold: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(learner != nil)
        if let learner { writer.write(learner.encode()) }
        writer.write(value)
    }

    init(from reader: inout StateReader) throws(StateError) {
        learner =
            try reader.bool()
            ? try reader.decoded { bytes throws(ForestError) in try AlertThreshold(decoding: bytes) } : nil
        value = try reader.optional()
    }
}

extension StayProcess: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(limit)
        writer.write(learners)
        contest.write(to: &writer)
        quality.write(to: &writer)
        open.write(to: &writer)
        trials.write(to: &writer)
        writer.write(ended.sorted())
    }

    init(from reader: inout StateReader) throws(StateError) {
        kind = try reader.raw()
        limit = try reader.double()
        learners = try reader.array()
        contest = try ModelContest(from: &reader)
        quality = try StayQuality(from: &reader)
        open = try SlotTable(from: &reader)
        trials = try SlotTable(from: &reader)
        ended = Set(try reader.array(String.self))
        let staked = open.records.map(\.staked) + trials.records.compactMap { $0.ended?.staked }
        guard learners.indices.contains(contest.server), learners.allSatisfy({ $0.kind == kind }),
            staked.allSatisfy({ $0.bets.count == learners.count && learners.indices.contains($0.server) })
        else { throw StateError("stays and models do not fit") }
    }
}

extension StayLearner: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(rules.learner.rawValue)
        writer.write(Int64(rules.trees))
        writer.write(rules.without.map(\.rawValue).sorted())
        writer.write(limit)
        writer.write(curves.encode())
        writer.write(head != nil)
        if let head { writer.write(head.encode()) }
        writer.write(blend.encode())
        writer.write(interval.encode())
    }

    init(from reader: inout StateReader) throws(StateError) {
        let kind: StayKind = try reader.raw()
        let learner: StayModelRules.Learner = try reader.named()
        let trees = Int(try reader.integer(Int64.self))
        let hidden = try reader.array(String.self)
        let without = Set(hidden.compactMap(StayFeature.init(rawValue:)))
        guard without.count == hidden.count, without.count < StayFeature.allCases.count,
            (1...StayModelRules.maxTrees).contains(trees)
        else { throw StateError("a model of no features or of too many trees") }
        let rules = StayModelRules(learner: learner, trees: trees, without: without)
        self.init(kind, rules, limit: try reader.double(), seed: 0)
        guard limit.isFinite, limit > 0 else { throw StateError("a limit is no length") }
        curves = try reader.decoded { bytes throws(ForestError) in try SurvivalForest(decoding: bytes) }
        head =
            try reader.bool()
            ? try reader.decoded { bytes throws(ForestError) in try Forest(decoding: bytes) } : nil
        blend = try reader.decoded { bytes throws(ForestError) in try ProbabilityBlend(decoding: bytes) }
        interval = try reader.decoded { bytes throws(ForestError) in try AdaptiveInterval(decoding: bytes) }
        let columns = rules.features.map(\.column)
        guard blend.count == 2, curves.bins == kind.bins, curves.features == columns,
            head.map({ $0.features == columns }) ?? true,
            (head != nil) == (learner == .forest), head.map({ $0.task == .classification }) ?? true
        else { throw StateError("the model has other features or bins") }
    }
}

extension StakedStay: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(values.map { Double($0) })
        writer.write(bets)
        writer.write(Int64(server))
        writer.write(ward)
        writer.write(highest)
    }

    init(from reader: inout StateReader) throws(StateError) {
        values = try reader.features()
        bets = try reader.array()
        server = Int(try reader.integer(Int64.self))
        ward = try reader.integer()
        highest = try reader.double()
    }
}

extension OpenStay: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(values.map { Double($0) })
        writer.write(begin)
        staked.write(to: &writer)
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
        staked = try StakedStay(from: &reader)
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

extension Trial: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(due)
        writer.write(isScheduled)
        writer.write(ended?.staked)
        writer.write(ended?.length ?? 0)
    }

    init(from reader: inout StateReader) throws(StateError) {
        due = try reader.timestamp()
        isScheduled = try reader.bool()
        let staked: StakedStay? = try reader.optional()
        let length = try reader.double()
        ended = staked.map { ($0, length) }
    }
}

extension StayBet: StateCoded {
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

    /// A part of a model in its own coding.
    mutating func decoded<Value>(_ decode: ([UInt8]) throws(ForestError) -> Value) throws(StateError) -> Value
    {
        let bytes = try blob()
        do {
            return try decode(bytes)
        } catch {
            throw StateError("\(error)")
        }
    }
}
