// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "forest-bench",
    dependencies: [.package(name: "wardflow", path: "../..")],
    targets: [
        .executableTarget(
            name: "ForestBench",
            dependencies: [.product(name: "OnlineForest", package: "wardflow")],
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
            ]
        )
    ]
)
