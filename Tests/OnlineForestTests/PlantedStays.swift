import OnlineForest

/// A seeded stream of stays with known hazards: two groups of patients, exits by bin.
struct PlantedStays {
    static let features: [Feature] = [
        .categorical("group", levels: 2), .numeric("age"), .numeric("noise"),
        .categorical("complaint", levels: 100),
    ]
    static let bins = ElapsedBins(from: 10, to: 1_440, count: 16, landmarks: [240])
    static let small = SurvivalConfiguration(trees: 5, grace: 60, maxNodes: 31, warmup: 60)

    /// One stay.
    struct Stay {
        var key: UInt64
        var arrival: Double
        var minutes: Double
        var values: [Float]
        var group: Int { Int(values[0]) }
    }

    private var stream: PlantedStream
    private var clock = 0.0
    private var count: UInt64 = 0

    init(seed: UInt64) { stream = PlantedStream(seed: seed) }

    /// Hazard of a bin: the second group stays much longer.
    static func hazard(_ bin: Int, group: Int) -> Double { (group == 0 ? 0.22 : 0.08) + 0.01 * Double(bin) }

    /// Planted share of a group that stays beyond the end of a bin.
    static func share(_ bin: Int, group: Int) -> Double {
        (0...bin).reduce(1) { $0 * (1 - hazard($1, group: group)) }
    }

    mutating func next(meanGap: Double = 3) -> Stay {
        clock += stream.uniform() * 2 * meanGap
        let group = stream.uniform() < 0.5 ? 0 : 1
        var bin = 0
        while bin < Self.bins.count, stream.uniform() >= Self.hazard(bin, group: group) { bin += 1 }
        let start = bin == 0 ? 0 : Self.bins.edges[bin - 1]
        let end = bin < Self.bins.count ? Self.bins.edges[bin] : 2_000
        let values = [
            Float(group), Float(stream.uniform() * 90),
            stream.uniform() < 0.1 ? .nan : Float(stream.uniform()),
            Float(Int(stream.uniform() * 100)),
        ]
        count += 1
        let minutes = start + (end - start) * (0.001 + 0.998 * stream.uniform())
        return Stay(key: count, arrival: clock, minutes: minutes, values: values)
    }
}

/// Feeds stays to a forest in the order of events: beginnings, passed bins and ends.
struct StayReplay {
    var forest: SurvivalForest
    private var open: [PlantedStays.Stay] = []

    init(_ forest: SurvivalForest) { self.forest = forest }

    mutating func arrive(_ stay: PlantedStays.Stay, countsOpen: Bool = true) {
        pass(to: stay.arrival, countsOpen: countsOpen)
        forest.begin(stay.values, key: stay.key)
        open.append(stay)
    }

    /// Everything that happened until `moment`.
    mutating func pass(to moment: Double, countsOpen: Bool = true) {
        for stay in open.sorted(by: { $0.arrival + $0.minutes < $1.arrival + $1.minutes }) {
            if stay.arrival + stay.minutes <= moment {
                forest.finish(key: stay.key, elapsed: stay.minutes)
            } else if countsOpen {
                forest.advance(key: stay.key, elapsed: moment - stay.arrival)
            }
        }
        open.removeAll { $0.arrival + $0.minutes <= moment }
    }

    /// A forest that saw `count` stays as they happened.
    static func forest(
        count: Int,
        seed: UInt64 = 3,
        configuration: SurvivalConfiguration = PlantedStays.small
    ) -> SurvivalForest {
        var replay = StayReplay(
            SurvivalForest(
                features: PlantedStays.features,
                bins: PlantedStays.bins,
                configuration: configuration
            )
        )
        var stays = PlantedStays(seed: seed)
        for _ in 0..<count { replay.arrive(stays.next()) }
        return replay.forest
    }
}
