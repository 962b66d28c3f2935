import Lake
import Wiring
import Sites
import ArgumentParser
import EventLog
import Foundation
import Hospital
import Intake
import Pipeline

/// `wardflow table erase`: take a patient out of every table, and of the log.
struct TableEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Take a patient out of every table and the log; with --purge also out of the files.",
        discussion: """
            Removes the patient's rows, those of their visits and their raw messages, under every identifier that \
            messages give them, and writes into the tables' logs who asked, when and why, never whom it concerns. With \
            --log the pipeline forgets the patient first, by a command in the log (a run of it is made where none is at \
            work), its saved state is written anew, and the messages leave the log too. Without --log the pipeline \
            writes the rows again: see docs/operations.md.
            """
    )

    @Option(help: "The facility whose patient it is.")
    var facility: String

    @Option(
        parsing: .singleValue,
        help: """
            The patient's identifier (PID-3), may be repeated; - reads one a line from standard input, so that no shell \
            keeps it.
            """
    )
    var patient: [String]

    @Option(help: "Who asks; stands in the tables' logs.")
    var by: String

    @Option(help: "Why; stands in the tables' logs.")
    var reason: String

    @Option(help: "The log of the pipeline that writes this lake, such as log:DIR.")
    var log: String?

    @Flag(help: "Only the identifiers named, not what messages join with them.")
    var exact = false

    @Flag(help: "Also write the files anew without the rows and delete the old ones, whatever the retention.")
    var purge = false

    @Flag(help: "Say what would be removed and do nothing.")
    var dryRun = false

    @OptionGroup var options: LakeOptions
    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            StopSignal.listen()
            let request = try request()
            let tables = try options.tables(nil)
            let configuration = try pipeline.load()
            if log == nil, !dryRun {
                try options.noteWriter(
                    tables,
                    "name its log with --log, or it writes the rows of its state again"
                )
            }
            let report = try await OwnThread.run("wardflow.erase") { try erase(request, configuration) }
            options.show(report) { report.print() }
            try complain(report)
        }
    }

    /// Everything in its order: the pipeline's memory and state, the log, the tables.
    private func erase(_ request: ErasureRequest, _ configuration: PipelineConfiguration) throws
        -> TableErasureReport
    {
        let erasure = LakeErasure(
            lake: options.lake,
            tables: HospitalLake.tables,
            reader: RawRecord(configuration.rulesForReading(request.facility).fields)
        )
        guard let log else {
            let subject = try erasure.subject(of: request, includesErased: purge)
            return try finish(erasure, request, subject, log: nil)
        }
        let events = try LogURL.open(log, create: false)
        defer { events.close() }
        let live = LiveErasure(log: events, lake: options.lake, configuration: configuration)
        var subject = try live.subject(of: request, in: erasure, includesErased: purge)
        guard !dryRun else { return try finish(erasure, request, subject, log: nil) }
        let place = try live.announce(request, subject, receivedAt: Timestamp.wall.microseconds)
        try awaitVerdict(live, place)
        // What came until the pipeline read the request is the patient's too.
        subject = try live.subject(of: request, in: erasure, includesErased: purge)
        let outcome = try live.eraseRecords(of: subject, request, receivedAt: Timestamp.wall.microseconds)
        return try finish(erasure, request, subject, log: outcome)
    }

    private func finish(
        _ erasure: LakeErasure,
        _ request: ErasureRequest,
        _ subject: ErasureSubject,
        log: LiveErasure.LogOutcome?
    ) throws -> TableErasureReport {
        let outcomes =
            dryRun ? try erasure.outlook(subject) : try erasure.erase(request, subject, purges: purge)
        return TableErasureReport(subject, outcomes, log: log, dryRun: dryRun, purged: purge && !dryRun)
    }

    /// How long a pipeline at work may take to read a request.
    private static let patience = Duration.seconds(30)

    /// Waits until the pipeline has forgotten the patient; runs it where none is at work.
    private func awaitVerdict(_ live: LiveErasure, _ place: LiveErasure.Place) throws {
        let end = ContinuousClock.now + Self.patience
        var hasRun = false
        while true {
            switch try live.verdict(place) {
            case .done: return
            case .refused(let reason):
                throw Failure(.problemsFound, "erase: refused by the pipeline: \(reason)")
            case .waiting: break
            }
            if !hasRun, !live.hasPipeline {
                hasRun = true
                try live.readToEnd { StopSignal.isRequested }
                continue
            }
            guard ContinuousClock.now < end, !StopSignal.isRequested else {
                throw Failure(
                    .dependencyDown,
                    "the pipeline has not read the request, or could not save its state without the patient; nothing "
                        + "was erased yet. Ask again when it has caught up"
                )
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// Says what is left to do.
    private func complain(_ report: TableErasureReport) throws {
        if report.log == .notReached, !dryRun {
            Terminal.complain(
                "wardflow: note: the event log and the pipeline's saved state still hold the patient, and the next run "
                    + "writes rows from them again: ask again with --log"
            )
        }
        if report.filesLeft > 0 {
            throw Failure(
                .problemsFound,
                "\(Figures.count(report.filesLeft, "file")) outside the log could not be judged or may be about to be "
                    + "committed; purge again in an hour"
            )
        }
        if report.log == .keptUntilRetention {
            throw Failure(
                .problemsFound,
                "Kafka cannot erase single records: \(Figures.count(report.logRecords, "message")) of the patient stay in "
                    + "the topic until its retention ends. Nothing brings them back into a lake: every run passes them over"
            )
        }
    }

    private func request() throws -> ErasureRequest {
        var patients = patient.filter { $0 != "-" }
        if patients.count < patient.count {
            while let line = readLine(strippingNewline: true) {
                if !line.allSatisfy(\.isWhitespace) { patients.append(line) }
            }
        }
        do throws(LakeError) {
            return try ErasureRequest(
                facility: facility,
                patients: patients,
                actor: by,
                reason: reason,
                followsMessages: !exact
            )
        } catch {
            throw Failure(.usage, error.description)
        }
    }
}
