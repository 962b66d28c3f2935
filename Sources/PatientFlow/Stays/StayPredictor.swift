import Hospital
import OnlineForest

/// The online models of one facility: how long patients stay in the department and in hospital, and who leaves when.
///
/// Nothing comes trained and nothing is shared between facilities.
package struct StayPredictor: Sendable {
    var department: StayProcess
    var inpatient: StayProcess
    var outlook = DischargeOutlook()
    /// The probabilities to alert at.
    var breachThreshold: ServedThreshold
    var stayThreshold: ServedThreshold
    var pulse = DepartmentPulse()

    init(site: Site, seed: UInt64) {
        let rules = site.rules
        department = StayProcess(
            .department,
            site.predictions,
            limit: FourHour.standard.minutes,
            seed: seed
        )
        inpatient = StayProcess(.inpatient, site.predictions, limit: rules.criticalStayHours, seed: seed &+ 8)
        breachThreshold = ServedThreshold(rules.likelyBreach)
        stayThreshold = ServedThreshold(rules.criticalStay)
    }

    /// The stays of one kind.
    subscript(kind: StayKind) -> StayProcess {
        // Yielded: who asks for one figure copies that alone.
        _read {
            switch kind {
            case .department: yield department
            case .inpatient: yield inpatient
            }
        }
        _modify {
            switch kind {
            case .department: yield &department
            case .inpatient: yield &inpatient
            }
        }
    }

    /// The stays of a kind that have begun and have not ended.
    ///
    /// Asked for each event: by way of the subscript Swift would copy the whole process.
    func open(_ kind: StayKind) -> SlotTable<OpenStay> {
        kind == .department ? department.open : inpatient.open
    }

    /// Whether a stay has ended whose visit has not settled.
    func hasEnded(_ kind: StayKind, _ visit: String) -> Bool {
        kind == .department ? department.ended.contains(visit) : inpatient.ended.contains(visit)
    }

    /// Judges a stay whose limit has passed, which teaches the threshold too.
    mutating func judge(_ kind: StayKind, _ visit: String, at due: Timestamp, day: Int64, names: NameTable) {
        guard let verdict = self[kind].judge(visit, at: due, day: day, names: names) else { return }
        switch kind {
        case .department: breachThreshold.learn(verdict.staked, isOver: verdict.isOver, day: day)
        case .inpatient: stayThreshold.learn(verdict.staked, isOver: verdict.isOver, day: day)
        }
    }

    /// How the models of a kind learn, the one that must be beaten first.
    package func models(_ kind: StayKind) -> [StayModelRules] { self[kind].learners.map(\.rules) }

    /// Stays that the serving models have learned.
    package func learned(_ kind: StayKind) -> Int { Int(self[kind].server.learnedCount) }

    /// Lets a visit go that will not change again.
    mutating func settle(visit: String) {
        for kind in StayKind.allCases { self[kind].settle(visit) }
    }

    /// Drops a visit that must not be known any more.
    mutating func forget(visit: String) {
        for kind in StayKind.allCases {
            self[kind].settle(visit)
            self[kind].withdraw(visit)
        }
    }
}

/// The probability to alert at, fixed or chosen from the stays that were judged; renewed by the hour.
struct ServedThreshold: Sendable, Equatable {
    /// nil for a fixed one.
    var learner: AlertThreshold?
    /// nil while none is known that meets the aim.
    var value: Double?

    init(_ aim: AlertAim) {
        learner = aim.aim.map(AlertThreshold.init(aim:))
        if case .probability(let fixed) = aim { value = fixed }
    }

    /// Notes the highest probability that could have raised an alert, and what became of it.
    mutating func learn(_ staked: StakedStay, isOver: Bool, day: Int64) {
        guard staked.highest.isFinite else { return }
        learner?.predicted(staked.highest, day: day)
        learner?.matured(staked.highest, outcome: isOver)
    }

    mutating func renew() {
        if let learner { value = learner.value }
    }
}

/// What the department knows of its own last hours: features of the next prediction.
struct DepartmentPulse: Sendable, Equatable {
    /// Departures whose stays are averaged.
    private static let departures = 20
    /// Arrivals remembered; an hour of any department.
    private static let arrivalLimit = 1_000

    var arrivals: [Timestamp] = []
    var minutes: [Double] = []

    init() {}

    mutating func arrived(at moment: Timestamp) {
        arrivals.removeAll { $0 <= moment - .hour }
        if arrivals.count < Self.arrivalLimit { arrivals.append(moment) }
    }

    mutating func departed(after stay: Double) {
        if minutes.count == Self.departures { minutes.removeFirst() }
        minutes.append(stay)
    }

    /// Arrivals in the hour up to `moment`.
    func arrivals(before moment: Timestamp) -> Int {
        arrivals.count { $0 > moment - .hour && $0 <= moment }
    }

    /// Mean minutes of the last departures; nil before the first.
    var meanMinutes: Double? {
        minutes.isEmpty ? nil : minutes.reduce(0, +) / Double(minutes.count)
    }
}
