import ArgumentParser

/// The command line; the only place that wires the parts together.
@main
struct Wardflow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wardflow",
        abstract:
            "A streaming lakehouse for hospitals: HL7 in, live KPIs, predictions, alerts and Delta tables out.",
        discussion: """
            Exit codes: 0 ok, 1 found problems, 2 failed, 64 usage, 69 dependency down, 78 bad configuration.
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, FeedCommand.self, RunCommand.self, BriefCommand.self, TailCommand.self,
            StatusCommand.self, QueryCommand.self, TableCommand.self, PredictCommand.self,
            TrainCommand.self, DoctorCommand.self, RebuildSitesCommand.self,
        ]
    )
}
