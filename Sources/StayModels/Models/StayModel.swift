import Hospital
import OnlineForest
import PatientFlow

/// One model of one kind of stay: survival curves, bent to the probability of a stay over the limit.
///
/// The curves learn bin by bin from all patients, also those still here. The limit (four hours, four days) is where
/// a probability matters most: there the curve's and that of a residual forest, where the model has one, are each
/// calibrated on the latest labels and blended. Whatever is read off the bent curve (point, interval, chance of
/// leaving) then agrees.
///
/// One owner holds it and nobody copies it: a model is dozens of arrays. Whoever needs its state asks for a `snapshot`.
final class StayModel {
    /// What a model says of one patient.
    struct Estimate: Sendable {
        /// The curve to read everything from, and by how much it was bent.
        var curve: SurvivalCurve
        var exponent: Double
        /// What the expected stay is made of, in the order of `StayFeature.allCases`; nil where it was not asked for.
        var contributions: Contributions?
        /// Probability of a stay over the limit before calibration, of the curve and of the residual forest; NaN where it
        /// was not asked for or there is none.
        var curveScore = Double.nan
        var headScore = Double.nan
        /// State of the residual forest, which `learnLabel` wants back.
        var headVersion: UInt64 = 0
    }

    let kind: StayKind
    let rules: StayModelRules
    /// Length, in the kind's unit, over which a stay is long.
    let limit: Double
    /// Places of the model's features among all.
    let places: [Int]
    var curves: SurvivalForest
    var head: Forest?
    /// Of the curve's probability and the residual forest's.
    var blend = ProbabilityBlend(count: 2)
    var interval: AdaptiveInterval

    init(_ kind: StayKind, _ rules: StayModelRules, limit: Double, seed: UInt64) {
        self.kind = kind
        self.rules = rules
        self.limit = limit
        places = rules.features.map(\.place)
        interval = kind.newInterval
        let columns = rules.features.map(\.column)
        curves = SurvivalForest(
            features: columns,
            bins: kind.bins,
            configuration: SurvivalConfiguration(trees: rules.trees, seed: seed)
        )
        if rules.learner == .forest { startHead(seed: seed &+ 1) }
    }

    /// The model whose state `snapshot` gave.
    convenience init(restoring bytes: [UInt8]) throws(StateError) {
        var reader = StateReader(bytes)
        try self.init(from: &reader)
        guard reader.isAtEnd else { throw StateError("a model has bytes left over") }
    }

    /// The whole state of the model; equal models give equal bytes.
    func snapshot() -> [UInt8] {
        var writer = StateWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Begins the residual forest anew, and what rests on it.
    private func startHead(seed: UInt64) {
        head = Forest(
            features: rules.features.map(\.column),
            task: .classification,
            configuration: ForestConfiguration(trees: rules.trees, seed: seed)
        )
        blend = ProbabilityBlend(count: 2)
    }

    /// Lets a residual forest go that has not warmed up and so holds its labels by visit: it starts anew.
    func forgetWarmup() {
        if let head, !head.isWarm { startHead(seed: head.configuration.seed) }
    }

    /// Stays that the model has learned.
    var learnedCount: UInt64 { curves.learnedCount }

    /// Which state of the model speaks: its kind, the stays learned and a digest of them.
    var version: String { "\(rules.learner.rawValue)-\(curves.version)" }

    /// What the model says at the beginning of a stay.
    func estimate(_ values: [Float], isExplained: Bool) -> Estimate {
        let own = own(values)
        let (raw, parts) = read(own, isExplained)
        let curveScore = raw.probability(longerThan: limit)
        let headVersion = head?.version ?? 0
        let headScore = headVersion > 0 ? head?.predict(own) ?? .nan : .nan
        let probability = blend(curveScore, headScore)
        var estimate = bent(raw, by: raw.exponent(for: probability, longerThan: limit), parts)
        estimate.curveScore = curveScore
        estimate.headScore = headScore
        estimate.headVersion = headVersion
        return estimate
    }

    /// What the newest state of the model says of a stay that was bent by `exponent` when it began.
    func estimate(_ values: [Float], bentBy exponent: Double, isExplained: Bool) -> Estimate {
        let (raw, parts) = read(own(values), isExplained)
        return bent(raw, by: exponent, parts)
    }

    private func read(_ own: [Float], _ isExplained: Bool) -> (SurvivalCurve, Contributions?) {
        if isExplained { return curves.explained(own, to: .mean) }
        return (curves.predict(own), nil)
    }

    private func bent(_ raw: SurvivalCurve, by exponent: Double, _ parts: Contributions?) -> Estimate {
        let curve = raw.bent(by: exponent, upTo: limit)
        let contributions = parts.map { overAll($0).scaled(to: curve.mean) }
        return Estimate(curve: curve, exponent: exponent, contributions: contributions)
    }

    /// The parts of all features, those that the model does not see adding nothing.
    private func overAll(_ parts: Contributions) -> Contributions {
        if places.count == StayFeature.allCases.count { return parts }
        var all = [Double](repeating: 0, count: StayFeature.allCases.count)
        for (index, place) in places.enumerated() { all[place] = parts.perFeature[index] }
        return Contributions(base: parts.base, perFeature: all)
    }

    func begin(_ values: [Float], key: UInt64) { curves.begin(own(values), key: key) }

    func advance(key: UInt64, elapsed: Double) { curves.advance(key: key, elapsed: elapsed) }

    func withdraw(key: UInt64) { curves.withdraw(key: key) }

    /// Learns the length of a stay that has ended.
    func finish(key: UInt64, length: Double, forecast: PendingForecast, ward: Int64) {
        if forecast.mean.isFinite {
            interval.learn(.init(length, in: forecast.lower...forecast.upper), group: ward)
        }
        curves.finish(key: key, elapsed: length)
    }

    /// Learns whether a stay that was predicted with `values` went over the limit.
    func learnLabel(_ values: [Float], key: UInt64, isOver: Bool, forecast: PendingForecast) {
        blend.learn(forecast.curveScore, forecast.headScore, outcome: isOver)
        let own = own(values)
        head?.learn(own, target: isOver ? 1 : 0, key: key, predictedAt: forecast.headVersion)
    }

    /// The values of the model's own features.
    private func own(_ values: [Float]) -> [Float] {
        places.count == values.count ? values : places.map { values[$0] }
    }
}

extension Contributions {
    /// Before anything is known.
    static let unknown = Contributions(
        base: 0,
        perFeature: Array(repeating: 0, count: StayFeature.allCases.count)
    )

