import Intake
import Wiring
import ArgumentParser
import EventLog
import Foundation
import Hospital
import PatientFlow
import Pipeline
import StayModels

/// `wardflow train`: warm a model from the history in a lake and let it challenge the one that serves.
struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model on a facility's history, and let it challenge the one that serves.",
        discussion: """
            Replays the accepted messages of silver/events and scores each prediction before its outcome is learned. \
            With --log the model goes into the log, in parts, and runs beside the one that serves from there on; it \
            serves once it has lost less on the same outcomes. Without --log nothing is changed.
            """
    )

    private struct Figure: Encodable {
        var model: String
        var metric: String
        var window: String
        var trained: Double
        var served: Double?
        var count: Int64
    }

    private struct Report: Encodable {
        var facility: String
        var model: String
        var messages: Int
        var departmentStays: Int
        var inpatientStays: Int
        var bytes: Int
        var digest: String
        var figures: [Figure]
        var sent: Bool
    }

    @OptionGroup var place: FacilityOptions

    @Option(help: "hazard (survival curves) or forest (the same, with a residual forest).")
    var learner = StayModelRules.Learner.forest

    @Option(help: "Trees of each forest, 1 to \(StayModelRules.maxTrees).")
    var trees = 10

    @Option(help: "Features that the model must not see, such as age,gender.")
    var without: String?

    @Option(help: "Log to send the model to, such as log:DIR or kafka://HOST:PORT/TOPIC.")
    var log: String?

    @Option(help: "Who sends it; stands in the log.")
    var by: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            let rules = try rules()
            let sender = try log.map { url in
                guard let by, !by.allSatisfy(\.isWhitespace) else {
                    throw Failure(.usage, "--log needs --by: who sends the model")
                }
                return (url, by)
            }
            let configuration = try pipeline.load()
            try place.requireLake()
            let lake = place.lake
            let chosen = try place.choose(among: try GoldReader(lake: lake).facilities())
            let (report, parts) = try await OwnThread.run("wardflow.train") {
                try Self.train(lake, chosen, rules, configuration)
            }
            if let (url, actor) = sender { try Self.send(parts, to: url, facility: chosen, actor: actor) }
            var sent = report
            sent.sent = sender != nil
            if json { Terminal.say(JSONLine.encode(sent)) } else { Self.print(sent) }
        }
    }

    private func rules() throws -> StayModelRules {
        let trees = try OptionCheck.whole(trees, in: 1...StayModelRules.maxTrees, "--trees")
        let hidden = Set(
            try (without ?? "").split(separator: ",").map {
                try OptionCheck.word(String($0), of: StayFeature.allCases, "--without \($0)", \.rawValue)
            }
        )
        guard hidden.count < StayFeature.allCases.count else {
            throw Failure(.usage, "--without: a model needs at least one feature")
        }
        return StayModelRules(learner: learner, trees: trees, without: hidden)
    }

    private static func train(
        _ lake: String,
        _ facility: String,
        _ rules: StayModelRules,
        _ configuration: PipelineConfiguration
    ) throws -> (Report, [ModelPart]) {
        let history = try History(lake: lake, facility: facility)
        let training = try history.train(rules, configuration)
        let served = try GoldReader(lake: lake).quality(facility, at: .distantFuture)
        let bytes = training.model.encode()
        let parts = ModelPart.parts(of: bytes)
        let figures = training.quality.map { row in
            Figure(
                model: row.model,
                metric: row.metric,
                window: row.window.rawValue,
                trained: row.value,
                served: served.first {
                    $0.model == row.model && $0.metric == row.metric && $0.window == row.window
                }?.value,
                count: row.count
            )
        }
        let report = Report(
            facility: facility,
            model: "\(training.model.rules)",
            messages: history.count,
            departmentStays: training.model.learned(.department),
            inpatientStays: training.model.learned(.inpatient),
            bytes: bytes.count,
            digest: parts[0].digest,
            figures: figures,
            sent: false
        )
        guard report.departmentStays + report.inpatientStays > 0 else {
            throw Failure(
                .problemsFound,
                "\(facility): no stay has ended in this lake, so there is nothing to learn"
            )
        }
        return (report, parts)
    }

    private static func send(_ parts: [ModelPart], to url: String, facility: String, actor: String) throws {
        guard parts.count <= ModelPart.most else {
            throw Failure(
                .problemsFound,
                "the model is too large for the log; train fewer trees with --trees"
            )
        }
        let log = try LogURL.open(url, create: false)
        defer { log.close() }
        for part in parts {
            let command = SiteCommand(
                id: UUID().uuidString,
                site: facility,
                actor: actor,
                at: .wall,
                action: .challenge(part)
            )
            let record = NewRecord(
                key: facility,
                kind: .command,
                receivedAt: Timestamp.wall.microseconds,
                payload: try command.payload()
            )
            _ = try log.append([record])
        }
    }

    private static func print(_ report: Report) {
        Terminal.say(
            "\(report.facility): \(report.model); learned \(Figures.count(report.departmentStays, "department stay")) and "
                + "\(Figures.count(report.inpatientStays, "inpatient stay")) from \(Figures.count(report.messages, "message"))"
        )
        var table = TextTable(["model", "figure", "outcomes", "trained", "served"])
        for figure in report.figures {
            table.add([
                .init(text: figure.model),
                .init(text: figure.metric + (figure.window == "all" ? "" : " of the last 1,000")),
                .number(figure.count),
                .init(text: decimals(figure.trained), isNumber: true),
                .init(text: figure.served.map(decimals) ?? "", isNumber: true),
            ])
        }
        table.flush()
        let model = "model \(report.digest), \(Figures.bytes(Int64(report.bytes)))"
        Terminal.say(
            report.sent
                ? "\(model): sent; it challenges the model that serves from here on"
                : "\(model): not sent; name the log with --log and yourself with --by to let it challenge"
        )
    }

    private static func decimals(_ value: Double) -> String { String(format: "%.3f", value) }
}

extension StayModelRules.Learner: ExpressibleByArgument {}
