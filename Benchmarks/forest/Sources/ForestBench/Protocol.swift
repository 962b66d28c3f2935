import OnlineForest

/// When a stay's length is learned.
enum Labels: String, CaseIterable {
    /// At its arrival, as benchmarks of online learners do.
    case immediate
    /// At its discharge, as a hospital must.
    case discharge
}

/// What happens to a stay at a moment.
struct StayEvent {
    enum Kind: Int {
        /// It ends and its length is known.
        case end
        /// The patient is still there at the end of a bin of elapsed time.
        case passed
        /// It begins: it is predicted.
        case arrival
    }

    let minute: Double
    let kind: Kind
    let row: Int
    /// Minutes since the stay began.
    var elapsed = 0.0

    /// What happens to all stays of a set, in order; without times, or with immediate labels, each ends at once.
    static func all(of set: DataSet, labels: Labels, bins: ElapsedBins) -> [StayEvent] {
        guard labels == .discharge, let arrival = set.arrival, let discharge = set.discharge else {
            return (0..<set.count).flatMap { row in
                [
                    StayEvent(minute: 0, kind: .arrival, row: row),
                    StayEvent(minute: 0, kind: .end, row: row),
                ]
            }
        }
        var events: [StayEvent] = []
        for row in 0..<set.count {
            events.append(StayEvent(minute: arrival[row], kind: .arrival, row: row))
            events.append(StayEvent(minute: discharge[row], kind: .end, row: row))
            // Where a file tells only the hour of arrival, the stay's length is known an hour later.
            let lag = discharge[row] - arrival[row] - set.minutes(row)
            for edge in bins.edges.prefix(while: { $0 < set.minutes(row) }) {
                let minute = arrival[row] + lag + edge
                events.append(StayEvent(minute: minute, kind: .passed, row: row, elapsed: edge))
            }
        }
        return events.sorted {
            ($0.minute, $0.kind.rawValue, $0.row) < ($1.minute, $1.kind.rawValue, $1.row)
        }
    }
}

/// Predictions of one seed over the scored rows of a set, made before the row's label was learned.
struct Run {
    var means: [(prediction: Double, target: Double)] = []
    var medians: [(prediction: Double, target: Double)] = []
    /// Chances of a long stay: the calibrated blend of forest and curves, and what each says alone.
    var chances: [(score: Double, outcome: Bool)] = []
    var forests: [(score: Double, outcome: Bool)] = []
    var curves: [(score: Double, outcome: Bool)] = []
    /// Where the stay fell relative to its interval of 80 %.
    var intervals: [AdaptiveInterval.Outcome] = []
    /// Row of each entry.
    var rows: [Int] = []
}

extension Run {
    /// Predicts each arrival and learns each label when it is due, all of the library with its defaults.
    ///
    /// Blend and intervals learn a label when the forests do, from what was said at the arrival.
    init(_ set: DataSet, labels: Labels, seed: UInt64, rows limit: Int = .max, usesProtected: Bool = true) {
        var models = Models(set, seed: seed, usesProtected: usesProtected)
        for event in StayEvent.all(of: set, labels: labels, bins: models.curves.bins) where event.row < limit
        {
            switch event.kind {
            case .arrival:
                models.predict(event.row, begins: labels == .discharge)
                if event.row >= set.firstScored { note(event.row, set, models) }
            case .passed: models.curves.advance(key: UInt64(event.row), elapsed: event.elapsed)
            case .end: models.learn(event.row, isOpen: labels == .discharge)
            }
        }
    }

    private mutating func note(_ row: Int, _ set: DataSet, _ models: Models) {
        let target = set.target[row]
        let said = models.said[row]
        let isLong = target > set.threshold
        means.append((said.mean, target))
        medians.append((said.median, target))
        chances.append((said.chance, isLong))
        forests.append((said.forest, isLong))
        curves.append((said.curve, isLong))
        intervals.append(AdaptiveInterval.Outcome(set.minutes(row), in: said.interval))
        rows.append(row)
    }
}

/// What a product runs for stays: two forests, survival curves, their calibrated blend and intervals.
struct Models {
    /// What was said of a stay at its arrival.
    struct Said {
        var version: UInt64 = 0
        var mean = 0.0
        var median = 0.0
        var forest = 0.0
        var curve = 0.0
        var chance = 0.0
        /// In minutes.
        var interval = 0.0...0.0
    }

    let set: DataSet
    let rows: [[Float]]
    var stay: Forest
    var long: Forest
    var curves: SurvivalForest
    var blend = ProbabilityBlend(count: 2)
    var intervals = AdaptiveInterval()
    var said: [Said]

    init(_ set: DataSet, seed: UInt64, usesProtected: Bool = true) {
        let configuration = ForestConfiguration(usesProtected: usesProtected, seed: seed)
        self.set = set
        rows = (0..<set.count).map { set.row($0) }
        stay = Forest(
            features: set.features,
            task: .regression(logScale: false),
            configuration: configuration
        )
        long = Forest(features: set.features, task: .classification, configuration: configuration)
        curves = SurvivalForest(
            features: set.features,
            bins: ElapsedBins(from: 15, to: 28_800, landmarks: [set.threshold * set.minutesPerUnit]),
            configuration: SurvivalConfiguration(usesProtected: usesProtected, seed: seed)
        )
        said = Array(repeating: Said(), count: set.count)
    }

    mutating func predict(_ row: Int, begins: Bool) {
        let estimate = stay.estimate(rows[row])
        let curve = curves.predict(rows[row])
        var said = Said(version: stay.version, mean: estimate.mean, median: estimate.median)
        said.forest = long.predict(rows[row])
        said.curve = curve.probability(longerThan: set.threshold * set.minutesPerUnit)
        said.chance = blend(said.forest, said.curve)
        said.interval = intervals.interval(of: curve, group: set.wards[row])
        self.said[row] = said
        if begins { curves.begin(rows[row], key: UInt64(row)) }
    }

    mutating func learn(_ row: Int, isOpen: Bool) {
        let target = set.target[row]
        let isLong = target > set.threshold
        let key = UInt64(row)
        let said = said[row]
        stay.learn(rows[row], target: target, key: key, predictedAt: said.version)
        long.learn(rows[row], target: isLong ? 1 : 0, key: key, predictedAt: said.version)
        blend.learn(said.forest, said.curve, outcome: isLong)
        intervals.learn(AdaptiveInterval.Outcome(set.minutes(row), in: said.interval), group: set.wards[row])
        if isOpen {
            curves.finish(key: key, elapsed: set.minutes(row))
        } else {
            curves.learn(rows[row], elapsed: set.minutes(row), key: key)
        }
    }
}
