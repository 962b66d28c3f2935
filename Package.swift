// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "wardflow",
    products: [
        .executable(name: "wardflow", targets: ["wardflow"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "Storage", targets: ["Storage"]),
        .library(name: "DeltaLake", targets: ["DeltaLake"]),
        .library(name: "OnlineForest", targets: ["OnlineForest"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: ["FullFoundation"]
        ),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        library("CivilCalendar"),
        library("HL7", ["CivilCalendar"]),
        library("Parquet", ["CZstd", "CZlib"]),
        library("Storage"),
        library("DeltaLake", ["Parquet", "Storage", "CivilCalendar"]),
        library("LakeQuery", ["DeltaLake", "Parquet", "CivilCalendar", sqlite]),
        library("EventLog", ["CRdKafka", "CZstd", grdb]),
        library("OnlineForest"),
        library("Hospital", ["CivilCalendar"]),
        library("YAMLSettings", [yams]),
        library("Simulator", ["Hospital", "HL7", "CivilCalendar"]),
        library("Alerts", ["Hospital"]),
        library("PatientFlow", ["Alerts", "Hospital"]),
        library("StayModels", ["Alerts", "Hospital", "OnlineForest", "PatientFlow"]),
        library("Sites", ["Hospital", "HL7", "YAMLSettings"]),
        library("Intake", ["HL7", "Hospital", "Sites", crypto]),
        library("Staffing", ["Hospital"]),
        library("Narrator", ["Hospital"]),
        library("Board", ["Hospital", "CivilCalendar"]),
        library(
            "Facility",
            [
                "Alerts",
                "Board",
                "Hospital",
                "Intake",
                "Narrator",
                "PatientFlow",
                "Sites",
                "Staffing",
                "StayModels",
            ]
        ),
        library("Lake", ["DeltaLake", "Hospital", "Parquet", "Storage", "YAMLSettings"]),
        library("Pipeline", ["Board", "EventLog", "Hospital", "Lake"]),
        library(
            "Wiring",
            [
                "Alerts",
                "Board",
                "DeltaLake",
                "EventLog",
                "Facility",
                "Hospital",
                "Intake",
                "Lake",
                "Parquet",
                "PatientFlow",
                "Pipeline",
                "Sites",
                "StayModels",
                "YAMLSettings",
            ]
        ),
        library(
            "ControlRoom",
            [
                "Hospital", "Board", hummingbird,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            // In the binary and not beside it, so that one file runs anywhere.
            resources: [
                .embedInCode("Assets/icon.svg"),
                .embedInCode("Assets/room.css"),
                .embedInCode("Assets/room.js"),
            ]
        ),
        .executableTarget(
            name: "wardflow",
            dependencies: [
                "Alerts",
                "Board",
                "ControlRoom",
                "DeltaLake",
                "EventLog",
                "Facility",
                "HL7",
                "Hospital",
                "Intake",
                "Lake",
                "LakeQuery",
                "Narrator",
                "Parquet",
                "PatientFlow",
                "Pipeline",
                "Simulator",
                "Sites",
                "Staffing",
                "StayModels",
                "Wiring",
                "YAMLSettings",
                yams,
                argumentParser,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["CRdKafka", "Board", "Hospital"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests("CivilCalendarTests", ["CivilCalendar"]),
        tests("HL7Tests", ["HL7"]),
        tests("ParquetTests", ["Parquet", "TestSupport"], exclude: ["Scripts"]),
        tests("StorageTests", ["Storage"]),
        tests(
            "DeltaLakeTests",
            ["DeltaLake", "Parquet", "Storage", "CZstd"],
            exclude: [
                "foreign_features.py", "foreign_maintenance.py", "foreign_readers.py", "foreign_writer.py",
            ]
        ),
        tests("LakeQueryTests", ["LakeQuery", "DeltaLake", "Parquet"], exclude: ["peer.py"]),
        tests("EventLogTests", ["EventLog", "TestSupport", grdb]),
        tests("OnlineForestTests", ["OnlineForest", "TestSupport"]),
        tests("HospitalTests", ["Hospital", "TestSupport"]),
        tests("YAMLSettingsTests", ["YAMLSettings"]),
        tests("SimulatorTests", ["Simulator", "Hospital", "HL7"]),
        tests("AlertsTests", ["Alerts", "Hospital"]),
        tests("PatientFlowTests", ["PatientFlow", "Alerts", "Facility", "Hospital", "StayModels"]),
        tests("StayModelsTests", ["StayModels", "Alerts", "Hospital", "PatientFlow"]),
        tests("SitesTests", ["Sites", "Hospital", "YAMLSettings"]),
        tests("IntakeTests", ["Intake", "Hospital", "Sites"]),
        tests(
            "FacilityTests",
            [
                "Facility", "Alerts", "Board", "Hospital", "Intake", "PatientFlow", "Sites", "StayModels",
                "TestSupport",
            ]
        ),
        tests("StaffingTests", ["Staffing", "Hospital"]),
        tests("NarratorTests", ["Narrator", "Hospital"], exclude: ["Goldens"]),
        tests("LakeTests", ["Lake", "DeltaLake", "Hospital", "Parquet"]),
        tests(
            "PipelineTests",
            ["Pipeline", "DeltaLake", "EventLog", "Hospital", "Lake", "Parquet", "TestSupport"]
        ),
        tests(
            "WiringTests",
            [
                "Alerts",
                "Board",
                "DeltaLake",
                "EventLog",
                "Facility",
                "Hospital",
                "Intake",
                "Lake",
                "Narrator",
                "Parquet",
                "PatientFlow",
                "Pipeline",
                "Simulator",
                "Sites",
                "StayModels",
                "Wiring",
                "YAMLSettings",
            ],
            exclude: ["Fixtures"]
        ),
        tests("ControlRoomTests", ["ControlRoom", "Hospital", "Board", "TestSupport"]),
        tests("BoardTests", ["Board", "Hospital", "TestSupport"]),
        tests("EndToEndTests", ["TestSupport"], exclude: ["Scripts"]),
        tests("TidyTests", []),
    ]
)
