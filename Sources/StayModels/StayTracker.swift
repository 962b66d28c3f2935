import Hospital
import OnlineForest
import PatientFlow

/// One kind of stay in one facility: its models side by side, the stays under way, and how good the models were.
///
/// A stay begins with its features, passes the edges of the kind's bins, and ends; each step gives a forecast by
/// the model that serves. All models learn all of it. A length is scored at the end, the probability of a stay over
/// the limit when the limit has passed.
struct StayTracker {
    let kind: StayKind
    /// Length, in the kind's unit, over which stays are long.
    let limit: Double
    /// The champion first.
    var models: [StayModel]
    var comparison = ModelComparison()
    var quality = StayQuality()
    var open = SlotTable<OpenStay>()
    /// Stays whose limit has not passed, ended or not.
    var labels = SlotTable<OpenLabel>()
    /// Ended stays whose visit has not settled, so that a cancelled and repeated end is not learned twice.
    var ended: Set<String> = []

    init(_ kind: StayKind, _ rules: PredictionRules, limit: Double, seed: UInt64) {
        self.kind = kind
        self.limit = limit
        models = rules.models.enumerated().map { index, rules in
            StayModel(kind, rules, limit: limit, seed: seed &+ UInt64(index) &* 16)
        }
    }

    /// The model that serves.
    var server: StayModel { models[comparison.serving] }

    /// Begins a stay, or gives one under way new features; nil when it has ended before or nothing was learned yet.
    mutating func begin(
        _ visit: String,
        _ values: [Float],
        at moment: Timestamp,
        from begin: Timestamp,
        ward: Int32,
        day: Int64,
        names: NameTable
    ) -> StayForecast? {
        guard !ended.contains(visit) else { return nil }
        let stayed = max(0, kind.amount(moment.since(begin)))
        let slot: Int
        let served: StayModel.Estimate
        if let known = open.slot(of: visit), stayed > kind.firstPhase {
            slot = known
            let exponent = open.records[slot].sample.forecasts[comparison.serving].exponent
            served = models[comparison.serving].estimate(values, bentBy: exponent, isExplained: true)
        } else {
            (slot, served) = startSample(visit, values, from: begin, ward: ward, stayed: stayed)
        }
        move(visit, at: slot, to: begin)
        open.records[slot].values = values
        open.records[slot].sample.ward = ward
        open.records[slot].curve = served.curve
        open.records[slot].contributions = served.contributions ?? .unknown
        guard models[comparison.serving].learnedCount > 0 else { return nil }
        quality.explained(open.records[slot].contributions, day: day)
        return forecast(at: slot, stayed: stayed, names: names)
    }

    /// Forecasts of all models of a stay that begins; returns its slot and what the model that serves says.
    private mutating func startSample(
        _ visit: String,
        _ values: [Float],
        from begin: Timestamp,
        ward: Int32,
        stayed: Double
    ) -> (slot: Int, served: StayModel.Estimate) {
        let key = Self.key(visit)
        for index in models.indices { models[index].begin(values, key: key) }
        let served = models[comparison.serving].estimate(values, isExplained: true)
        var sample = PendingSample(values: values, forecasts: [], serving: comparison.serving, ward: ward)
        sample.forecasts.reserveCapacity(models.count)
        for index in models.indices {
            let isServer = index == comparison.serving
            let estimate = isServer ? served : models[index].estimate(values, isExplained: false)
            sample.forecasts.append(models[index].pending(estimate, ward: Int64(ward), stayed: stayed))
        }
        if let slot = open.slot(of: visit) {
            sample.highest = open.records[slot].sample.highest
            open.records[slot].sample = sample
            return (slot, served)
        }
        labels.put(OpenLabel(due: begin + kind.span(limit)), visit)
        let stay = OpenStay(values: values, begin: begin, sample: sample, curve: served.curve)
        return (open.put(stay, visit), served)
    }

    /// What the serving model says of the newest curve of a stay.
    private mutating func forecast(at slot: Int, stayed: Double, names: NameTable) -> StayForecast {
        models[comparison.serving].forecast(
            open.records[slot].values,
            open.records[slot].curve,
            open.records[slot].contributions,
            ward: Int64(open.records[slot].sample.ward),
            stayed: stayed,
            names: names
        )
    }

    /// Corrects when a stay under way began.
    mutating func move(_ visit: String, to begin: Timestamp) {
        if let slot = open.slot(of: visit) { move(visit, at: slot, to: begin) }
    }

    private mutating func move(_ visit: String, at slot: Int, to begin: Timestamp) {
        guard open.records[slot].begin != begin else { return }
        open.records[slot].begin = begin
        // A label that is known does not become known again.
        guard let label = labels.slot(of: visit) else { return }
        labels.records[label].due = begin + kind.span(limit)
        labels.records[label].isScheduled = false
    }

    /// Notes where the patient is, and returns the moments to set timers for.
    ///
    /// They are when the next edge is passed and when the limit is; nil where a timer waits already. Each is given out
    /// once.
    mutating func follow(_ visit: String, in ward: Int32?) -> (edge: Timestamp?, limit: Timestamp?) {
        var moments: (edge: Timestamp?, limit: Timestamp?) = (nil, nil)
        if let slot = open.slot(of: visit) {
            open.records[slot].ward = ward
            moments.edge = nextEdge(at: slot)
        }
        if let slot = labels.slot(of: visit), !labels.records[slot].isScheduled {
            labels.records[slot].isScheduled = true
            moments.limit = labels.records[slot].due
        }
        return moments
    }

