import Foundation
import OnlineForest
import Testing

@Suite struct SurvivalCurveTests {
    @Test func logSpacedBinsKeepTheirLandmarks() {
        let bins = ElapsedBins(from: 10, to: 10_080, count: 24, landmarks: [240, 60, 5, 99_999])
        #expect(bins.count == 24 && bins.edges.contains(240) && bins.edges.contains(60))
        #expect(bins.edges.first == 10 && bins.longest == 10_080)
        #expect(bins.bin(of: 240) + 1 == bins.passed(after: 240))
        #expect(bins.bin(of: 10) == 0 && bins.bin(of: 10.001) == 1 && bins.bin(of: 20_000) == 24)
        #expect(bins.nextEdge(after: 0) == 10 && bins.nextEdge(after: 10_080) == nil)
        #expect(ElapsedBins(edges: [1, 1]) == nil && ElapsedBins(edges: [0, 1]) == nil)
        #expect(ElapsedBins(edges: [1, .infinity]) == nil && ElapsedBins(edges: [1]) == nil)
        #expect(ElapsedBins(edges: (1...33).map(Double.init)) == nil)
    }

    @Test func binsSurviveJSONAndRefuseWildEdges() throws {
        let bins = ElapsedBins(from: 1, to: 100, count: 8)
        let json = try JSONEncoder().encode(bins)
        #expect(try JSONDecoder().decode(ElapsedBins.self, from: json) == bins)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ElapsedBins.self, from: Data(#"{"edges":[5,3]}"#.utf8))
        }
    }

    @Test func figuresOfOneCurveAgreeWithEachOther() {
        let curve = StayReplay.forest(count: 1_000).predict([1, 40, 0.5, 7])
        for level in [0.1, 0.25, 0.5, 0.8] {
            let quantile = curve.quantile(level)
            #expect(abs(curve.probability(longerThan: quantile) - (1 - level)) < 1e-9)
            let later = curve.quantile(level, given: 90)
            #expect(later >= 90)
            #expect(abs(curve.probability(longerThan: later, given: 90) - (1 - level)) < 1e-9)
        }
        #expect(curve.median == curve.quantile(0.5))
        #expect(abs(curve.remaining(given: 0) - curve.mean) < 1e-9)
        #expect(abs(curve.value(of: .mean) - curve.mean) < 1e-9)
        // The mean is the area under the curve, in fine steps.
        let area = (0..<144_000).reduce(0.0) {
            $0 + curve.probability(longerThan: Double($1) / 100 + 0.005) / 100
        }
        #expect(abs(area - curve.mean) < 1e-3)
        for elapsed in [0, 3, 10, 55, 240, 1_440, 5_000] {
            let figure = SurvivalFigure.probability(longerThan: Double(elapsed))
            #expect(abs(curve.value(of: figure) - curve.probability(longerThan: Double(elapsed))) < 1e-12)
        }
        #expect(curve.probability(longerThan: 240, given: 240) == 1)
        #expect(curve.probability(longerThan: 240, given: 0) == curve.probability(longerThan: 240))
        #expect(curve.remaining(given: 5_000) == 0 && curve.quantile(0.5, given: 5_000) == 5_000)
    }
}
