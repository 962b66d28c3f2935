/// The last labelled instances, coded, in a ring: what stages are fitted to again and again.
struct ReplayWindow: Sendable {
    let features: Int
    let capacity: Int
    /// Row-major codes.
    var codes: [UInt8] = []
    /// Row-major raw values, from which bins are cut anew.
    var values: [Float] = []
    var weights: [Float] = []
    /// Row that the next instance takes once the ring is full; 0 before.
    var next = 0

    init(features: Int, capacity: Int) {
        self.features = features
        self.capacity = capacity
    }

    /// Rows held.
    var count: Int { weights.count }

    /// Adds an instance; returns its row.
    mutating func add(
        _ codes: borrowing FeatureCodes,
        _ values: Span<Float>,
        encoder: borrowing FeatureEncoder,
        weight: Float
    ) -> Int {
        guard count == capacity else {
            for feature in 0..<features {
                self.codes.append(codes[feature])
                self.values.append(encoder.kept(values, feature))
            }
            weights.append(weight)
            return count - 1
        }
        let row = next
        for feature in 0..<features {
            self.codes[row &* features &+ feature] = codes[feature]
            self.values[row &* features &+ feature] = encoder.kept(values, feature)
        }
        weights[row] = weight
        next = row + 1 == capacity ? 0 : row + 1
        return row
    }

    /// The rows of the `span` newest instances: one range, or two where the ring wraps.
    func newest(_ span: Int) -> [Range<Int>] {
        if span >= count { return [0..<count] }
        let end = next == 0 ? count : next
        if end >= span { return [(end - span)..<end] }
        return [0..<end, (count - (span - end))..<count]
    }

    /// Instances added after that of a row.
    @inline(__always)
    func age(_ row: Int) -> Int {
        let steps = next &- 1 &- row
        return steps < 0 ? steps &+ count : steps
    }
}
