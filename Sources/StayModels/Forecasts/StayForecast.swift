import Hospital
import PatientFlow

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
    /// Labels that its probability of a stay over the limit is calibrated on.
    package var labels: Int
    /// Expected length before anything is known of the patient.
    package var base: Double
    /// What the patient's features add to it, the strongest first.
    package var reasons: [StayReason]

    /// What the features that are no reason of their own add together: base, reasons and rest are the expected length.
    package var rest: Double { mean - base - reasons.reduce(0) { $0 + $1.amount } }

    /// Expected time still to come.
    package var remaining: Double { max(0, mean - stayed) }
}

/// One part of an expected length of stay: something known of the patient or of the hospital, or the time already stayed.
package struct StayReason: Sendable, Equatable {
    /// nil for the time already stayed.
    var feature: StayFeature?
    /// The feature's value, or how long the patient has stayed.
    var value: Float
    /// Name of the ward or service that the value stands for; empty for other features.
    var name = ""
    /// What it adds, in the unit of the kind.
    package var amount: Double
    package var kind: StayKind

    /// Such as "arrived by ambulance".
    package var phrase: String {
        guard let feature else {
            return "here for " + String(Int(saturating: Double(value.rounded()))) + " " + kind.unit
        }
        return feature.phrase(value, name: name)
    }

    /// Such as "arrived by ambulance +42 min".
    package var text: String {
        var text = ""
        append(to: &text)
        return text
    }

    /// Appends the text to a line; each prediction has five, and appending costs a fifth of what interpolation does.
    fileprivate func append(to line: inout String) {
        line += phrase
        line += amount < 0 ? " -" : " +"
        let tenths = Int(saturating: (abs(amount) * 10).rounded())
        if kind == .department || tenths >= 100 {
            line += String(Int(saturating: abs(amount).rounded()))
        } else {
            line += String(tenths / 10)
            line += "."
            line += String(tenths % 10)
        }
        line += " "
        line += kind.unit
    }
}

extension StayForecast {
    /// Reasons of a prediction that are written down.
    package static let reasonCount = 5

    /// The reasons in one line.
    package var reasonText: String {
        var line = ""
        line.reserveCapacity(40 * reasons.count)
        for reason in reasons {
            if !line.isEmpty { line += "; " }
            reason.append(to: &line)
        }
        return line
    }

    /// The strongest parts, the features' times `scale`; those that round to nothing are left out.
    ///
    /// A stay that has lasted a while is expected to be longer than one that begins: that part stands beside the
    /// features, so that base and all parts together are the expected length.
    static func reasons(
        _ perFeature: [Double],
        times scale: Double,
        values: [Float],
        stayed: Double,
        byStaying: Double,
        kind: StayKind,
        names: NameTable
    ) -> [StayReason] {
        let least = kind == .department ? 0.5 : 0.05
        var strongest: [StayReason] = []
        strongest.reserveCapacity(reasonCount + 1)
        func weigh(_ feature: StayFeature?, _ value: Float, _ amount: Double) {
            guard abs(amount) >= least else { return }
            let place = strongest.firstIndex { abs($0.amount) < abs(amount) } ?? strongest.count
            guard place < reasonCount else { return }
            let name = feature?.name(value, names: names) ?? ""
            strongest.insert(
                StayReason(feature: feature, value: value, name: name, amount: amount, kind: kind),
                at: place
            )
            if strongest.count > reasonCount { strongest.removeLast() }
        }
        if stayed > 0 { weigh(nil, Float(stayed), byStaying) }
        for (place, feature) in StayFeature.allCases.enumerated() {
            weigh(feature, values[place], perFeature[place] * scale)
        }
        return strongest
    }
}
