/// Weights of a few estimators: the convex combination with the least faded squared error on matured labels.
///
/// With errors e of the estimators and weights w that sum to 1, the combination's error is w.e, so its mean
/// square is w'Gw with G the faded mean of e e'. Each label moves the weights once along every pair.
struct StageMixture: Sendable {
    /// Most estimators.
    static let maxCount = 4
    /// Labels' worth of belief in equal weights.
    private static let prior = 10.0

    let count: Int
    /// Labels remembered.
    private let horizon: Double
    /// Squared error of one label of that belief; nil for the mean of those seen, whatever their unit.
    private let unit: Double?
    var weights: SIMD4<Double>
    /// Rows of G times the labels remembered.
    var errors: [SIMD4<Double>]
    var labels = 0.0

    init(count: Int, horizon: Double = 4_000, unit: Double? = nil) {
        self.count = count
        self.horizon = horizon
        self.unit = unit
        weights = .zero
        for index in 0..<count { weights[index] = 1 / Double(count) }
        errors = Array(repeating: .zero, count: count)
    }

    /// The combined estimate; exact where all agree.
    func combined(_ estimates: SIMD4<Double>) -> Double {
        var value = estimates[0]
        for index in 1..<max(count, 1) { value += weights[index] * (estimates[index] - estimates[0]) }
        return value
    }

    /// Notes the errors of one matured label, in a unit that keeps them near 1.
    mutating func learn(_ gaps: SIMD4<Double>, weight: Double) {
        guard count > 1 else { return }
        let fade = 1 - 1 / horizon
        labels = labels * fade + weight
        for index in 0..<count { errors[index] = errors[index] * fade + gaps * (gaps[index] * weight) }
        var squares = 0.0
        for index in 0..<count { squares += errors[index][index] }
        let ridge = Self.prior * (unit ?? squares / (Double(count) * max(labels, 1)))
        for first in 0..<count {
            for second in 0..<first { exchange(first, second, ridge: ridge) }
        }
    }

    /// Moves weight between two estimators to where the error is least.
    private mutating func exchange(_ first: Int, _ second: Int, ridge: Double) {
        let bend = errors[first][first] + errors[second][second] - 2 * errors[first][second] + 2 * ridge
        guard bend > 1e-12 else { return }
        let pull =
            (errors[second] * weights).sum() + ridge * weights[second]
            - (errors[first] * weights).sum() - ridge * weights[first]
        let step = min(max(pull / bend, -weights[first]), weights[second])
        weights[first] += step
        weights[second] -= step
    }
}

extension StageMixture {
    func write(to writer: inout CheckpointWriter) {
        writer.append(labels)
        for index in 0..<count {
            writer.append(weights[index])
            for other in 0..<count { writer.append(errors[index][other]) }
        }
    }

    mutating func read(from reader: inout CheckpointReader) throws(ForestError) {
        labels = try reader.double("mixture labels")
        try reader.check(labels >= 0 && labels < 1e12, "mixture labels")
        for index in 0..<count {
            weights[index] = try reader.double("mixture weight")
            try reader.check(weights[index] >= -1e-6 && weights[index] <= 1 + 1e-6, "mixture weight")
            for other in 0..<count {
                errors[index][other] = try reader.double("mixture errors")
                try reader.check(abs(errors[index][other]) < 1e24, "mixture errors")
            }
        }
    }
}
