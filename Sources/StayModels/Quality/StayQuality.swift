import Hospital
import OnlineForest
import PatientFlow

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

    /// Names of the models, the champion first.
    private static let roles = ["champion", "challenger"]

    /// Scores what was said of a stay that has ended after `length`.
    mutating func score(_ sample: PendingSample, length: Double, day: Int64, names: NameTable) {
        let served = sample.served
        recent.add(prediction: served.median, target: length)
        let error = abs(served.median - length) / max(length, 1)
        if error.isFinite, drift.warns(Float(error)), driftDays.last != day {
            driftDays = driftDays.suffix(1) + [day]
        }
        tally(sample, day, names) { forecast, tally in
            guard forecast.mean.isFinite else { return }
            tally.add(prediction: forecast.mean, target: length)
            tally.add(interval: forecast.lower...forecast.upper, target: length)
        }
    }

    /// Scores what was said of a stay whose limit has passed.
    mutating func score(label sample: PendingSample, isOver: Bool, day: Int64, names: NameTable) {
        overLimit.add(probability: sample.served.probability, outcome: isOver)
        tally(sample, day, names) { forecast, tally in
            tally.add(probability: forecast.probability, outcome: isOver)
        }
    }

    /// Notes which features a prediction rested on.
    mutating func explained(_ contributions: Contributions, day: Int64) {
        importance.add(contributions, day: day)
    }

    /// Adds to the groups of what was served, and to each model's total where there are two.
    private mutating func tally(
        _ sample: PendingSample,
        _ day: Int64,
        _ names: NameTable,
        _ add: (PendingForecast, inout QualityTally) -> Void
    ) {
        let ageBand = Self.ageBand(sample.values[StayFeature.age.place])
        let gender = Self.gender(sample.values[StayFeature.gender.place])
        for group in ["all|", "ward|\(names[sample.ward])", "age_band|\(ageBand)", "gender|\(gender)"] {
            ledger.update(day: day, group: "served|\(group)") { add(sample.served, &$0) }
        }
        guard sample.forecasts.count > 1 else { return }
        for (forecast, role) in zip(sample.forecasts, Self.roles) {
            ledger.update(day: day, group: "\(role)|all|") { add(forecast, &$0) }
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
        guard value.isFinite,
            let gender = UInt8(exactly: value.rounded(.towardZero)).flatMap(Gender.init(rawValue:))
        else { return "not known" }
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
