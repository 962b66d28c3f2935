import Testing

struct UnsafeTests {
    @Test func unsafeCodeIsOnlyInTheListedFiles() {
        let findings = RepositoryTree.swiftFiles.filter { UnsafeFiles.reasons[$0.path] == nil }.flatMap(
            Self.unsafeLines
        )
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func everyListedFileHoldsUnsafeCode() {
        let holding = RepositoryTree.swiftFiles.filter { !Self.unsafeLines($0).isEmpty }.map(\.path)
        let findings = Set(UnsafeFiles.reasons.keys).subtracting(holding).sorted()
        #expect(findings.isEmpty, "no longer unsafe, take it off the list: \(listing(findings))")
    }

    private static func unsafeLines(_ file: SourceFile) -> [String] {
        file.findings { line in UnsafeFiles.marks.contains { line.contains($0) } }
    }
}
