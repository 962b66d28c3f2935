import OnlineForest

/// A seeded stream of instances with a known function behind the target.
struct PlantedStream {
    static let features: [Feature] = [
        .numeric("age"), .categorical("complaint", levels: 8), .numeric("occupancy"),
        .categorical("consultant", levels: 200), .numeric("noise"),
    ]

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// Uniform in 0..<1.
    mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((word ^ (word >> 31)) >> 11) / 9_007_199_254_740_992
    }

    mutating func word() -> UInt64 { UInt64(uniform() * 4_294_967_296) }

    /// Values of `features`, and a target of about 100...500 minutes.
    mutating func next() -> (values: [Float], minutes: Double) {
        let age = uniform() * 95
        let complaint = Int(uniform() * 8)
        let occupancy = uniform() * 40
        let consultant = Int(uniform() * 200)
        let isMissing = uniform() < 0.05
        let complaintMinutes: [Double] = [0, 80, -20, 150, 0, 60, 30, 90]
        var minutes: Double = 100 + complaintMinutes[complaint] + occupancy * 2
        minutes += age > 60 ? 120 : 0
        minutes += consultant % 3 == 0 ? 60 : 0
        minutes += 40 * (uniform() - 0.5)
        let values: [Float] = [
            Float(age), Float(complaint), isMissing ? .nan : Float(occupancy), Float(consultant),
            Float(uniform()),
        ]
        return (values, max(minutes, 1))
    }

    /// A forest after `count` instances of this stream.
    static func forest(
        _ task: ForestTask,
        count: Int,
        seed: UInt64 = 7,
        configuration: ForestConfiguration = ForestConfiguration(trees: 5, maxNodes: 63, warmup: 100)
    ) -> Forest {
        var forest = Forest(features: features, task: task, configuration: configuration)
        var stream = PlantedStream(seed: seed)
        for key in 0..<count {
            let (values, minutes) = stream.next()
            let target = task == .classification ? (minutes > 300 ? 1 : 0) : minutes
            forest.learn(values, target: target, key: UInt64(key))
        }
        return forest
    }
}

/// All tasks, for tables of cases.
let allTasks: [ForestTask] = [.classification, .regression(logScale: false), .regression(logScale: true)]
