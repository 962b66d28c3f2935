/// Renders contributions in the field's words: "arrived by ambulance +42 min".
public struct ReasonWriter: Sendable, Codable, Equatable {
    /// Wording of each feature, in the forest's order; missing ones are named by number.
    public var wordings: [FeatureWording]
    /// Unit of the amounts, such as "min".
    public var unit: String
    /// What a contribution is multiplied by: 1 where it is in `unit` already, 100 for points of a probability.
    public var factor: Double
    /// Decimals of the amounts, 0...6.
    public var decimals: Int

    /// A writer of reasons.
    public init(wordings: [FeatureWording], unit: String, factor: Double = 1, decimals: Int = 0) {
        self.wordings = wordings
        self.unit = unit
        self.factor = factor
        self.decimals = min(max(decimals, 0), 6)
    }

    /// The strongest reasons, at most `count`; those that round to nothing are left out.
    public func reasons(_ contributions: Contributions, values: [Float], count: Int = 5) -> [String] {
        contributions.strongest(count).compactMap { feature in
            let amount = contributions.perFeature[feature] * factor
            let text = DecimalText.text(abs(amount), decimals: decimals)
            guard amount.isFinite, text.contains(where: { $0 >= "1" && $0 <= "9" }) else { return nil }
            let wording =
                feature < wordings.count ? wordings[feature] : FeatureWording(name: "feature \(feature + 1)")
            let value = feature < values.count ? values[feature] : .nan
            return "\(wording.phrase(value)) \(amount < 0 ? "-" : "+")\(text) \(unit)"
        }
    }
}

/// Numbers with a fixed count of decimals, the same in every locale.
enum DecimalText {
    /// Rounds half away from zero; magnitudes beyond 1e12 are shown as that.
    static func text(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        let bounded = min(max(value.isNaN ? 0 : value, -1e12), 1e12)
        let rounded = Int64((bounded * scale).rounded())
        let digits = String(rounded.magnitude)
        let sign = rounded < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
