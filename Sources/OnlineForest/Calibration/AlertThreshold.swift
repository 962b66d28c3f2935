/// The probability at which to alert, chosen by what staff can answer or by how often an alert shall be right.
///
/// A fixed 0.5 is too high for rare outcomes and too low for common ones. The threshold moves in steps of a
/// cell of log-odds, about a tenth of the odds.
public struct AlertThreshold: Sendable, Equatable {
    /// What the threshold aims for.
    public enum Aim: Sendable, Equatable {
        /// At most so many alerts per day, on average over the days held.
        case perDay(Double)
        /// At least this share of alerts, 0...1, come true, over the labels held.
        case precision(Double)
    }

    /// Days that a budget looks back on.
    public static let days = 28
    /// Labels at or over a threshold that a precision must rest on.
    public static let leastLabels: UInt32 = 20
    /// Labels that a precision looks back on.
    public static let labelWindow = 5_000

    private static let dayRange = -(Int64(1) << 40)...(Int64(1) << 40)

    /// What the threshold aims for.
    public let aim: Aim
    /// Scores per cell of the days held; the day of slot i is `day - (day - i) mod days`.
    private var tallies: [UInt32]
    /// Last day seen, and the first, counted from any origin.
    private var lastDay: Int64?
    private var firstDay: Int64 = 0
    private var labels: LabelWindow

    /// A threshold without experience; a budget is at least 0, a precision is moved into 0...1.
    public init(aim: Aim) {
        switch aim {
        case .perDay(let alerts): self.aim = .perDay(alerts > 0 ? alerts : 0)
        case .precision(let share): self.aim = .precision(min(max(share.isNaN ? 1 : share, 0), 1))
        }
        tallies = Array(repeating: 0, count: Self.days * ScoreScale.cells)
        labels = LabelWindow(limit: Self.labelWindow)
    }

    /// Notes a prediction made on a day; days older than those held are ignored.
    public mutating func predicted(_ probability: Double, day: Int64) {
        guard !probability.isNaN, Self.dayRange.contains(day) else { return }
        if let last = lastDay {
            guard day > last - Int64(Self.days) else { return }
            if day > last {
                for fresh in max(last + 1, day - Int64(Self.days) + 1)...day { clear(fresh) }
                lastDay = day
            }
        } else {
            lastDay = day
            firstDay = day
        }
        firstDay = min(firstDay, day)
        tallies[slot(day) * ScoreScale.cells + ScoreScale.cell(of: probability)] += 1
    }

    /// Notes what became true of a prediction.
    public mutating func matured(_ probability: Double, outcome: Bool) {
        labels.add(probability, outcome: outcome)
    }

    /// Probability to alert at or over; nil where no threshold is known to meet the aim.
    ///
    /// A budget needs one whole day of predictions (the first is not counted, as it may have begun late), a
    /// precision `leastLabels` labels over the threshold. A budget of no alerts has no threshold, as no
    /// probability is safe from being exceeded.
    public var value: Double? {
        switch aim {
        case .perDay(let alerts): budgetValue(alerts)
        case .precision(let share): precisionValue(share)
        }
    }

    /// Whether a probability raises an alert; false where no threshold is known.
    public func raises(_ probability: Double) -> Bool {
        guard let value else { return false }
        return probability >= value
    }

    /// Lowest cell from which on all whole days together stay in the budget.
    private func budgetValue(_ alerts: Double) -> Double? {
        guard alerts > 0, let last = lastDay else { return nil }
        let first = max(firstDay + 1, last - Int64(Self.days) + 1)
        guard first < last else { return nil }
        let budget = alerts * Double(last - first)
        var sum = 0.0
        for cell in (0..<ScoreScale.cells).reversed() {
            for day in first..<last { sum += Double(tallies[slot(day) * ScoreScale.cells + cell]) }
            if sum > budget { return cell + 1 < ScoreScale.cells ? ScoreScale.lowest(of: cell + 1) : nil }
        }
        return 0
    }

    /// Lowest cell over which enough labels came true often enough.
    private func precisionValue(_ share: Double) -> Double? {
        var count: UInt32 = 0
        var hits: UInt32 = 0
        var best: Int?
        for cell in (0..<ScoreScale.cells).reversed() {
            count += labels.counts[cell]
            hits += labels.hits[cell]
            if count >= Self.leastLabels, Double(hits) >= share * Double(count) { best = cell }
        }
        return best.map(ScoreScale.lowest)
    }

    private func slot(_ day: Int64) -> Int {
        let days = Int64(Self.days)
        return Int(((day % days) + days) % days)
    }

    private mutating func clear(_ day: Int64) {
        let start = slot(day) * ScoreScale.cells
        for cell in start..<(start + ScoreScale.cells) { tallies[cell] = 0 }
    }
}

extension AlertThreshold {
    private static let kind: UInt32 = 0x5448_4C41

    /// A checkpoint; equal states give equal bytes.
    public func encode() -> [UInt8] {
        var writer = CheckpointWriter(kind: Self.kind, capacity: tallies.count * 4 + labels.count * 5)
        switch aim {
        case .perDay(let alerts):
            writer.append(UInt8(0))
            writer.append(alerts)
        case .precision(let share):
            writer.append(UInt8(1))
            writer.append(share)
        }
        writer.append(UInt8(lastDay == nil ? 0 : 1))
        writer.append(UInt64(bitPattern: lastDay ?? 0))
        writer.append(UInt64(bitPattern: firstDay))
        for tally in tallies { writer.append(tally) }
        labels.write(to: &writer)
        return writer.finished()
    }

    /// The state that was encoded; throws on bytes that `encode` cannot have written.
    public init(decoding bytes: [UInt8]) throws(ForestError) {
        var reader = try CheckpointReader(bytes, kind: Self.kind)
        let form = try reader.integer(UInt8.self)
        let amount = try reader.double("aim")
        let aim: Aim = form == 0 ? .perDay(amount) : .precision(amount)
        self.init(aim: aim)
        try reader.check(form <= 1 && self.aim == aim, "aim")
        let isStarted = try reader.integer(UInt8.self)
        let last = Int64(bitPattern: try reader.integer(UInt64.self))
        firstDay = Int64(bitPattern: try reader.integer(UInt64.self))
        let areDays = Self.dayRange.contains(last) && Self.dayRange.contains(firstDay)
        try reader.check(isStarted <= 1 && areDays && firstDay <= last, "day")
        lastDay = isStarted == 1 ? last : nil
        try reader.need(tallies.count * 4)
        for index in tallies.indices {
            tallies[index] = try reader.integer(UInt32.self)
            try reader.check(tallies[index] < 1 << 30, "tally")
        }
        labels = try LabelWindow(from: &reader, limit: Self.labelWindow)
        try reader.check(labels.limit == Self.labelWindow, "label window")
        try reader.finish()
    }
}
