import Hospital
import OnlineForest

/// One kind of stay in one facility: its models side by side, the stays under way, and how good the models were.
///
/// A stay begins with its features, passes the edges of the kind's bins, and ends; each step gives a forecast by
/// the model that serves. All models learn all of it. A length is scored at the end, the probability of a stay over
/// the limit when the limit has passed.
struct StayProcess: Sendable {
    let kind: StayKind
    /// Length, in the kind's unit, that stays are judged by.
    let limit: Double
    /// The champion first.
    var learners: [StayLearner]
    var contest = ModelContest()
    var quality = StayQuality()
    var open: [String: OpenStay] = [:]
    /// Stays whose limit has not passed, ended or not.
    var trials: [String: Trial] = [:]
    /// Ended stays whose visit has not settled, so that a cancelled and repeated end is not learned twice.
    var ended: Set<String> = []

    init(_ kind: StayKind, _ rules: PredictionRules, limit: Double, seed: UInt64) {
        self.kind = kind
        self.limit = limit
        learners = rules.models.enumerated().map { index, rules in
            StayLearner(kind, rules, limit: limit, seed: seed &+ UInt64(index) &* 16)
        }
    }

    /// The model that serves.
    var server: StayLearner {
        // Lent, not copied: a model is many arrays.
        _read { yield learners[contest.server] }
    }

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
        let elapsed = max(0, kind.amount(moment.since(begin)))
        let isUnderWay = open[visit] != nil
        let served: StayLearner.Estimate
        if var stay = open[visit], elapsed > kind.firstPhase {
            served = server.estimate(values, bentBy: stay.staked.bets[contest.server].exponent)
            stay.values = values
            open[visit] = stay
        } else {
            for index in learners.indices { learners[index].begin(values, key: Self.key(visit)) }
            let estimates = learners.map { $0.estimate(values) }
            served = estimates[contest.server]
            let bets = zip(learners, estimates).map { $0.bet($1, ward: Int64(ward), stayed: elapsed) }
            var staked = StakedStay(values: values, bets: bets, server: contest.server, ward: ward)
            if let highest = open[visit]?.staked.highest { staked.highest = highest }
            var stay =
                open[visit] ?? OpenStay(values: values, begin: begin, staked: staked, curve: served.curve)
            stay.values = values
            stay.staked = staked
            open[visit] = stay
        }
        if !isUnderWay { trials[visit] = Trial(due: begin + kind.span(limit)) }
        move(visit, to: begin)
        open[visit]?.staked.ward = ward
        return told(visit, served, stayed: elapsed, day: day, names: names)
    }

    /// Corrects when a stay under way began.
    mutating func move(_ visit: String, to begin: Timestamp) {
        open[visit]?.begin = begin
        let due = begin + kind.span(limit)
        // A stay that was judged is judged no more.
        if let trial = trials[visit], trial.due != due { trials[visit] = Trial(due: due, ended: trial.ended) }
    }

    /// When the next edge of a stay under way is passed; nil beyond the last, or when a timer waits for it already.
    mutating func nextTimer(_ visit: String) -> Timestamp? {
        guard let stay = open[visit], stay.nextBin < kind.bins.count else { return nil }
        let due = stay.begin + kind.span(kind.bins.edges[stay.nextBin])
        guard due != stay.timerDue else { return nil }
        open[visit]?.timerDue = due
        return due
    }

    /// Whether a timer is the one that a stay under way waits for.
    func isDue(_ visit: String, at due: Timestamp) -> Bool { open[visit]?.timerDue == due }

    /// A patient still here passes an edge: the models learn that, and say what follows.
    ///
    /// Nothing new is known of the patient, so the reasons are those of the last time, in proportion.
    mutating func passEdge(_ visit: String, names: NameTable) -> StayForecast? {
        guard let stay = open[visit], stay.nextBin < kind.bins.count else { return nil }
        let elapsed = kind.bins.edges[stay.nextBin]
        open[visit]?.nextBin += 1
        for index in learners.indices { learners[index].advance(key: Self.key(visit), elapsed: elapsed) }
        let exponent = stay.staked.bets[contest.server].exponent
        let estimate = server.estimate(stay.values, bentBy: exponent)
        open[visit]?.curve = estimate.curve
        guard server.learnedCount > 0 else { return nil }
        return server.forecast(
            stay.values,
            estimate,
            stay.contributions.scaled(to: estimate.curve.mean),
            ward: Int64(stay.staked.ward),
            stayed: elapsed,
            names: names
        )
    }

    /// Notes that a probability could raise an alert, for the choice of the threshold.
    mutating func note(alertable probability: Double, _ visit: String) {
        guard let highest = open[visit]?.staked.highest else { return }
        open[visit]?.staked.highest = highest.isNaN ? probability : max(highest, probability)
    }

    /// Ends a stay and learns its length; false for one that was not under way.
    mutating func finish(
        _ visit: String,
        from begin: Timestamp,
        at end: Timestamp,
        day: Int64,
        names: NameTable
    ) -> Bool {
        guard let stay = open.removeValue(forKey: visit) else { return false }
        ended.insert(visit)
        let length = max(0, kind.amount(end.since(begin)))
        trials[visit]?.ended = (stay.staked, length)
        quality.score(stay.staked, length: length, day: day, names: names)
        for index in learners.indices {
            learners[index].finish(
                key: Self.key(visit),
                length: length,
                bet: stay.staked.bets[index],
                ward: Int64(stay.staked.ward)
            )
        }
        return true
    }

    /// When the limit of a stay passes; nil when a timer waits for that already, or there is nothing to judge.
    mutating func verdictTimer(_ visit: String) -> Timestamp? {
        guard let trial = trials[visit], !trial.isScheduled else { return nil }
        trials[visit]?.isScheduled = true
        return trial.due
    }

    /// Judges a stay whose limit has passed, ended or not; returns what was staked on it.
    mutating func judge(
        _ visit: String,
        at due: Timestamp,
        day: Int64,
        names: NameTable
    ) -> (staked: StakedStay, isOver: Bool)? {
        guard let trial = trials[visit], trial.due == due else { return nil }
        trials[visit] = nil
        guard let staked = trial.ended?.staked ?? open[visit]?.staked else { return nil }
        let isOver = trial.ended.map { $0.length > limit } ?? true
        quality.judge(staked, isOver: isOver, day: day, names: names)
        if learners.count > 1 {
            contest.learn(
                champion: Self.loss(staked.bets[0], isOver),
                challenger: Self.loss(staked.bets[1], isOver)
            )
        }
        for index in learners.indices {
            learners[index].judge(
                staked.values,
                key: Self.key(visit),
                isOver: isOver,
                bet: staked.bets[index]
            )
        }
        return (staked, isOver)
    }

    /// Lets a visit go that will not change again; its verdict may still be out.
    mutating func settle(_ visit: String) {
        ended.remove(visit)
        if open[visit] != nil { withdraw(visit) }
    }

    /// Forgets a stay that never was, or whose patient is to be forgotten.
    mutating func withdraw(_ visit: String) {
        trials[visit] = nil
        guard open.removeValue(forKey: visit) != nil else { return }
        for index in learners.indices { learners[index].withdraw(key: Self.key(visit)) }
    }

    /// Puts a trained model beside the one that serves, in place of the other; it has to prove itself.
    ///
    /// It follows the stays under way from here on, but stakes nothing on them: its first bets are on those that begin.
    mutating func challenge(with learner: StayLearner) {
        let serving = contest.server
        learners = [server, learner]
        contest = ModelContest()
        func kept(_ staked: StakedStay) -> StakedStay {
            var staked = staked
            staked.bets = [staked.bets[serving], StayBet()]
            staked.server = 0
            return staked
        }
        for (visit, trial) in trials {
            if let ended = trial.ended { trials[visit]?.ended = (kept(ended.staked), ended.length) }
        }
        for visit in open.keys.sorted() {
            guard let staked = open[visit]?.staked else { continue }
            learners[1].begin(staked.values, key: Self.key(visit))
            open[visit]?.staked = kept(staked)
        }
    }

    /// Keeps the newest curve of a stay and says what the serving model says.
    private mutating func told(
        _ visit: String,
        _ estimate: StayLearner.Estimate,
        stayed: Double,
        day: Int64,
        names: NameTable
    ) -> StayForecast? {
        let contributions = server.contributions(open[visit]?.values ?? [], to: estimate)
        open[visit]?.curve = estimate.curve
        open[visit]?.contributions = contributions
        guard server.learnedCount > 0, let stay = open[visit] else { return nil }
        quality.explained(contributions, day: day)
        return server.forecast(
            stay.values,
            estimate,
            contributions,
            ward: Int64(stay.staked.ward),
            stayed: stayed,
            names: names
        )
    }

    /// What a bet lost: the squared error of its probability, which no bet can lower by saying what it does not believe.
    private static func loss(_ bet: StayBet, _ isOver: Bool) -> Double {
        let gap = bet.probability - (isOver ? 1 : 0)
        return gap * gap
    }

    /// 64-bit FNV-1a of a visit's key, which the forests draw by.
    private static func key(_ visit: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in visit.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        return hash
    }
}
