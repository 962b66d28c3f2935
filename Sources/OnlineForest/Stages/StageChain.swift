/// Trees that each fit what the others leave over; the oldest is refitted when the labels since have paid for it.
///
/// A refit takes a tree's part off the scores of the window, draws rows of it (a recent one more likely: the
/// chance falls as 1 / (1 + age / memory)) and grows a tree on the slopes of the loss there.
struct StageChain: Sendable {
    /// Labels before the first tree.
    static let leastRows = 100

    let loss: StageLoss
    /// Key of the chain's random streams.
    let stream: UInt64
    let configuration: StageConfiguration
    var trees: [StageTree] = []
    /// Score before the first tree.
    var start: Float = 0
    /// Index of the oldest tree once the chain is full.
    var oldest = 0
    /// Trees grown so far.
    var grown: UInt64 = 0
    /// Rows that labels have paid for.
    var credit = 0.0
    /// Scaled target and score of each row of the window.
    var targets: [Float] = []
    var scores: [Float] = []

    init(loss: StageLoss, index: Int, seed: UInt64, configuration: StageConfiguration) {
        self.loss = loss
        self.configuration = configuration
        stream = CounterRandom.stream(seed: seed, index: UInt64(1) << 48 + UInt64(index))
    }

    /// Whether there is a tree.
    var isGrown: Bool { !trees.isEmpty }

    /// Score of an instance.
    func score(_ codes: borrowing FeatureCodes) -> Float {
        var score = start
        for index in trees.indices { score += trees[index].value(codes) }
        return score
    }

    /// Notes the newest row of the window and refits the oldest tree when that is due.
    mutating func learn(
        row: Int,
        target: Float,
        score: Float,
        window: borrowing ReplayWindow,
        encoder: borrowing FeatureEncoder
    ) {
        if row == targets.count {
            targets.append(target)
            scores.append(score)
        } else {
            targets[row] = target
            scores[row] = score
        }
        guard window.count >= Self.leastRows else { return }
        let price = Double(min(window.count, configuration.window))
        credit = min(credit + configuration.effort, 2 * price)
        guard credit >= price else { return }
        credit -= price
        refit(window, encoder)
    }

    private mutating func refit(_ window: borrowing ReplayWindow, _ encoder: borrowing FeatureEncoder) {
        if !isGrown {
            start = loss.start(targets)
            for row in scores.indices { scores[row] = start }
        }
        let isFull = trees.count == configuration.trees
        let ranges = window.newest(configuration.window)
        if isFull { add(trees[oldest], ranges, window, sign: -1) }
        let draw = CounterRandom.word(stream: stream, counter: grown)
        grown &+= 1
        let rows = drawnRows(window, ranges, stream: draw)
        let grower = StageGrower(
            configuration: configuration,
            bins: encoder.bins,
            features: drawnFeatures(window.features, hidden: encoder.hidden, stream: draw),
            order: encoder.order,
            rows: rows,
            sums: sums(of: rows, window)
        )
        let tree = grower.grow(window)
        add(tree, ranges, window, sign: 1)
        if isFull {
            trees[oldest] = tree
            oldest = oldest + 1 == trees.count ? 0 : oldest + 1
        } else {
            trees.append(tree)
        }
    }

    private mutating func add(
        _ tree: StageTree,
        _ ranges: [Range<Int>],
        _ window: borrowing ReplayWindow,
        sign: Float
    ) {
        for range in ranges { tree.add(to: &scores, rows: range, of: window, sign: sign) }
    }

    /// Scores the newest rows anew, after the codes were moved.
    mutating func rescore(_ window: ReplayWindow) {
        guard isGrown else { return }
        let ranges = window.newest(configuration.window)
        for row in ranges.joined() { scores[row] = start }
        for tree in trees { add(tree, ranges, window, sign: 1) }
    }

    /// Rows to fit on, each drawn with the chance of its age.
    private func drawnRows(
        _ window: borrowing ReplayWindow,
        _ ranges: [Range<Int>],
        stream: UInt64
    ) -> [Int32] {
        var rows: [Int32] = []
        rows.reserveCapacity(min(window.count, configuration.window))
        let memory = Float(configuration.memory)
        let sure = memory * 16_777_216
        for row in ranges.joined() {
            // One mixing suffices: the stream is itself a mixed word, new for every tree.
            let word = CounterRandom.mix(stream &+ UInt64(truncatingIfNeeded: row))
            if Float(word &>> 40) * (memory + Float(window.age(row))) < sure {
                rows.append(Int32(truncatingIfNeeded: row))
            }
        }
        return rows
    }

    /// Three fifths of the features that are used, in order.
    private func drawnFeatures(_ features: Int, hidden: UInt64, stream: UInt64) -> [Int] {
        var pool = (0..<features).filter { hidden & (1 << UInt64($0)) == 0 }
        let count = pool.count
        let share = (count * 3 + 4) / 5
        for index in 0..<share {
            let word = CounterRandom.word(stream: stream, counter: UInt64.max - UInt64(index))
            pool.swapAt(index, index + Int(word % UInt64(count - index)))
        }
        return pool[0..<share].sorted()
    }

    /// Slope, curvature, 1 and squared slope of each drawn row, at its row.
    private func sums(of rows: [Int32], _ window: borrowing ReplayWindow) -> [StageGrower.Sums] {
        var sums = [StageGrower.Sums](repeating: .zero, count: window.count)
        var knee: Float = 0
        if loss == .absolute {
            for row in rows { knee += abs(targets[Int(row)] - scores[Int(row)]) }
            knee *= StageLoss.kneeShare / Float(max(rows.count, 1))
        }
        for row in rows {
            let row = Int(row)
            let (slope, curvature) = loss.slope(target: targets[row], score: scores[row], knee: knee)
            let weight = window.weights[row]
            sums[row] = SIMD4(weight * slope, weight * curvature, 1, weight * weight * slope * slope)
        }
        return sums
    }
}
