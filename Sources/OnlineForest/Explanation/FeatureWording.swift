/// How a feature is named to those who read an explanation.
public struct FeatureWording: Sendable, Codable, Equatable {
    /// Name, such as "age".
    public var name: String
    /// Unit behind a number, such as "years"; empty for none.
    public var unit: String
    /// A phrase per level of a categorical feature, such as "arrived by ambulance"; empty for numbers.
    public var levels: [String]

    /// Wording of a feature.
    public init(name: String, unit: String = "", levels: [String] = []) {
        self.name = name
        self.unit = unit
        self.levels = levels
    }

    /// What a value says: "age 80 years", "arrived by ambulance", or "age not known".
    public func phrase(_ value: Float) -> String {
        guard value.isFinite else { return "\(name) not known" }
        if !levels.isEmpty {
            guard value >= 0, value < Float(levels.count) else { return "\(name): other" }
            return levels[Int(value)]
        }
        let number = DecimalText.text(Double(value), decimals: value == value.rounded() ? 0 : 1)
        return unit.isEmpty ? "\(name) \(number)" : "\(name) \(number) \(unit)"
    }
}
