import Foundation
import Testing

struct DocumentationTests {
    /// Members of public types are the linter's business; asking it of package members too bred filler.
    @Test func everyPublicOrPackageTypeHasASummary() {
        let types: Set<Substring> = ["struct", "enum", "class", "actor", "protocol", "typealias"]
        var findings: [String] = []
        for file in RepositoryTree.swiftFiles where file.path.hasPrefix("Sources/") {
            for (line, code) in file.codeLines.enumerated() {
                guard let keyword = Self.publishedKeyword(code), types.contains(keyword),
                    !Self.hasSummary(file, line)
                else { continue }
                findings.append("\(file.place(line)): \(trimmed(file.lines[line]))")
            }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test(.enabled(if: python != nil, "no python3 on the path"))
    func generatedTablesFollowTheSchemas() throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [RepositoryTree.root.path() + "scripts/tables-doc", "--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "docs/tables.md is not what schemas/ say; run `make docs`")
    }

    @Test(arguments: [
        ("package struct A {", "struct"), ("public final class A {", "class"),
        ("    package init(a: Int)", "init"),
        ("package private(set) var a = 1", "var"), ("@MainActor package static func a()", "func"),
        ("package init?(a: Int)", "init"), ("package import HL7", nil), ("package extension A {", nil),
        ("struct A {", nil), ("let package = Package(", nil), ("    private var package: Int", nil),
    ])
    func aPublishedDeclarationIsKnownByItsKeyword(line: Substring, keyword: Substring?) {
        #expect(Self.publishedKeyword(line) == keyword)
    }

    private static let python: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(
        separator: ":"
    )
    .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// `struct` of `package struct A`; nil for lines that publish no declaration.
    private static func publishedKeyword(_ line: Substring) -> Substring? {
        var isPublished = false
        for word in line.split(separator: " ") {
            switch word {
            case "package", "public", "open": isPublished = true
            case "final", "static", "mutating", "nonmutating", "nonisolated", "override", "indirect",
                "convenience",
                "required", "lazy", "weak", "private(set)", "internal(set)", "fileprivate(set)":
                continue
            case let attribute where attribute.hasPrefix("@"): continue
            case "class", "struct", "enum", "actor", "protocol", "typealias", "func", "var", "let":
                return isPublished ? word : nil
            case let start where start.hasPrefix("init") || start.hasPrefix("subscript"):
                return isPublished ? start.prefix { $0.isLetter } : nil
            default: return nil
            }
        }
        return nil
    }

    /// Whether a documentation comment ends right above, past attributes and conditions on lines of their own.
    private static func hasSummary(_ file: SourceFile, _ line: Int) -> Bool {
        for above in file.lines[..<line].reversed() {
            let text = trimmed(above)
            if text.hasPrefix("@") || text.hasPrefix("#if") { continue }
            return text.hasPrefix("///") || text.hasSuffix("*/")
        }
        return false
    }
}
