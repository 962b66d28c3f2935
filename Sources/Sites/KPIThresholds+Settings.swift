import Hospital
import YAMLSettings

extension KPIThresholds {
    /// Reads `thresholds` of a pipeline file; what is not named keeps its standard value.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        self.init()
        let values = try node.mapping(KPIThreshold.ID.allCases.map(\.rawValue))
        for id in KPIThreshold.ID.allCases {
            guard let value = values[id.rawValue] else { continue }
            self[id] = try KPIThreshold(value, standard: self[id])
        }
    }
}

extension KPIThreshold {
    /// Reads `{watch: 88, high: 92, critical: 98}`; `none` takes away `watch` or `critical`.
    fileprivate init(_ node: ConfigurationNode, standard: KPIThreshold) throws(ConfigurationError) {
        self = standard
        let values = try node.mapping(["watch", "high", "critical"])
        func limit(_ key: String, _ standard: Double?) throws(ConfigurationError) -> Double? {
            guard let value = values[key] else { return standard }
            return value.isWord("none") ? nil : try value.number(-100_000...100_000)
        }
        watch = try limit("watch", watch)
        critical = try limit("critical", critical)
        if let value = values["high"] { high = try value.number(-100_000...100_000) }
        let limits = [watch, high, critical].compactMap(\.self)
        let ordered = side == .below ? limits.reversed() : limits
        guard ordered == ordered.sorted() else {
            throw node.fault(
                "watch, high and critical must \(side == .below ? "fall" : "rise") in this order, "
                    + "they are \(limits.map { String($0) }.joined(separator: ", "))"
            )
        }
    }
}
