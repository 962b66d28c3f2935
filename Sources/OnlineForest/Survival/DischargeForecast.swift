/// How many of the patients in bed will leave within a time: the exact distribution of a sum of chances.
///
/// The patients are taken as independent (Poisson-binomial). What moves all of them together, such as a ward
/// that stops discharging, is not in the interval.
public struct DischargeForecast: Sendable, Equatable {
    /// Expected number.
    public let mean: Double
    /// Variance of the number.
    public let variance: Double
    /// Probability of each number, from 0 to the number of patients.
    public let distribution: [Double]

    /// A forecast from the chance of each patient, 0...1; others are moved to the nearest end, NaN to 0.
    ///
    /// Work grows with the square of the number of patients: 1,000 take about a millisecond.
    public init(chances: [Double]) {
        var distribution = [1.0]
        distribution.reserveCapacity(chances.count + 1)
        var mean = 0.0
        var variance = 0.0
        for value in chances {
            let chance = value > 0 ? min(value, 1) : 0
            mean += chance
            variance += chance * (1 - chance)
            distribution.append(0)
            for number in stride(from: distribution.count - 1, to: 0, by: -1) {
                distribution[number] =
                    distribution[number] * (1 - chance) + distribution[number - 1] * chance
            }
            distribution[0] *= 1 - chance
        }
        self.mean = mean
        self.variance = variance
        self.distribution = distribution
    }

    /// Smallest number that is not exceeded with probability `level`, 0...1.
    public func quantile(_ level: Double) -> Int {
        var sum = 0.0
        for (number, probability) in distribution.enumerated() {
            sum += probability
            if sum >= level { return number }
        }
        return distribution.count - 1
    }

    /// Numbers between which the truth lies with at least probability `coverage`, tails of equal size.
    public func interval(coverage: Double = 0.8) -> ClosedRange<Int> {
        let tail = (1 - min(max(coverage, 0), 1)) / 2
        let lower = quantile(tail)
        return lower...max(lower, quantile(1 - tail))
    }
}

extension SurvivalCurve {
    /// Chance, 0...1, that a patient who has `stayed` leaves within `time` from now; 0 beyond the last bin.
    public func chanceOfLeaving(within time: Double, given stayed: Double) -> Double {
        chanceOfLeaving(within: time, given: stayed, present: probability(longerThan: stayed))
    }

    /// The same where the probability of having `stayed` is known.
    @inline(__always)
    private func chanceOfLeaving(within time: Double, given stayed: Double, present: Double) -> Double {
        guard present > 0, time > 0 else { return present > 0 ? 0 : 1 }
        return 1 - min(probability(longerThan: stayed + time) / present, 1)
    }

    /// Chances of leaving within each of several times.
    public func chancesOfLeaving(within times: [Double], given stayed: Double) -> [Double] {
        let present = probability(longerThan: stayed)
        return times.map { chanceOfLeaving(within: $0, given: stayed, present: present) }
    }
}
