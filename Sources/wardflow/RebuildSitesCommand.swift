import ArgumentParser
import EventLog
import Foundation
import Hospital
import Lake
import Wiring

/// `wardflow rebuild`: keyed tables anew from bronze by today's rules.
struct RebuildSitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Write visits, bed stays and KPIs anew from bronze, by today's rules.",
        discussion: """
            Rules that change hold from then on; this judges what came before by them too. The pipeline must be stopped. \
            What the log still holds is read first; then each site's keyed tables are replaced, one commit a table and \
            site: older versions stay readable by time travel. Facts that were said at the time (predictions, alerts, \
            briefings, late and quarantined records) stay as they are. Says what changed.
            """
    )

    @Option(help: "The log that the lake is written from; without it the one that a run noted in the lake.")
    var log: String?

    @Option(help: "Folder of the tables.")
    var lake: String

    @OptionGroup var pipeline: PipelineOptions

    @Option(parsing: .singleValue, help: "A site to rebuild, may be repeated; without it all.")
    var site: [String] = []

    @Option(
        help: "Judge only records by today's rules that arrived from then on, such as 2026-01-08T07:00:00Z."
    )
    var since: String?

    @Flag(help: "Say what would change and write nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            let since = try since.map { try OptionCheck.moment($0, "--since") }
            let configuration = try pipeline.load()
            guard let url = log ?? LakeLogNote.read(lake: lake) else {
                throw Failure(.usage, "\(lake): no run has noted its log here; name it with --log")
            }
            let events = try LogURL.open(url, create: false)
            defer { events.close() }
            let rebuild = LakeRebuild(log: events, lake: lake, configuration: configuration)
            let sites = site.isEmpty ? nil : site
            let changes = try await OwnThread.run("wardflow.rebuild") {
                dryRun
                    ? try rebuild.trial(sites, since: since) { StopSignal.isRequested }
                    : try rebuild.run(sites, since: since, actor: HospitalPipeline.actor) {
                        StopSignal.isRequested
                    }
            }
            guard json else { return changes.forEach { Terminal.say(words($0)) } }
            Terminal.say(JSONLine.encode(changes))
        }
    }

    /// Days named at most; the rest is a number.
    private static let mostDays = 10

    private func words(_ change: KeyedDifference) -> String {
        let now = dryRun ? "would be" : "are now"
        let head = "\(change.site) \(change.table): \(Figures.count(change.before, "row"))"
        guard change.added + change.removed + change.changed > 0 else { return "\(head), all the same" }
        let days = change.days.sorted { $0.key < $1.key }
        let named = days.prefix(Self.mostDays).map { "\($0.key) (\(Figures.count($0.value)))" }
        let rest = days.count - named.count
        let more = rest > 0 ? " and \(Figures.count(rest, "more day"))" : ""
        return """
            \(head) \(now) \(Figures.count(change.after)): \(Figures.count(change.added)) added, \
            \(Figures.count(change.removed)) removed, \(Figures.count(change.changed)) changed\
            \(named.isEmpty ? "" : ", on " + named.joined(separator: ", ") + more)
            """
    }
}
