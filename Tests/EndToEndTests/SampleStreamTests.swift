import Testing

extension EndToEnd {
    /// The streams we ship, and the gold rows they give.
    @Suite struct SampleStreamTests {
        /// After a wanted change of figures: `scripts/sample-streams --goldens`.
        @Test func everySampleStreamGivesItsGoldenRows() throws {
            let binary = try #require(Program.path)
            let child = try Child(
                "/usr/bin/env",
                [
                    "WARDFLOW_BINARY=\(binary)", "python3", "\(Program.repository)/scripts/sample-streams",
                    "--check",
                ],
                input: nil,
                patience: 60,
                at: #_sourceLocation
            )
            child.wait().expect(code: 0, naming: ["as expected"])
        }
    }
}
