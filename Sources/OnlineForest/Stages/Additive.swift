/// An estimate written as a base and a part of each feature.
struct Additive: Sendable {
    var base: Double
    /// Parts of at least all features.
    var parts: [Double]

    /// Base and parts together.
    var total: Double { parts.reduce(base, +) }

    /// The same for a function of the total: each part keeps its share of the distance from the base.
    func bent(_ function: (Double) -> Double) -> Additive {
        let sum = parts.reduce(0, +)
        let start = function(base)
        let end = function(base + sum)
        guard abs(sum) > 1e-12 else { return Additive(base: end, parts: parts.map { _ in 0 }) }
        return Additive(base: start, parts: parts.map { $0 * ((end - start) / sum) })
    }

    /// Moves by a share of the way from one sum to another.
    mutating func move(by share: Double, from start: Additive, to end: Additive) {
        base += share * (end.base - start.base)
        for index in parts.indices { parts[index] += share * (end.parts[index] - start.parts[index]) }
    }
}
