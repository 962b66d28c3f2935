import Testing

extension EndToEnd {
    /// Seven days of a simulated hospital against the simulator's own books, read by other engines.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct TruthTests {
        private func check(days: Int = 7, pipeline: String?, in workspace: Workspace) throws -> [String:
            Double]
        {
            let truth = workspace.file("truth.json")
            try Program.feed(
                seed: 42,
                days: days,
                to: workspace.log(),
                extra: ["--faults", "default", "--truth", truth]
            )
            var arguments = [
                "run", "--log", workspace.log(), "--lake", workspace.file("lake"), "--until-end", "--json",
            ]
            if let pipeline { arguments += ["--pipeline", pipeline] }
            let json = try Program.succeed(arguments)
            let summary = try Summary(json: json)
            #expect(summary.balances)
            #expect(summary.quarantined > 0 && summary.duplicates > 0)
            #expect(summary.predictions > 0 && summary.alerts > 0 && summary.briefings >= 2 * days - 1)
            return try Readers.check(
                "truth.py",
                [workspace.file("lake"), truth, try workspace.write(json, to: "summary.json")]
            )
        }

        @Test func otherEnginesReadInEveryTableTheTruthOfTheHospital() throws {
            let checked = try check(pipeline: nil, in: Workspace())
            #expect(checked["kpis", default: 0] > 10_000)
            #expect(checked["kpi_names"] == 19)
            #expect(checked["identifiers", default: 0] > 1_000)
        }

        @Test func manySmallCommitsWithCheckpointsHoldTheSameTruth() throws {
            let workspace = try Workspace()
            let checked = try check(days: 3, pipeline: workspace.busyPipeline(), in: workspace)
            #expect(checked["kpis", default: 0] > 5_000)
            #expect(checked["checkpoints", default: 0] > 20)
        }
    }
}