    /// What the parts must be multiplied by to add up to `total`; 1 where they add up to nothing.
    func scale(to total: Double) -> Double { self.total > 0 ? total / self.total : 1 }

    /// The same parts in proportion, so that they add up to `total`: bending scales all alike.
    func scaled(to total: Double) -> Contributions {
        let scale = scale(to: total)
        return scale == 1
            ? self : Contributions(base: base * scale, perFeature: perFeature.map { $0 * scale })
    }
}

extension StayModel {
    /// What the model says, in full, of a patient who has `stayed`; the interval is that of the group `ward`.
    ///
    /// The reasons are the parts of `contributions` in proportion, so that they add up to what the curve expects.
    func forecast(
        _ values: [Float],
        _ curve: SurvivalCurve,
        _ contributions: Contributions,
        ward: Int64,
        stayed: Double,
        names: NameTable
    ) -> StayForecast {
        let expected = curve.mean
        let scale = contributions.scale(to: expected)
        let mean = stayed + curve.remaining(given: stayed)
        let interval = interval.interval(of: curve, group: ward, stayed: stayed)
        return StayForecast(
            kind: kind,
            stayed: stayed,
            mean: mean,
            median: curve.quantile(0.5, given: stayed),
            lower: interval.lowerBound,
            upper: interval.upperBound,
            overLimit: curve.probability(longerThan: limit, given: stayed),
            modelVersion: version,
            learned: Int64(learnedCount),
            labels: blend.labelCount,
            base: contributions.base * scale,
            reasons: StayForecast.reasons(
                contributions.perFeature,
                times: scale,
                values: values,
                stayed: stayed,
                byStaying: mean - expected,
                kind: kind,
                names: names
            )
        )
    }

    /// The forecast of a stay in numbers, to be scored when the label is known.
    func pending(_ estimate: Estimate, ward: Int64, stayed: Double) -> PendingForecast {
        guard learnedCount > 0 else { return PendingForecast(exponent: estimate.exponent) }
        let interval = interval.interval(of: estimate.curve, group: ward, stayed: stayed)
        return PendingForecast(
            curveScore: estimate.curveScore,
            headScore: estimate.headScore,
            probability: estimate.curve.probability(longerThan: limit, given: stayed),
            exponent: estimate.exponent,
            mean: stayed + estimate.curve.remaining(given: stayed),
            median: estimate.curve.quantile(0.5, given: stayed),
            lower: interval.lowerBound,
            upper: interval.upperBound,
            headVersion: estimate.headVersion
        )
    }
}
