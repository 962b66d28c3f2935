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
    var open = SlotTable<OpenStay>()
    /// Stays whose limit has not passed, ended or not.
    var trials = SlotTable<Trial>()
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
        // Yielded: who asks for one figure copies that alone.
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
        let stayed = max(0, kind.amount(moment.since(begin)))
        let slot: Int
        let served: StayLearner.Estimate
        if let known = open.slot(of: visit), stayed > kind.firstPhase {
            slot = known
            let exponent = open.records[slot].staked.bets[contest.server].exponent
            served = learners[contest.server].estimate(values, bentBy: exponent, isExplained: true)
        } else {
            (slot, served) = stake(visit, values, from: begin, ward: ward, stayed: stayed)
        }
        move(visit, at: slot, to: begin)
        open.records[slot].values = values
        open.records[slot].staked.ward = ward
        open.records[slot].curve = served.curve
        open.records[slot].contributions = served.contributions ?? .unknown
        guard learners[contest.server].learnedCount > 0 else { return nil }
        quality.explained(open.records[slot].contributions, day: day)
        return forecast(at: slot, stayed: stayed, names: names)
    }

    /// Bets of all models on a stay that begins; returns its slot and what the model that serves says.
    private mutating func stake(
        _ visit: String,
        _ values: [Float],
        from begin: Timestamp,
        ward: Int32,
        stayed: Double
    ) -> (slot: Int, served: StayLearner.Estimate) {
        let key = Self.key(visit)
        for index in learners.indices { learners[index].begin(values, key: key) }
        let served = learners[contest.server].estimate(values, isExplained: true)
        var staked = StakedStay(values: values, bets: [], server: contest.server, ward: ward)
        staked.bets.reserveCapacity(learners.count)
        for index in learners.indices {
            let isServer = index == contest.server
            let estimate = isServer ? served : learners[index].estimate(values, isExplained: false)
            staked.bets.append(learners[index].bet(estimate, ward: Int64(ward), stayed: stayed))
        }
        if let slot = open.slot(of: visit) {
            staked.highest = open.records[slot].staked.highest
            open.records[slot].staked = staked
            return (slot, served)
        }
        trials.put(Trial(due: begin + kind.span(limit)), visit)
        let stay = OpenStay(values: values, begin: begin, staked: staked, curve: served.curve)
        return (open.put(stay, visit), served)
    }

    /// What the serving model says of the newest curve of a stay.
    private mutating func forecast(at slot: Int, stayed: Double, names: NameTable) -> StayForecast {
        learners[contest.server].forecast(
            open.records[slot].values,
            open.records[slot].curve,
            open.records[slot].contributions,
            ward: Int64(open.records[slot].staked.ward),
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
        // A stay that was judged is judged no more.
        guard let trial = trials.slot(of: visit) else { return }
        trials.records[trial].due = begin + kind.span(limit)
        trials.records[trial].isScheduled = false
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
        if let slot = trials.slot(of: visit), !trials.records[slot].isScheduled {
            trials.records[slot].isScheduled = true
            moments.limit = trials.records[slot].due
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
        for index in learners.indices { learners[index].advance(key: key, elapsed: elapsed) }
        open.records[slot].curve =
            learners[contest.server].estimate(
                open.records[slot].values,
                bentBy: open.records[slot].staked.bets[contest.server].exponent,
                isExplained: false
            ).curve
        guard learners[contest.server].learnedCount > 0 else { return nil }
        return forecast(at: slot, stayed: elapsed, names: names)
    }

    /// Notes that a probability could raise an alert, for the choice of the threshold.
    mutating func note(alertable probability: Double, _ visit: String) {
        guard let slot = open.slot(of: visit) else { return }
        let highest = open.records[slot].staked.highest
        open.records[slot].staked.highest = highest.isNaN ? probability : max(highest, probability)
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
        if let slot = trials.slot(of: visit) { trials.records[slot].ended = (stay.staked, length) }
        quality.score(stay.staked, length: length, day: day, names: names)
        let key = Self.key(visit)
        for index in learners.indices {
            learners[index].finish(
                key: key,
                length: length,
                bet: stay.staked.bets[index],
                ward: Int64(stay.staked.ward)
            )
        }
        return true
    }

    /// Judges a stay whose limit has passed, ended or not; returns what was staked on it.
    mutating func judge(
        _ visit: String,
        at due: Timestamp,
        day: Int64,
        names: NameTable
    ) -> (staked: StakedStay, isOver: Bool)? {
        guard let slot = trials.slot(of: visit), trials.records[slot].due == due,
            let trial = trials.remove(visit)
        else { return nil }
        guard let staked = trial.ended?.staked ?? open[visit]?.staked else { return nil }
        let isOver = trial.ended.map { $0.length > limit } ?? true
        quality.judge(staked, isOver: isOver, day: day, names: names)
        if learners.count > 1 {
            contest.learn(
                champion: Self.loss(staked.bets[0], isOver),
                challenger: Self.loss(staked.bets[1], isOver)
            )
        }
        let key = Self.key(visit)
        for index in learners.indices {
            learners[index].judge(
                staked.values,
                key: key,
                isOver: isOver,
                bet: staked.bets[index]
            )
        }
        return (staked, isOver)
    }

    /// Lets a visit go that will not change again; its verdict may still be out.
    mutating func settle(_ visit: String) {
        ended.remove(visit)
        if open.contains(visit) { withdraw(visit) }
    }

    /// Forgets a stay that never was, or whose patient is to be forgotten.
    mutating func withdraw(_ visit: String) {
        trials.remove(visit)
        guard open.remove(visit) != nil else { return }
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
        for slot in trials.records.indices {
            guard let ended = trials.records[slot].ended else { continue }
            trials.records[slot].ended = (kept(ended.staked), ended.length)
        }
        for visit in open.keys.sorted() {
            guard let slot = open.slot(of: visit) else { continue }
            let staked = open.records[slot].staked
            learners[1].begin(staked.values, key: Self.key(visit))
            open.records[slot].staked = kept(staked)
        }
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
