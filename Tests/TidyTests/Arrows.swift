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
        "Facility": ["Alerts", "Hospital", "PatientFlow", "StayModels"],
        "Sites": ["Hospital", "HL7", "YAMLSettings"],
        "Staffing": ["Hospital"],
        "Narrator": ["Hospital"],
        "Board": ["Hospital", "CivilCalendar"],
        "Pipeline": stages.union(["Board"]),
        "ControlRoom": ["Board", "Hospital"],
        "wardflow": stages.union(["Board", "Pipeline", "ControlRoom", "Simulator", "LakeQuery"]),
    ]

    private static let stages: Set = [
        "Alerts", "DeltaLake", "EventLog", "Facility", "HL7", "Hospital", "OnlineForest", "Parquet",
        "PatientFlow", "StayModels", "Storage", "Staffing", "Narrator", "Sites", "YAMLSettings",
    ]

    /// Modules of other packages, each kept to the targets whose duty it is.
    static let libraries: [String: Set<String>] = [
        "EventLog": ["GRDB"],
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
        "CivilCalendar", "HL7", "Parquet", "OnlineForest", "Hospital", "Simulator", "Alerts",
        "PatientFlow", "StayModels",
        "Facility", "Staffing", "Narrator", "YAMLSettings",
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
