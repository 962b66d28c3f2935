import Hospital
import OnlineForest

/// How good the predictions of one kind of stay were, scored against outcomes they had not seen.
///
/// An outcome counts for the day on which it becomes known. What was served is kept by ward, age band and gender as
/// well; of each model alone there is one total.
struct StayQuality: Sendable, Equatable {
    /// Outcomes of the running figures.
    static let window = 1_000

    /// Running figures of what was served: error of the median, and the probability of a stay over the limit.
    private(set) var recent = PrequentialError(window: window)
    private(set) var overLimit = PrequentialAUC(window: window)
    /// By local day: groups such as "served|ward|AMU" and "challenger|all|".
    private(set) var ledger = QualityLedger(keptDays: 2)
    private(set) var importance = ImportanceHistory(features: StayFeature.allCases.count, keptDays: 2)
    private var drift = DriftWatch()
    /// The last two days on which errors had risen beyond chance: a day is told when the next has begun.
    private(set) var driftDays: [Int64] = []

    init() {}

    /// Names of the models, in the order of bets.
    private static let roles = ["champion", "challenger"]

    /// Scores what was said of a stay that has ended after `length`.
    mutating func score(_ staked: StakedStay, length: Double, day: Int64, names: NameTable) {
        let served = staked.served
        recent.add(prediction: served.median, target: length)
        let error = abs(served.median - length) / max(length, 1)
        if error.isFinite, drift.warns(Float(error)), driftDays.last != day {
            driftDays = driftDays.suffix(1) + [day]
        }
        tally(staked, day, names) { bet, tally in
            guard bet.mean.isFinite else { return }
            tally.add(prediction: bet.mean, target: length)
            tally.add(interval: bet.lower...bet.upper, target: length)
        }
    }

    /// Scores what was said of a stay whose limit has passed.
    mutating func judge(_ staked: StakedStay, isOver: Bool, day: Int64, names: NameTable) {
        overLimit.add(probability: staked.served.probability, outcome: isOver)
        tally(staked, day, names) { bet, tally in tally.add(probability: bet.probability, outcome: isOver) }
    }

    /// Notes which features a prediction rested on.
    mutating func explained(_ contributions: Contributions, day: Int64) {
        importance.add(contributions, day: day)
    }

    /// Adds to the groups of what was served, and to each model's total where there are two.
    private mutating func tally(
        _ staked: StakedStay,
        _ day: Int64,
        _ names: NameTable,
        _ add: (StayBet, inout QualityTally) -> Void
    ) {
        let ageBand = Self.ageBand(staked.values[StayFeature.age.place])
        let gender = Self.gender(staked.values[StayFeature.gender.place])
        for group in ["all|", "ward|\(names[staked.ward])", "age_band|\(ageBand)", "gender|\(gender)"] {
            ledger.update(day: day, group: "served|\(group)") { add(staked.served, &$0) }
        }
        guard staked.bets.count > 1 else { return }
        for (bet, role) in zip(staked.bets, Self.roles) {
            ledger.update(day: day, group: "\(role)|all|") { add(bet, &$0) }
        }
    }
}

extension StayQuality {
    /// Age in bands of the NHS data dictionary's kind: 0-17, 18-64, 65-84, 85 and over.
    static func ageBand(_ years: Float) -> String {
        switch years {
        case ..<18: "0-17"
        case ..<65: "18-64"
        case ..<85: "65-84"
        case 85...: "85+"
        default: "not known"
        }
    }

    static func gender(_ value: Float) -> String {
        guard value.isFinite, let gender = Gender(rawValue: UInt8(value)) else { return "not known" }
        return gender.code
    }

    /// The figures of a tally by name, in hours where they are lengths; those without labels are left out.
    static func figures(_ tally: QualityTally, kind: StayKind) -> [(
        metric: String, value: Double, count: Int64
    )] {
        let points = Int64(tally.points)
        let intervals = Int64(tally.intervals)
        let probabilities = Int64(tally.probabilities)
        let all: [(String, Double?, Int64)] = [
            ("mae_hours", tally.meanAbsoluteError.map(kind.hours), points),
            ("rmse_hours", tally.rootMeanSquaredError.map(kind.hours), points),
            ("bias_hours", tally.bias.map(kind.hours), points),
            ("interval_coverage", tally.coverage, intervals),
            ("interval_width_hours", tally.meanWidth.map(kind.hours), intervals),
            ("auc", tally.areaUnderCurve, probabilities),
            ("brier", tally.brierScore, probabilities),
            ("log_loss", tally.logLoss, probabilities),
            ("calibration_error", tally.calibrationError, probabilities),
            ("over_limit_share", tally.baseRate, probabilities),
        ]
        return all.compactMap { metric, value, count in
            guard let value, value.isFinite, count > 0 else { return nil }
            return (metric, value, count)
        }
    }
}

extension StayQuality: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(recent.encode())
        writer.write(overLimit.encode())
        writer.write(ledger.encode())
        writer.write(importance.encode())
        writer.write(drift.encode())
        writer.write(UInt32(driftDays.count))
        for day in driftDays { writer.write(day) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        do {
            recent = try PrequentialError(decoding: try reader.blob())
            overLimit = try PrequentialAUC(decoding: try reader.blob())
            ledger = try QualityLedger(decoding: try reader.blob())
            importance = try ImportanceHistory(decoding: try reader.blob())
            drift = try DriftWatch(decoding: try reader.blob())
        } catch {
            throw StateError("\(error)")
        }
        for _ in 0..<(try reader.integer(UInt32.self)) { driftDays.append(try reader.integer()) }
    }
}
