import Foundation

/// The best any learner can say of a winter stream's stays at arrival: their true conditional median.
///
/// The formula is that of the stream's generator. Whether a patient is admitted, and who has the new age effect
/// while it comes in, is drawn after arrival: the median is that of the mixture.
struct WinterOracle {
    /// Standard deviation of a stay's logarithm, given all that the generator draws.
    private static let spread = 0.42

    let medians: [Double]

    init(_ table: CSVTable) throws {
        let column = { (name: String) in try table.numbers(name) }
        let (minute, hour, weekday) = (try column("arrival_min"), try column("hour"), try column("dow"))
        let (age, ambulance, triage) = (try column("age"), try column("ambulance"), try column("triage"))
        let (complaint, news, comorb) = (
            try column("complaint"), try column("news"), try column("comorb")
        )
        let (referred, present) = (try column("referred"), try column("in_ed"))
        medians = minute.indices.map { row in
            let day = minute[row] / 1_440
            let ofComplaint =
                day >= 250 ? (7 * complaint[row] + 3).truncatingRemainder(dividingBy: 20) : complaint[row]
            var log = 4.35 + 0.22 * ambulance[row] - 0.16 * (triage[row] - 3)
            log += 0.30 * sin(2.399963 * ofComplaint + 0.7)
            log += 0.035 * news[row] * (triage[row] <= 2 ? 1.5 : 1)
            log += 0.05 * comorb[row] + 0.07 * referred[row] + 0.45 * present[row] / (present[row] + 40)
            log += 0.10 * sin(2 * .pi * (hour[row] - 20) / 24) + (weekday[row] >= 5 ? 0.06 : 0)
            if day >= 120, triage[row] >= 4, complaint[row] < 8 { log -= 0.45 }
            let odds = -3.2 + 0.02 * age[row] + 0.28 * news[row] + 0.5 * ambulance[row] + 0.25 * comorb[row]
            return Self.median(
                log: log,
                admitted: 1 / (1 + exp(-odds)),
                admission: 0.55 + 0.35 * max(0, cos(2 * .pi * (day - 15) / 365)),
                age: age[row] / 95,
                newAge: min(max((day - 200) / 30, 0), 1)
            )
        }
    }

    /// Median of the mixture over admission and over who has the new age effect, by bisection.
    private static func median(
        log: Double,
        admitted: Double,
        admission: Double,
        age: Double,
        newAge: Double
    ) -> Double {
        var parts: [(center: Double, share: Double)] = []
        for (effect, share) in [(0.30, 1 - newAge), (0.75, newAge)] {
            parts.append((log + effect * age, share * (1 - admitted)))
            parts.append((log + effect * age + admission, share * admitted))
        }
        var low = log - 2
        var high = log + 4
        for _ in 0..<40 {
            let middle = (low + high) / 2
            let below = parts.reduce(0) {
                $0 + $1.share * erfc(($1.center - middle) / (spread * 2.0.squareRoot())) / 2
            }
            if below < 0.5 { low = middle } else { high = middle }
        }
        return exp((low + high) / 2)
    }
}
