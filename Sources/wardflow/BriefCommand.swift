import ArgumentParser
import Foundation
import Hospital
import Narrator
import Pipeline

/// `wardflow brief`: a briefing from the gold tables, now or as of a moment.
struct BriefCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brief",
        abstract: "Write the shift briefing of a facility from the gold tables."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case markdown = "md"
        case html, json
    }

    @Option(help: "Folder of the tables.")
    var lake: String

    @Option(help: "The facility; may be left out when the lake has one.")
    var facility: String?

    @Option(help: "As of this moment, such as 2026-01-08T07:00:00Z; the newest figures by default.")
    var at: String?

    @Option(help: "md, html or json.")
    var format = Format.markdown

    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            let moment = try at.map { text in
                guard let moment = Timestamp(iso8601: text) else {
                    throw Failure(.usage, "--at: expected a time such as 2026-01-08T07:00:00Z")
                }
                return moment
            }
            let configuration = try pipeline.load()
            let text = try Briefings.text(
                lake: lake,
                facility: facility,
                at: moment,
                format: format,
                configuration: configuration
            )
            Terminal.say(text)
        }
    }
}

/// Briefings on demand.
enum Briefings {
    static func text(
        lake: String,
        facility: String?,
        at moment: Timestamp?,
        format: BriefCommand.Format,
        configuration: PipelineConfiguration
    ) throws -> String {
        let reader = GoldReader(lake: lake)
        let facilities = try reader.facilities()
        guard let chosen = facility ?? (facilities.count == 1 ? facilities[0] : nil) else {
            throw Failure(
                .usage,
                facilities.isEmpty
                    ? "\(lake): the lake has no KPIs yet"
                    : "name a facility with --facility: \(facilities.joined(separator: ", "))"
            )
        }
        guard facilities.contains(chosen) else {
            throw Failure(
                .problemsFound,
                "facility \(chosen) is not in the lake; there are \(facilities.joined(separator: ", "))"
            )
        }
        let (sources, at) = try reader.sources(chosen, at: moment)
        let briefing = BriefingWriter(BriefingDesk(configuration).facts(sources, at: at)).briefing()
        switch format {
        case .markdown: return MarkdownRenderer.render(briefing)
        case .html: return HTMLRenderer.render(briefing)
        case .json: return String(decoding: try JSONRenderer.render(briefing), as: UTF8.self)
        }
    }
}
