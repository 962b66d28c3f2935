import Foundation
import Testing

/// ARCHITECTURE.md and the notes it rests on say what the sources say.
struct ArchitectureTests {
    private let text = RepositoryTree.text(of: "ARCHITECTURE.md") ?? ""

    @Test func theTableOfTargetsIsTheArrowTable() {
        var findings: [String] = []
        var seen: Set<String> = []
        for row in Self.tableRows(Self.section("Targets and arrows", of: text)) {
            let imports = Set(Self.names(row[2]))
            for target in Self.names(row[0]) {
                seen.insert(target)
                // The program imports what its commands need.
                if target == "wardflow" { continue }
                let wanted = Arrows.targets[target, default: []]
                let known = wanted.union(Arrows.libraries[target, default: []])
                findings += wanted.subtracting(imports).sorted().map { "\(target): lacks \($0)" }
                findings += imports.subtracting(known).sorted().map { "\(target): may not import \($0)" }
            }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
        #expect(seen == Set(Arrows.targets.keys))
    }

    @Test func everyPlaceItNamesExists() {
        let places = Self.places(in: text) + Self.testSuites(in: text)
        #expect(places.count > 40)
        let missing = places.filter { !Self.exists($0) }
        #expect(missing.isEmpty, "\(listing(missing))")
    }

    @Test func theWalkNamesEachFileOnceAndCountsItsSteps() {
        let walk = Self.section("The walk of one event", of: text)
        var seen: Set<String> = []
        let again = Self.places(in: walk).filter { !seen.insert($0).inserted }
        #expect(again.isEmpty, "\(listing(again))")
        let numbers = walk.split(separator: "\n").compactMap { line in
            line.firstIndex(of: ".").flatMap { Int(line[..<$0]) }
        }
        #expect(numbers.count > 10 && numbers == Array(1...max(numbers.count, 1)))
    }

    @Test func decisionsBeginWithTheirNumberAndGapsAreExplained() throws {
        let folder = "docs/decisions/"
        let index = RepositoryTree.text(of: folder + "README.md") ?? ""
        let notes = RepositoryTree.paths.filter { $0.hasPrefix(folder) && !$0.hasSuffix("README.md") }
        let numbers = notes.map { String($0.dropFirst(folder.count).prefix(4)) }
        for (note, number) in zip(notes, numbers) {
            #expect(RepositoryTree.text(of: note)?.hasPrefix("# \(number). ") == true, "\(note)")
        }
        #expect(Set(numbers).count == numbers.count)
        for number in 1...(try #require(numbers.compactMap { Int($0) }.max())) {
            let name = String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
            #expect(numbers.contains(name) != index.contains(name), "\(name)")
        }
    }

    @Test func placesAreReadOutOfTicks() {
        #expect(Self.places(in: "`A/B` and `C`, `d e/f`, `G/H/*`") == ["A/B", "G/H"])
        #expect(Self.testSuites(in: "ATests/BTests, ATests `c`") == ["ATests/BTests"])
        #expect(!Self.exists("Hospital/NoSuchFile"))
    }

    /// What follows the heading, up to the next one.
    private static func section(_ heading: String, of text: String) -> String {
        let rest = text.components(separatedBy: "## \(heading)\n").dropFirst().first ?? ""
        return rest.components(separatedBy: "\n## ").first ?? ""
    }

    /// Three cells a row, without the two rows of the head.
    private static func tableRows(_ text: String) -> [[String]] {
        let rows = text.components(separatedBy: "\n").filter { $0.hasPrefix("|") }
        return rows.dropFirst(2).map { $0.components(separatedBy: "|").dropFirst().map { trimmed($0) } }
            .filter { $0.count >= 3 }
    }

    private static func names(_ cell: String) -> [String] {
        cell.components(separatedBy: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    /// Names in ticks that have a slash and no space, in their order; `A/*` as `A`.
    private static func places(in text: String) -> [String] {
        text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            .filter { $0.contains("/") && !$0.contains(" ") && !$0.contains("\n") }
            .map { $0.hasSuffix("/*") ? String($0.dropLast(2)) : $0 }
    }

    private static func testSuites(in text: String) -> [String] {
        text.components(separatedBy: CharacterSet(charactersIn: " ,|()\n`"))
            .filter { $0.contains("Tests/") && $0.hasSuffix("Tests") && !$0.hasPrefix("Tests/") }
    }

    /// Whether it is a file or folder of the package, a target's or a test's file without its ending, or a table.
    private static func exists(_ place: String) -> Bool {
        let files: Set = [
            place, "Sources/\(place).swift", "Tests/\(place).swift", "schemas/\(place).yaml",
        ]
        let folders = ["\(place)/", "Sources/\(place)/", "Tests/\(place)/"]
        return RepositoryTree.paths.contains { path in
            files.contains(path) || folders.contains { path.hasPrefix($0) }
        }
    }
}
