import Testing

struct ArrowTests {
    private let manifest = Manifest(text: RepositoryTree.text(of: "Package.swift") ?? "")

    @Test func everyFolderOfSourcesHasARowInTheArrowTableAndEveryRowAFolder() {
        #expect(RepositoryTree.targets == Arrows.targets.keys.sorted())
    }

    @Test func importLinesFollowTheArrowTable() {
        var findings: [String] = []
        for file in RepositoryTree.swiftFiles where file.path.hasPrefix("Sources/") {
            let allowed = Arrows.imports(of: file.target)
            for (line, code) in file.codeLines.enumerated() {
                guard let module = Self.importedModule(code), !allowed.contains(module) else { continue }
                findings.append("\(file.place(line)): \(file.target) may not import \(module)")
            }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func targetDependenciesInTheManifestFollowTheArrowTable() {
        var findings: [String] = []
        for target in RepositoryTree.targets where !target.hasPrefix("C") || target == "ControlRoom" {
            guard let dependencies = manifest.dependencies[target] else {
                findings.append(
                    "Package.swift: no target \(target), or written in a way this test cannot read"
                )
                continue
            }
            for name in dependencies.subtracting(Arrows.dependencies(of: target)).sorted() {
                findings.append("Package.swift: \(target) may not depend on \(name)")
            }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func everyTargetHasAFolderOfTestsThatTheManifestDeclares() {
        let untested: Set = ["CZstd", "CZlib", "CRdKafka", "wardflow"]
        let folders = Set(RepositoryTree.folders(in: "Tests"))
        var findings: [String] = []
        for target in RepositoryTree.targets where !untested.contains(target) {
            if !folders.contains("\(target)Tests") { findings.append("Tests/\(target)Tests: missing") }
        }
        for folder in folders where manifest.dependencies[folder] == nil {
            findings.append("Package.swift: Tests/\(folder) is not declared")
        }
        #expect(findings.isEmpty, "\(listing(findings.sorted()))")
    }

    @Test func pureTargetsTouchNoFileEnvironmentOrClock() {
        let doors = [
            "FileManager", "FileHandle", "fopen(", "socket(", "getenv(", "ProcessInfo", "Date()", "Date.now",
            "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
        ]
        let findings = RepositoryTree.swiftFiles
            .filter { $0.path.hasPrefix("Sources/") && Arrows.pureTargets.contains($0.target) }
            .flatMap { file in file.findings { line in doors.contains { line.contains($0) } } }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test(arguments: [
        ("import Yams", "Yams"), ("package import HL7", "HL7"), ("@preconcurrency import GRDB", "GRDB"),
        ("import struct Foundation.Data", "Foundation"), ("let importance = 1", nil),
        ("#if canImport(Glibc)", nil),
    ])
    func anImportLineNamesItsModule(line: Substring, module: String?) {
        #expect(Self.importedModule(line) == module)
    }

    @Test func theManifestReaderKnowsHelpersProductsAndConstants() {
        let manifest = Manifest(
            text: """
                let yams = Target.Dependency.product(name: "Yams", package: "Yams")
                    .library(name: "A", targets: ["A"]),
                    library("A"),
                    library("B", ["A", yams, .product(name: "NIOCore", package: "swift-nio")]),
                    // library("C", ["B"]),
                    .executableTarget(name: "tool", dependencies: ["B"], swiftSettings: strict),
                    tests("BTests", ["B"], resources: [.copy("Goldens")]),
                """
        )
        #expect(
            manifest.dependencies == [
                "A": [], "B": ["A", "Yams", "NIOCore"], "tool": ["B"], "BTests": ["B"],
            ]
        )
    }

    private static func importedModule(_ line: Substring) -> String? {
        var words = line.split(separator: " ")[...]
        let modifiers: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
        guard words.popFirst() == "import" else { return nil }
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "typealias", "func", "var", "let",
        ]
        if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
    }
}
