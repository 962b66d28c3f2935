// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "wardflow-benchmarks",
    dependencies: [.package(name: "wardflow", path: "..")],
    targets: [
        .executableTarget(
            name: "LakeBench",
            dependencies: [
                .product(name: "Parquet", package: "wardflow"),
                .product(name: "DeltaLake", package: "wardflow"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]
        )
    ]
)
