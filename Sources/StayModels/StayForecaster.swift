package import Hospital
import OnlineForest
import PatientFlow

/// The online models of one facility: how long patients stay in the department and in hospital, and who leaves when.
///
/// Nothing comes trained and nothing is shared between facilities. It owns its models, so it has one owner itself and
/// is not copied.
///
/// For example: `var forecaster = StayForecaster(site: site, seed: 7)`, then
/// `forecaster.follow(from: before, to: after, at: moment, context, &effects)` for each change of a visit.
package struct StayForecaster {
    var department: StayTracker
    var inpatient: StayTracker
    var discharges = DischargeForecaster()
    /// The probabilities to alert at.
    var breachThreshold: ServedThreshold
    var stayThreshold: ServedThreshold
    var recent = RecentActivity()
    /// Hour at which model quality was last written.
    package internal(set) var lastQualityHour = Int64.min

    package init(site: Site, seed: UInt64) {
        let rules = site.rules
        department = StayTracker(
            .department,
            site.predictions,
            limit: FourHourStandard.limit.minutes,
            seed: seed
        )
        inpatient = StayTracker(.inpatient, site.predictions, limit: rules.criticalStayHours, seed: seed &+ 8)
        breachThreshold = ServedThreshold(rules.likelyBreach)
        stayThreshold = ServedThreshold(rules.criticalStay)
    }

    /// From here on the rules of `site` hold instead of those of `before`.
    ///
    /// Thresholds whose aim changed are learned anew. Models of other rules, and those of a stay whose limit changed, start
    /// anew: what they know is bound to both.
    package mutating func adopt(_ site: Site, seed: UInt64, before: Site) {
        let isOther = site.predictions != before.predictions
        if isOther {
            department = StayTracker(
                .department,
                site.predictions,
                limit: FourHourStandard.limit.minutes,
                seed: seed
            )
        }
        if isOther || site.rules.criticalStayHours != before.rules.criticalStayHours {
            inpatient = StayTracker(
                .inpatient,
                site.predictions,
                limit: site.rules.criticalStayHours,
                seed: seed &+ 8
            )
        }
        if site.rules.likelyBreach != before.rules.likelyBreach {
            breachThreshold = ServedThreshold(site.rules.likelyBreach)
        }
        if site.rules.criticalStay != before.rules.criticalStay {
            stayThreshold = ServedThreshold(site.rules.criticalStay)
        }
    }

    /// Changes the stays of one kind where they lie.
    mutating func update<Result>(_ kind: StayKind, _ body: (inout StayTracker) -> Result) -> Result {
        switch kind {
        case .department: body(&department)
        case .inpatient: body(&inpatient)
        }
    }

    /// Reads the stays of one kind.
    func read<Result>(_ kind: StayKind, _ body: (borrowing StayTracker) -> Result) -> Result {
        switch kind {
        case .department: body(department)
        case .inpatient: body(inpatient)
        }
    }

    /// How the models of a kind learn, the one that must be beaten first.
    package func models(_ kind: StayKind) -> [StayModelRules] { read(kind) { $0.models.map(\.rules) } }

    /// Stays that the serving model has learned.
    package func learned(_ kind: StayKind) -> Int { read(kind) { Int($0.server.learnedCount) } }

    /// The probability of a stay over the limit to alert at, now; nil while none is known that meets the aim.
    package func threshold(_ kind: StayKind) -> Double? {
        kind == .department ? breachThreshold.value : stayThreshold.value
    }

    /// Lets a visit go that will not change again.
    package mutating func settle(visit: String) {
        department.settle(visit)
        inpatient.settle(visit)
    }

    /// Drops a visit that must not be known any more.
    package mutating func forget(visit: String) {
        for kind in StayKind.allCases {
            update(kind) {
                $0.settle(visit)
                $0.withdraw(visit)
            }
        }
    }

    /// Puts trained models beside those that serve; they have to prove themselves.
    ///
    /// Returns false, and changes nothing, for a model of another limit or one that sees what is hidden from the
    /// models of this site.
    package mutating func challenge(with trained: TrainedModel, hidden: Set<StayFeature>) -> Bool {
        guard let models = trained.restored() else { return false }
        let fits = StayKind.allCases.allSatisfy { kind in
            guard let model = models[kind] else { return false }
            return model.limit == read(kind) { $0.limit } && model.rules.without.isSuperset(of: hidden)
        }
        guard fits else { return false }
        for (kind, model) in models { update(kind) { $0.challenge(with: model) } }
        return true
    }
}

extension StayForecaster {
    /// Names and versions of the parts of its state.
    private static let parts: [(kind: StayKind, name: String)] = [
        (.department, "models.department"), (.inpatient, "models.inpatient"),
    ]
    private static let stateVersion: UInt16 = 1

    /// Adds its parts: one for each kind of stay with its models, and "stays" for what serves both.
    package func snapshot(into parts: inout StateParts) {
        for part in Self.parts {
            parts.add(part.name, version: Self.stateVersion) { writer in
                read(part.kind) { $0.write(to: &writer) }
            }
        }
        parts.add("stays", version: Self.stateVersion) { writer in
            discharges.write(to: &writer)
            breachThreshold.write(to: &writer)
            stayThreshold.write(to: &writer)
            recent.write(to: &writer)
            writer.write(lastQualityHour)
        }
    }

    /// Goes on from the parts that `snapshot` added.
    package mutating func restore(from parts: StateParts) throws(StateError) {
        let versions = Self.stateVersion...Self.stateVersion
        for part in Self.parts {
            let tracker = try parts.read(part.name, versions: versions) { reader, _ throws(StateError) in
                try StayTracker(from: &reader)
            }
            guard tracker.kind == part.kind else {
                throw StateError(.damaged, part: part.name, "holds stays of another kind")
            }
            update(part.kind) { $0 = tracker }
        }
        self = try parts.read("stays", versions: versions) { [self] reader, _ throws(StateError) in
            var restored = self
            restored.discharges = try DischargeForecaster(from: &reader)
            restored.breachThreshold = try ServedThreshold(from: &reader)
            restored.stayThreshold = try ServedThreshold(from: &reader)
            restored.recent = try RecentActivity(from: &reader)
            restored.lastQualityHour = try reader.integer()
            return restored
        }
    }
}
