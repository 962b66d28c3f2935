package import Hospital
import OnlineForest

/// Online models of one facility: hours of stay from arrival and from admission, and four-hour breach.
///
/// A prediction keeps its features until the outcome is known; then the same features are learned. Quality is
/// prequential: every label is scored against the prediction made before it was learned.
package struct StayPredictor: Sendable {
    /// What a visit still waits to learn.
    struct Pending: Sendable, Equatable {
        var arrival: [Float] = []
        var arrivalHours: Double?
        var breach: Double?
        var admission: [Float] = []
        var admissionHours: Double?
        /// Whether the breach was learned: a visit teaches once, though a cancel may let it depart again.
        var isBreachLearned = false
    }

    var breachForest: Forest
    var arrivalForest: Forest
    var admissionForest: Forest
    var breachQuality = PrequentialAUC(window: 1_000)
    var arrivalQuality = PrequentialError(window: 1_000)
    var admissionQuality = PrequentialError(window: 1_000)
    var pending: [String: Pending] = [:]

    package init(seed: UInt64) {
        // A facility has three forests: ten trees each keep them small.
        var configuration = ForestConfiguration(trees: 10)
        configuration.seed = seed
        let features = StayFeatures.features
        breachForest = Forest(features: features, task: .classification, configuration: configuration)
        configuration.seed = seed &+ 1
        arrivalForest = Forest(
            features: features,
            task: .regression(logScale: true),
            configuration: configuration
        )
        configuration.seed = seed &+ 2
        // The alert compares the mean with a limit, and a log scale would understate means.
        admissionForest = Forest(
            features: features,
            task: .regression(logScale: false),
            configuration: configuration
        )
    }

    /// Stays the admission model has learned.
    package var admissionLearned: Int64 { Int64(admissionForest.learnedCount) }
    /// Departures the breach model has learned.
    package var breachLearned: Int64 { Int64(breachForest.learnedCount) }

    /// Predicts at arrival or triage; the later call replaces the earlier one's features.
    mutating func predictArrival(visit: String, features: [Float]) -> (hours: Double?, breach: Double?) {
        let hours = arrivalForest.learnedCount > 0 ? arrivalForest.predict(features) : nil
        let breach = breachForest.learnedCount > 0 ? breachForest.predict(features) : nil
        var waiting = pending[visit] ?? Pending()
        waiting.arrival = features
        waiting.arrivalHours = hours
        waiting.breach = breach
        pending[visit] = waiting
        return (hours, breach)
    }

    /// Predicts hours from admission to discharge.
    mutating func predictAdmission(visit: String, features: [Float]) -> Double? {
        let hours = admissionForest.learnedCount > 0 ? admissionForest.predict(features) : nil
        var waiting = pending[visit] ?? Pending()
        waiting.admission = features
        waiting.admissionHours = hours
        pending[visit] = waiting
        return hours
    }

    /// Learns whether a department stay broke four hours.
    mutating func learnBreach(visit: String, minutes: Double) {
        guard let waiting = pending[visit], !waiting.arrival.isEmpty, !waiting.isBreachLearned else { return }
        pending[visit]?.isBreachLearned = true
        let label = minutes > FourHour.standard.minutes
        if let score = waiting.breach { breachQuality.add(probability: score, outcome: label) }
        breachForest.learn(waiting.arrival, target: label ? 1 : 0, key: Self.key(visit))
    }

    /// Learns the lengths of a closed visit and forgets it.
    mutating func learnStay(visit: String, sinceArrival: TimeSpan?, sinceAdmission: TimeSpan?) {
        guard let waiting = pending.removeValue(forKey: visit) else { return }
        if let stay = sinceArrival, !waiting.arrival.isEmpty {
            if let hours = waiting.arrivalHours { arrivalQuality.add(prediction: hours, target: stay.hours) }
            arrivalForest.learn(waiting.arrival, target: max(0, stay.hours), key: Self.key(visit))
        }
        if let stay = sinceAdmission, !waiting.admission.isEmpty {
            if let hours = waiting.admissionHours {
                admissionQuality.add(prediction: hours, target: stay.hours)
            }
            admissionForest.learn(waiting.admission, target: max(0, stay.hours), key: Self.key(visit))
        }
    }

    /// Drops a visit that never was.
    mutating func forget(visit: String) {
        pending[visit] = nil
    }

    private static func key(_ visit: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in visit.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        return hash
    }

    /// Running errors as rows of `gold.model_quality`; nothing before the first scored label.
    package func quality(facility: String, at moment: Timestamp, offset: Int64) -> [ModelQuality] {
        var rows: [ModelQuality] = []
        func add(_ model: String, _ metric: String, _ value: Double?, _ count: Int64) {
            guard let value, value.isFinite, count > 0 else { return }
            rows.append(
                ModelQuality(
                    facility: facility,
                    model: model,
                    metric: metric,
                    value: value,
                    count: count,
                    at: moment,
                    offset: offset
                )
            )
        }
        for (model, quality) in [
            ("stay_from_arrival", arrivalQuality), ("stay_from_admission", admissionQuality),
        ] {
            add(model, "mae_hours", quality.meanAbsoluteError, Int64(quality.count))
            add(model, "mae_hours_last_1000", quality.windowMeanAbsoluteError, Int64(quality.count))
        }
        add("four_hour_breach", "auc_last_1000", breachQuality.areaUnderCurve, Int64(breachQuality.count))
        add("four_hour_breach", "brier_last_1000", breachQuality.brierScore, Int64(breachQuality.count))
        return rows
    }
}

/// What the models know at the moment of prediction; nothing that is an outcome.
enum StayFeatures {
    static let features = [
        Feature(name: "age", kind: .numeric),
        Feature(name: "gender", kind: .categorical(levels: 4)),
        Feature(name: "acuity", kind: .numeric),
        Feature(name: "arrival_mode", kind: .categorical(levels: 5)),
        Feature(name: "ward", kind: .categorical(levels: 64)),
        // Services share their numbers with beds.
        Feature(name: "service", kind: .categorical(levels: 2_048)),
        Feature(name: "hour", kind: .numeric),
        Feature(name: "weekday", kind: .numeric),
        Feature(name: "ed_census", kind: .numeric),
        Feature(name: "occupied_beds", kind: .numeric),
    ]

    static func values(
        of visit: Visit,
        at moment: Timestamp,
        clock: SiteClock,
        ward: Int32,
        census: Int,
        occupied: Int
    ) -> [Float] {
        let local = clock.local(moment)
        return [
            visit.ageYears.map { Float($0) } ?? .nan,
            visit.gender == .unknown ? .nan : Float(visit.gender.rawValue),
            visit.acuity.map { Float($0) } ?? .nan,
            visit.arrivalMode == .unknown ? .nan : Float(visit.arrivalMode.rawValue),
            Float(ward),
            visit.service == 0 ? .nan : Float(visit.service),
            Float(local.hour) + Float(local.minute) / 60,
            Float(local.weekday),
            Float(census),
            Float(occupied),
        ]
    }
}
