package import YAMLSettings
package import Foundation
package import Hospital
package import PatientFlow

/// One pipeline file (`pipelines/adt.yaml`), checked.
package struct PipelineConfiguration: Sendable {
    package var name: String
    /// Folder of the table schemas, resolved against the pipeline file.
    package var schemas: String
    package var clock = SiteClock.utc
    package var lateness = TimeSpan.hours(24)
    /// How far a message's event time may lie ahead of its arrival.
    package var futureTolerance = TimeSpan.hours(1)
    package var batchRecords = 20_000
    package var commitEvery = Duration.seconds(1)
    package var commitMaxRecords = 50_000
    package var snapshotEvery = Duration.seconds(10)
    package var snapshotMaxRecords = 500_000
    package var checkpointEvery = 100
    package var housekeeping = HousekeepingRules()
    package var seed: UInt64 = 7
    package var fields = FieldMap()
    package var expectations = Expectations()
    package var layout = HospitalLayout.standard
    package var rules = AlertRules()
    package var predictions = PredictionRules()
    /// Local minutes of the day at which a shift changes, ascending.
    package var briefingMinutes = [7 * 60, 19 * 60]
    package var fsync = true

    /// What a message must satisfy to enter silver.
    package struct Expectations: Sendable, Equatable {
        package var ageYears = 0...120
        package var acuity = 1...5
        /// Triggers that must name a ward.
        package var wardOn: Set<PatientEvent.Trigger> = [.admit, .transfer, .register]
    }

    /// A hash of everything the state in memory depends on; a snapshot made under another one is passed over.
    var stateFingerprint: UInt64 {
        let text =
            "\(clock)|\(lateness)|\(futureTolerance)|\(seed)|\(fields)|\(layout)|\(rules)|\(predictions.text)|\(briefingMinutes)|"
            + "\(KPINames.all)|\(expectations.ageYears)|\(expectations.acuity)|\(expectations.wardOn.map(\.code).sorted())"
        return ContentHash.hash(Array(text.utf8), 0..<text.utf8.count)
    }

    /// The flow's view of `facility`.
    package func site(_ facility: String) -> Site {
        Site(
            facility: facility,
            layout: layout,
            clock: clock,
            lateness: lateness,
            rules: rules,
            predictions: predictions
        )
    }

    /// Reads and checks `file`.
    package static func load(_ file: String) throws(ConfigurationError) -> PipelineConfiguration {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("\(file): no such pipeline file; name one with --pipeline")
        }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        return try PipelineConfiguration(
            yaml: String(decoding: data, as: UTF8.self),
            file: file,
            folder: folder
        )
    }

    private static let keys = [
        "pipeline", "schemas", "time_zone", "limits", "commit", "snapshot", "checkpoint_every",
        "housekeeping",
        "seed", "fields",
        "expect_or_quarantine", "wards", "models", "alerts", "briefings",
    ]

    /// Reads the text of a pipeline file that lies in `folder`.
    package init(yaml: String, file: String, folder: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(yaml: yaml, file: file)
        let values = try root.mapping(Self.keys)
        guard let pipeline = values["pipeline"] else { throw root.fault("`pipeline` must name the pipeline") }
        name = try pipeline.string()
        let isPlain = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter
                || Character(Unicode.Scalar(byte)).isNumber
        }
        guard isPlain else { throw pipeline.fault("expected letters, digits, - and _") }
        let relative = try values["schemas"]?.string() ?? "../schemas"
        schemas =
            URL(fileURLWithPath: relative, relativeTo: URL(fileURLWithPath: folder, isDirectory: true)).path
        if let node = values["time_zone"] { clock = try Self.clock(node) }
        if let node = values["limits"] { try readLimits(node) }
        if let node = values["commit"] {
            let commit = try node.mapping(["every", "max_records"])
            if let value = commit["every"] { commitEvery = .microseconds(try value.microseconds()) }
            if let value = commit["max_records"] { commitMaxRecords = try value.integer(1...10_000_000) }
        }
        if let node = values["snapshot"] {
            let snapshot = try node.mapping(["every", "max_records"])
            if let value = snapshot["every"] { snapshotEvery = .microseconds(try value.microseconds()) }
            if let value = snapshot["max_records"] { snapshotMaxRecords = try value.integer(1...100_000_000) }
        }
        if let node = values["checkpoint_every"] { checkpointEvery = try node.integer(1...100_000) }
        if let node = values["housekeeping"] { housekeeping = try HousekeepingRules(node) }
        if let node = values["seed"] { seed = UInt64(try node.integer(0...Int.max)) }
        if let node = values["fields"] { fields = try FieldMap(node) }
        if let node = values["expect_or_quarantine"] { try readExpectations(node) }
        if let node = values["wards"] { layout = try Self.layout(node) }
        if let node = values["models"] { predictions = try PredictionRules(node) }
        if let node = values["alerts"] { rules = try AlertRules(node) }
        if let node = values["briefings"] { try readBriefings(node) }
    }

    private mutating func readLimits(_ node: ConfigurationNode) throws(ConfigurationError) {
        let limits = try node.mapping(["lateness", "future_tolerance", "batch_records"])
        if let value = limits["lateness"] {
            lateness = TimeSpan(microseconds: try value.microseconds())
            guard lateness >= .hour else { throw value.fault("expected at least 1h") }
        }
        if let value = limits["future_tolerance"] {
            futureTolerance = TimeSpan(microseconds: try value.microseconds())
        }
        if let value = limits["batch_records"] { batchRecords = try value.integer(1...1_000_000) }
    }

    private mutating func readExpectations(_ node: ConfigurationNode) throws(ConfigurationError) {
        let values = try node.mapping(["age_years", "acuity", "ward_on"])
        func bounds(_ node: ConfigurationNode) throws(ConfigurationError) -> ClosedRange<Int> {
            let ends = try node.elements()
            guard ends.count == 2 else { throw node.fault("expected [least, most]") }
            let low = try ends[0].integer(-1_000...1_000)
            let high = try ends[1].integer(-1_000...1_000)
            guard low <= high else { throw node.fault("the least is above the most") }
            return low...high
        }
        if let value = values["age_years"] { expectations.ageYears = try bounds(value) }
        if let value = values["acuity"] { expectations.acuity = try bounds(value) }
        guard let wardOn = values["ward_on"] else { return }
        expectations.wardOn = []
        for element in try wardOn.elements() {
            let code = try element.string()
            guard let trigger = PatientEvent.Trigger.allCases.first(where: { $0.code == code }) else {
                throw element.fault(
                    "expected one of \(PatientEvent.Trigger.allCases.map(\.code).joined(separator: ", "))"
                )
            }
            expectations.wardOn.insert(trigger)
        }
    }

    private static func layout(_ node: ConfigurationNode) throws(ConfigurationError) -> HospitalLayout {
        var wards: [HospitalLayout.Ward] = []
        for (code, value) in try node.entries() {
            let ward = try value.mapping(["beds", "emergency"])
            guard let beds = ward["beds"] else { throw value.fault("`beds` must be given") }
            wards.append(
                .init(
                    code: code,
                    beds: try beds.integer(0...100_000),
                    isEmergency: try ward["emergency"]?.bool() ?? false
                )
            )
        }
        return HospitalLayout(wards: wards)
    }

    private mutating func readBriefings(_ node: ConfigurationNode) throws(ConfigurationError) {
        guard let at = try node.mapping(["at"])["at"] else { return }
        var minutes: [Int] = []
        for element in try at.elements() {
            let parts = try element.string().split(separator: ":")
            guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
                (0...23).contains(hour),
                (0...59).contains(minute)
            else { throw element.fault("expected a local time such as \"07:00\"") }
            minutes.append(hour * 60 + minute)
        }
        briefingMinutes = minutes.sorted()
    }

    private static func clock(_ node: ConfigurationNode) throws(ConfigurationError) -> SiteClock {
        let name = try node.string()
        guard let zone = TimeZone(identifier: name) else {
            throw node.fault("unknown time zone; expected a name such as Europe/London or UTC")
        }
        return SiteClock(zone)
    }
}

extension SiteClock {
    /// The offsets of `zone` from 1970 to 2100.
    package init(_ zone: TimeZone) {
        var moment = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var changes = [Change(start: .distantPast, offsetSeconds: Int64(zone.secondsFromGMT(for: moment)))]
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
            changes.append(
                Change(
                    start: Timestamp(seconds: Int64(next.timeIntervalSince1970)),
                    offsetSeconds: Int64(zone.secondsFromGMT(for: next))
                )
            )
            moment = next
        }
        self.init(changes: changes)
    }
}
