import Facility
import Wiring
import Sites
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

    @OptionGroup var place: FacilityOptions

    @Option(help: "As of this moment, such as 2026-01-08T07:00:00Z; the newest figures by default.")
    var at: String?

    @Option(help: "md, html or json.")
    var format = Format.markdown

    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            let moment = try at.map { try OptionCheck.moment($0, "--at") }
            try place.requireLake()
            let configuration = try pipeline.load()
            let text = try Briefings.text(
                lake: place.lake,
                facility: try place.choose(among: try GoldReader(lake: place.lake).facilities()),
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
        facility: String,
        at moment: Timestamp?,
        format: BriefCommand.Format,
        configuration: PipelineConfiguration
    ) throws -> String {
        let (sources, at) = try GoldReader(lake: lake).sources(facility, at: moment)
        let briefing = BriefingWriter(
            BriefingDesk(configuration.rulesForReading(facility)).facts(sources, at: at)
        ).briefing()
        switch format {
        case .markdown: return MarkdownRenderer.render(briefing)
        case .html: return HTMLRenderer.render(briefing)
        case .json: return String(decoding: try JSONRenderer.render(briefing), as: UTF8.self)
        }
    }
}
