/// Who may import whom, the table of ARCHITECTURE.md.
///
/// A new arrow needs a note in docs/decisions/.
enum Arrows {
    /// Targets of this package that each target may import.
    static let targets: [String: Set<String>] = [
        "CZstd": [],
        "CZlib": [],
        "CRdKafka": [],
        "CivilCalendar": [],
        "HL7": ["CivilCalendar"],
        "Parquet": ["CZstd", "CZlib"],
        "Storage": [],
        "DeltaLake": ["Parquet", "Storage", "CivilCalendar"],
        "LakeQuery": ["DeltaLake", "Parquet", "Storage", "CivilCalendar"],
        "EventLog": ["CRdKafka", "CZstd"],
        "OnlineForest": [],
        "Hospital": ["CivilCalendar"],
        "YAMLSettings": [],
        "Simulator": ["Hospital", "HL7", "CivilCalendar"],
        "Alerts": ["Hospital"],
        "PatientFlow": ["Alerts", "Hospital"],
        "StayModels": ["Alerts", "Hospital", "OnlineForest", "PatientFlow"],
        "Sites": ["Hospital", "HL7", "YAMLSettings"],
        "Intake": ["HL7", "Hospital", "Sites"],
        "Staffing": ["Hospital"],
        "Narrator": ["Hospital"],
        "Board": ["Hospital", "CivilCalendar"],
        "Facility": [
            "Alerts", "Board", "Hospital", "Intake", "Narrator", "PatientFlow", "Sites", "Staffing",
            "StayModels",
        ],
        "Lake": ["DeltaLake", "Hospital", "Parquet", "Storage", "YAMLSettings"],
        "Pipeline": ["Board", "EventLog", "Hospital", "Lake"],
        "ControlRoom": ["Board", "Hospital"],
        "Wiring": wired,
        "wardflow": wired.union([
            "Wiring", "ControlRoom", "HL7", "LakeQuery", "Narrator", "Simulator", "Staffing",
        ]),
    ]

    /// What puts hospitals on the engine; only `Wiring` and `wardflow` know both.
    private static let wired: Set = [
        "Alerts", "Board", "DeltaLake", "EventLog", "Facility", "Hospital", "Intake", "Lake", "Parquet",
        "PatientFlow", "Pipeline", "Sites", "StayModels", "YAMLSettings",
    ]

    /// Modules of other packages, each kept to the targets whose duty it is.
    static let libraries: [String: Set<String>] = [
        "EventLog": ["GRDB"],
        "Intake": ["Crypto"],
        "LakeQuery": ["GRDBSQLite"],
        "YAMLSettings": ["Yams"],
        "ControlRoom": [
            "Hummingbird", "NIOCore", "NIOPosix", "HTTPTypes", "Logging", "ServiceLifecycle", "UnixSignals",
        ],
        "wardflow": ["ArgumentParser", "Yams"],
    ]

    /// Modules of the toolchain and the system.
    static let system: [String: Set<String>] = [
        // An HTTP client, for `wardflow tail --url`.
        "wardflow": ["FoundationNetworking"]
    ]
    static let systemForAll: Set = [
        "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
    ]

    /// Targets that take values, a `now` and a seed, and open nothing.
    static let pureTargets: Set = [
        "CivilCalendar", "HL7", "Parquet", "OnlineForest", "Hospital", "Simulator", "PatientFlow", "Staffing",
        "Narrator", "YAMLSettings", "Alerts", "StayModels", "Intake", "Facility",
    ]

    /// What a manifest entry of a target may name.
    static func dependencies(of target: String) -> Set<String> {
        targets[target, default: []].union(libraries[target, default: []])
    }

    /// What an `import` line of a target may name.
    static func imports(of target: String) -> Set<String> {
        dependencies(of: target).union(system[target, default: []]).union(systemForAll)
    }
}
