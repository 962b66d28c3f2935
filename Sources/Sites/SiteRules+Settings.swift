import Hospital
package import YAMLSettings

extension SiteRules {
    /// Keys of the defaults that concern a site, as `pipelines/adt.yaml` names them.
    static let defaultKeys = ["sites", "seed"] + sharedKeys
    /// Keys of a site's file.
    static let overrideKeys = ["code", "name"] + sharedKeys

    private static let sharedKeys = [
        "organisation", "time_zone", "limits", "fields", "expect_or_quarantine", "wards", "models", "alerts",
        "thresholds", "briefings",
    ]

    /// Keys below `limits` that concern a site.
    static let limitKeys = ["lateness", "future_tolerance"]
    /// The least lateness: a bucket is an hour.
    private static let leastLateness = TimeSpan.hour

    /// The rules of the site called `code` by these documents, whether they come from files or from records.
    package init(defaults: RulesDocument, override: RulesDocument?, code: String) throws(ConfigurationError) {
        self.init(code: code)
        _ = try defaults.root.mapping(Self.defaultKeys)
        var root = defaults.root
        if let override {
            _ = try override.root.mapping(Self.overrideKeys)
            root = root.merged(with: override.root, deeper: Self.mergeDepth)
        }
        isDescribed = override != nil
        version = StableHash.hexadecimal(StableHash.fnv1a(root.json))
        try read(root)
    }

    /// How deep the entries of a key are merged; wards, briefings and aims of alerts are replaced whole.
    static func mergeDepth(_ key: String) -> Int {
        switch key {
        case "limits", "fields", "expect_or_quarantine", "alerts": 1
        // One model's trees and one figure's limit may be set alone.
        case "models", "thresholds": 2
        default: 0
        }
    }

    private mutating func read(_ root: ConfigurationNode) throws(ConfigurationError) {
        let values = try root.mapping(Self.defaultKeys + Self.overrideKeys)
        if let node = values["name"] { name = try Self.word(node) }
        if let node = values["organisation"] { organisation = try Self.word(node) }
        if let node = values["time_zone"] {
            zone = try node.string()
            guard let clock = SiteClock.zone(zone) else {
                throw node.fault("unknown time zone; expected a name such as Europe/London or UTC")
            }
            self.clock = clock
        }
        if let node = values["limits"] { try readLimits(node) }
        if let node = values["seed"] { seed = UInt64(try node.integer(0...Int.max)) }
        if let node = values["fields"] { fields = try FieldMap(node) }
        if let node = values["expect_or_quarantine"] { expectations = try Expectations(node) }
        if let node = values["wards"] { layout = try HospitalLayout(node) }
        if let node = values["models"] { models = try PredictionRules(node) }
        if let node = values["alerts"] { alerts = try AlertRules(node) }
        if let node = values["thresholds"] { thresholds = try KPIThresholds(node) }
        if let node = values["briefings"] { try readBriefings(node) }
    }

    /// A name: one line of 1 to 200 bytes.
    private static func word(_ node: ConfigurationNode) throws(ConfigurationError) -> String {
        let text = try node.string()
        let isLine = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard text.utf8.count <= 200, isLine else { throw node.fault("expected one line of 1 to 200 bytes") }
        return text
    }

    private mutating func readLimits(_ node: ConfigurationNode) throws(ConfigurationError) {
        let limits = try node.mapping(Self.limitKeys)
        if let value = limits["lateness"] {
            lateness = TimeSpan(microseconds: try value.microseconds())
            guard lateness >= Self.leastLateness else { throw value.fault("expected at least 1h") }
        }
        if let value = limits["future_tolerance"] {
            futureTolerance = TimeSpan(microseconds: try value.microseconds())
        }
    }

    private mutating func readBriefings(_ node: ConfigurationNode) throws(ConfigurationError) {
        guard let at = try node.mapping(["at"])["at"] else { return }
        var minutes: [Int] = []
        for element in try at.elements() {
            let minute = try element.minuteOfDay()
            guard !minutes.contains(minute) else { throw element.fault("this time is given twice") }
            minutes.append(minute)
        }
        briefingMinutes = minutes.sorted()
    }
}
