/// Bins of elapsed time since the start of a stay; bin k is the interval (edge k-1, edge k], the first from 0.
///
/// The unit is the caller's, the same for edges and stays. Stays beyond the last edge count as still lasting
/// there, so the range should hold nearly all stays.
public struct ElapsedBins: Sendable, Codable, Equatable {
    /// Most bins.
    public static let maxCount = 32

    /// Upper ends of the bins: 2...32 finite, ascending numbers above 0.
    public let edges: [Double]

    /// Bins with the given upper ends; nil unless these are 2...32 finite, ascending numbers above 0.
    public init?(edges: [Double]) {
        guard (2...Self.maxCount).contains(edges.count), edges[0] > 0 else { return nil }
        guard edges[edges.count - 1].isFinite, zip(edges, edges.dropFirst()).allSatisfy(<) else {
            return nil
        }
        self.edges = edges
    }

    /// Log-spaced bins; the edge nearest to each landmark becomes that landmark.
    ///
    /// A landmark is a time whose probability is asked for, such as 240 minutes: on an edge it needs no
    /// interpolation. Landmarks outside the range are left out.
    ///
    /// - Precondition: 0 < shortest < longest, both finite; `count` is 2...32.
    public init(from shortest: Double, to longest: Double, count: Int = 28, landmarks: [Double] = []) {
        precondition(shortest > 0 && shortest < longest && longest.isFinite, "a range above 0")
        precondition((2...Self.maxCount).contains(count), "2...\(Self.maxCount) bins")
        let span = naturalLogarithm(longest / shortest) / Double(count - 1)
        var edges = (0..<count).map { shortest * (1 + exponentialMinusOne(span * Double($0))) }
        edges[count - 1] = longest
        var isLandmark = Array(repeating: false, count: count)
        for landmark in landmarks.sorted() where landmark > shortest && landmark < longest {
            let nearest = edges.indices.filter { !isLandmark[$0] }.min { first, second in
                abs(edges[first] / landmark - 1) < abs(edges[second] / landmark - 1)
            }
            guard let nearest else { continue }
            edges[nearest] = landmark
            isLandmark[nearest] = true
        }
        self.edges = edges.sorted()
        precondition(zip(self.edges, self.edges.dropFirst()).allSatisfy(<), "landmarks must differ")
    }

    /// Number of bins.
    public var count: Int { edges.count }

    /// End of the last bin: nothing is said about stays beyond it.
    public var longest: Double { edges[edges.count - 1] }

    /// Number of bins that have passed entirely after `elapsed`, 0...`count`.
    public func passed(after elapsed: Double) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= elapsed { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Bin that holds `elapsed`; `count` beyond the last edge.
    public func bin(of elapsed: Double) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < elapsed { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Elapsed time at which the next bin will have passed; nil beyond the last.
    public func nextEdge(after elapsed: Double) -> Double? {
        let passed = passed(after: elapsed)
        return passed < edges.count ? edges[passed] : nil
    }

    private enum CodingKeys: String, CodingKey { case edges }

    /// Decodes edges; throws unless they are 2...32 finite, ascending numbers above 0.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        guard let bins = ElapsedBins(edges: try values.decode([Double].self, forKey: .edges)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .edges,
                in: values,
                debugDescription: "expected 2...32 finite, ascending numbers above 0"
            )
        }
        self = bins
    }
}
