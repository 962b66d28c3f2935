/// What the models say of a stay at one moment; lengths in the unit of its kind, counted from its beginning.
package struct StayForecast: Sendable, Equatable {
    package var kind: StayKind
    /// How long the patient has stayed.
    package var stayed: Double
    /// Expected length, of patients who stayed this long; the reasons add up to it.
    package var mean: Double
    /// Length that half of such patients exceed.
    package var median: Double
    /// Interval that shall hold 80 % of such stays.
    package var lower: Double
    package var upper: Double
    /// Probability of a stay over the limit: of four hours in the department, or of a critical stay in hospital.
    package var overLimit: Double
    /// State of the model that spoke, such as "hazard-1204-00ab54a98ceb1f0a".
    package var modelVersion: String
    /// Stays that it had learned.
    package var learned: Int64
    /// Verdicts that its probability of a stay over the limit is calibrated on.
    package var verdicts: Int
    /// Expected length before anything is known of the patient.
    package var base: Double
    /// What the patient's features add to it, the strongest first.
    package var reasons: [StayReason]

    /// What the features that are no reason of their own add together: base, reasons and rest are the expected length.
    package var rest: Double { mean - base - reasons.reduce(0) { $0 + $1.amount } }

    /// Expected time still to come.
    package var remaining: Double { max(0, mean - stayed) }
}

/// One part of an expected length of stay.
package struct StayReason: Sendable, Equatable {
    /// Such as "arrived by ambulance".
    package var phrase: String
    /// What it adds, in the unit of the kind.
    package var amount: Double
    package var kind: StayKind

    /// Such as "arrived by ambulance +42 min".
    package var text: String {
        let tenths = Int((abs(amount) * 10).rounded())
        let isWhole = kind == .department || tenths >= 100
        let whole = Int(abs(amount).rounded())
        let number = isWhole ? "\(whole)" : "\(tenths / 10).\(tenths % 10)"
        return "\(phrase) \(amount < 0 ? "-" : "+")\(number) \(kind.unit)"
    }
}

extension StayForecast {
    /// Reasons of a prediction that are written down.
    package static let reasonCount = 5

    /// The reasons in one line.
    package var reasonText: String { reasons.map(\.text).joined(separator: "; ") }

    /// The strongest parts in words; those that round to nothing are left out.
    ///
    /// A stay that has lasted a while is expected to be longer than one that begins: that part stands beside the
    /// features, so that base and all parts together are the expected length.
    static func reasons(
        _ perFeature: [Double],
        values: [Float],
        stayed: Double,
        byStaying: Double,
        kind: StayKind,
        names: NameTable
    ) -> [StayReason] {
        var parts = perFeature.enumerated().map { (place: $0.offset, amount: $0.element) }
        if stayed > 0 { parts.append((place: -1, amount: byStaying)) }
        let least = kind == .department ? 0.5 : 0.05
        return parts.filter { abs($0.amount) >= least }
            .sorted { (abs($0.amount), $1.place) > (abs($1.amount), $0.place) }
            .prefix(reasonCount)
            .map { part in
                let phrase =
                    part.place < 0
                    ? "here for \(Int(stayed.rounded())) \(kind.unit)"
                    : StayFeature.allCases[part.place].phrase(values[part.place], names: names)
                return StayReason(phrase: phrase, amount: part.amount, kind: kind)
            }
    }
}