    /// When the next edge of a stay is passed; nil beyond the last, or when a timer waits for it already.
    private mutating func nextEdge(at slot: Int) -> Timestamp? {
        guard open.records[slot].nextBin < kind.bins.count else { return nil }
        let due = open.records[slot].begin + kind.span(kind.bins.edges[open.records[slot].nextBin])
        guard due != open.records[slot].timerDue else { return nil }
        open.records[slot].timerDue = due
        return due
    }

    /// A patient still here passes an edge: the models learn that, and say what follows.
    ///
    /// Nothing new is known of the patient, so the reasons are those of the last time, in proportion.
    mutating func passEdge(_ visit: String, names: NameTable) -> StayForecast? {
        guard let slot = open.slot(of: visit), open.records[slot].nextBin < kind.bins.count else {
            return nil
        }
        let elapsed = kind.bins.edges[open.records[slot].nextBin]
        open.records[slot].nextBin += 1
        let key = Self.key(visit)
        for index in models.indices { models[index].advance(key: key, elapsed: elapsed) }
        open.records[slot].curve =
            models[comparison.serving].estimate(
                open.records[slot].values,
                bentBy: open.records[slot].sample.forecasts[comparison.serving].exponent,
                isExplained: false
            ).curve
        guard models[comparison.serving].learnedCount > 0 else { return nil }
        return forecast(at: slot, stayed: elapsed, names: names)
    }

    /// Notes that a probability could raise an alert, for the choice of the threshold.
    mutating func note(alertable probability: Double, _ visit: String) {
        guard let slot = open.slot(of: visit) else { return }
        let highest = open.records[slot].sample.highest
        open.records[slot].sample.highest = highest.isNaN ? probability : max(highest, probability)
    }

    /// Ends a stay and learns its length; false for one that was not under way.
    mutating func finish(
        _ visit: String,
        from begin: Timestamp,
        at end: Timestamp,
        day: Int64,
        names: NameTable
    ) -> Bool {
        guard let stay = open.remove(visit) else { return false }
        ended.insert(visit)
        let length = max(0, kind.amount(end.since(begin)))
        if let slot = labels.slot(of: visit) { labels.records[slot].ended = (stay.sample, length) }
        quality.score(stay.sample, length: length, day: day, names: names)
        let key = Self.key(visit)
        for index in models.indices {
            models[index].finish(
                key: key,
                length: length,
                forecast: stay.sample.forecasts[index],
                ward: Int64(stay.sample.ward)
            )
        }
        return true
    }

    /// Learns the label of a stay whose limit has passed, ended or not; returns what was said of it.
    mutating func learnLabel(
        _ visit: String,
        at due: Timestamp,
        day: Int64,
        names: NameTable
    ) -> (sample: PendingSample, isOver: Bool)? {
        guard let slot = labels.slot(of: visit), labels.records[slot].due == due,
            let label = labels.remove(visit)
        else { return nil }
        guard let sample = label.ended?.sample ?? open[visit]?.sample else { return nil }
        let isOver = label.ended.map { $0.length > limit } ?? true
        quality.score(label: sample, isOver: isOver, day: day, names: names)
        if models.count > 1 {
            comparison.learn(
                champion: Self.loss(sample.forecasts[0], isOver),
                challenger: Self.loss(sample.forecasts[1], isOver)
            )
        }
        let key = Self.key(visit)
        for index in models.indices {
            models[index].learnLabel(
                sample.values,
                key: key,
                isOver: isOver,
                forecast: sample.forecasts[index]
            )
        }
        return (sample, isOver)
    }

    /// Lets a visit go that will not change again; its label may still be open.
    mutating func settle(_ visit: String) {
        ended.remove(visit)
        if open.contains(visit) { withdraw(visit) }
    }

    /// Forgets a stay that never was, or whose patient is to be forgotten.
    mutating func withdraw(_ visit: String) {
        labels.remove(visit)
        guard open.remove(visit) != nil else { return }
        for index in models.indices { models[index].withdraw(key: Self.key(visit)) }
    }

    /// Puts a trained model beside the one that serves, in place of the other; it has to prove itself.
    ///
    /// It follows the stays under way from here on, but is not scored on them: its first forecasts are of those that begin.
    mutating func challenge(with learner: StayModel) {
        let serving = comparison.serving
        models = [server, learner]
        comparison = ModelComparison()
        func kept(_ sample: PendingSample) -> PendingSample {
            var sample = sample
            sample.forecasts = [sample.forecasts[serving], PendingForecast()]
            sample.serving = 0
            return sample
        }
        for slot in labels.records.indices {
            guard let ended = labels.records[slot].ended else { continue }
            labels.records[slot].ended = (kept(ended.sample), ended.length)
        }
        for visit in open.keys.sorted() {
            guard let slot = open.slot(of: visit) else { continue }
            let sample = open.records[slot].sample
            models[1].begin(sample.values, key: Self.key(visit))
            open.records[slot].sample = kept(sample)
        }
    }

    /// Brier score of one forecast: the squared error of its probability.
    private static func loss(_ forecast: PendingForecast, _ isOver: Bool) -> Double {
        let gap = forecast.probability - (isOver ? 1 : 0)
        return gap * gap
    }

    /// What the forests draw and know a visit by.
    static func key(_ visit: String) -> UInt64 { StableHash.fnv1a(visit) }
}
