import Testing

struct WordingTests {
    @Test func noFileIsNamedAfterABagOfThings() {
        let bags = ["Manager", "Helper", "Util", "Common", "Core"]
        let findings = RepositoryTree.swiftFiles.filter { file in bags.contains { file.name.contains($0) } }
        #expect(findings.isEmpty, "\(listing(findings.map(\.path)))")
    }

    @Test func noNoteOfUnfinishedWorkIsLeft() {
        // Spelled in halves, or this file would be a finding.
        let notes = ["TO" + "DO", "FIX" + "ME"]
        let findings = RepositoryTree.swiftFiles.flatMap { file in
            file.lines.indices
                .filter { line in notes.contains { file.lines[line].contains($0) } }
                .map { "\(file.place($0)): \(trimmed(file.lines[$0]))" }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func nothingTrapsOnBadInput() {
        let traps = ["try!", "fatalError(", " as! "]
        let findings = RepositoryTree.swiftFiles.flatMap { file in
            file.findings { line in traps.contains { line.contains($0) } }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func noTestSleeps() {
        // Catches Task.sleep, Thread.sleep, clock.sleep, usleep and nanosleep alike.
        let findings = RepositoryTree.swiftFiles.filter { $0.path.hasPrefix("Tests/") }
            .flatMap { file in file.findings { $0.contains("sleep(") } }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func noFileNamesAPathOfTheMachineItWasWrittenOn() {
        let homes = ["work/main", "work/shared", "tmp/mini", "root/", "home/", "Users/"].map { "/" + $0 }
        let findings = RepositoryTree.paths.flatMap { path -> [String] in
            let lines =
                RepositoryTree.text(of: path)?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
            return lines.enumerated().filter { _, line in homes.contains { line.contains($0) } }
                .map { "\(path):\($0.offset + 1): \(trimmed($0.element))" }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }
}
