/// A number to compare whole numbers with: the whole numbers around it, equal when it is one.
struct WholeNumberBound: Hashable {
    var floor: Int64
    var ceiling: Int64
    /// Where the number lies beyond Int64: -1 below all, 1 above all.
    var beyond = 0

    init(floor: Int64, ceiling: Int64) {
        self.floor = floor
        self.ceiling = ceiling
    }

    /// An `integer` or `real`.
    init(_ value: SQLValue) {
        switch value {
        case .integer(let number): self.init(floor: number, ceiling: number)
        case .real(let number):
            if let floor = Int64(exactly: number.rounded(.down)) {
                // A double with a fraction is far below 2^63, so one more fits.
                self.init(floor: floor, ceiling: number == number.rounded(.down) ? floor : floor + 1)
            } else {
                self.init(floor: 0, ceiling: 0)
                beyond = number < 0 ? -1 : 1
            }
        default: preconditionFailure("only numbers are compared with whole numbers")
        }
    }

    /// Days around `moment`.
    init(dayOf moment: Moment) {
        let (floor, ceiling) = moment.bounds
        self.init(floor: Self.day(floor).floor, ceiling: Self.day(ceiling).ceiling)
    }

    private static func day(_ microseconds: Int64) -> (floor: Int64, ceiling: Int64) {
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: Moment.microsecondsPerDay)
        return (rest < 0 ? days - 1 : days, rest > 0 ? days + 1 : days)
    }

    var isWhole: Bool { beyond == 0 && floor == ceiling }

    /// Whether `number comparison self`.
    func holds(_ number: Int64, _ comparison: Comparison) -> Bool {
        if comparison == .notEquals { return !(isWhole && number == floor) }
        return interval(comparison, within: Int64.min...Int64.max)?.contains(number) ?? false
    }

    /// The numbers of `range` for which the comparison, not `<>`, holds; nil when it holds for none.
    func interval(_ comparison: Comparison, within range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        var (low, high) = (range.lowerBound, range.upperBound)
        switch comparison {
        case .less, .atMost:
            if beyond < 0 { return nil }
            if beyond == 0 {
                // Below 2.5 is up to 2, below 3 is up to 2.
                let strict = comparison == .less
                guard !strict || ceiling > Int64.min else { return nil }
                high = min(high, strict ? ceiling - 1 : floor)
            }
        case .greater, .atLeast:
            if beyond > 0 { return nil }
            if beyond == 0 {
                let strict = comparison == .greater
                guard !strict || floor < Int64.max else { return nil }
                low = max(low, strict ? floor + 1 : ceiling)
            }
        default:
            guard isWhole else { return nil }
            (low, high) = (max(low, floor), min(high, floor))
        }
        return low <= high ? low...high : nil
    }
}
