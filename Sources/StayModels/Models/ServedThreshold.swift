import Hospital
import OnlineForest

/// The probability to alert at, fixed or chosen from the labels that came; renewed by the hour.
struct ServedThreshold: Sendable, Equatable {
    /// nil for a fixed one.
    var learner: AlertThreshold?
    /// nil while none is known that meets the aim.
    var value: Double?

    init(_ aim: AlertAim) {
        learner = aim.aim.map(AlertThreshold.init(aim:))
        if case .probability(let fixed) = aim { value = fixed }
    }

    /// Notes the highest probability that could have raised an alert, and what became of it.
    mutating func learn(_ sample: PendingSample, isOver: Bool, day: Int64) {
        guard sample.highest.isFinite else { return }
        learner?.predicted(sample.highest, day: day)
        learner?.matured(sample.highest, outcome: isOver)
    }

    mutating func renew() {
        if let learner { value = learner.value }
    }
}

extension AlertAim {
    /// What the threshold aims for; nil for a fixed one.
    fileprivate var aim: AlertThreshold.Aim? {
        switch self {
        case .probability: nil
        case .perDay(let alerts): .perDay(alerts)
        case .precision(let share): .precision(share)
        }
    }
}

extension ServedThreshold: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(learner != nil)
        if let learner { writer.write(learner.encode()) }
        writer.write(value)
    }

    init(from reader: inout StateReader) throws(StateError) {
        learner =
            try reader.bool()
            ? try reader.decoded { bytes throws(ForestError) in try AlertThreshold(decoding: bytes) } : nil
        value = try reader.optional()
    }
}
