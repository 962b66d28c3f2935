import Lake
import Wiring
import Sites
import ArgumentParser
import DeltaLake
import EventLog
import Foundation
import Hospital
import Intake
import LakeQuery
import Pipeline

/// `wardflow table erase`: take a patient out of every table.
struct TableEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Take a patient out of every table; with --purge also out of the files.",
        discussion: """
            Removes the patient's rows, those of their visits and their raw messages, and writes into the tables' \
            logs who asked, when and why, never whom it concerns. While a pipeline writes the lake, name its log: then \
            the pipeline forgets the patient first, by a command in the log. The messages in the log itself stay until \
            its retention ends: see docs/query.md.
            """
    )

    private struct Entry: Encodable {
        var table: String
        var rows: Int
        var files: Int
        var version: Int64?
        var filesRewritten: Int
        var filesDeleted: Int
        var filesLeft: Int
    }

    private struct Report: Encodable {
        var dryRun: Bool
        var purged: Bool
        var visits: Int
        var rows: Int
        var tables: [Entry]
    }

    @Option(help: "The facility whose patient it is.")
    var facility: String

    @Option(
        help: "The patient's identifier (PID-3); - reads it from standard input, so that no shell keeps it."
    )
    var patient: String

    @Option(help: "Who asks; stands in the tables' logs.")
    var by: String

    @Option(help: "Why; stands in the tables' logs.")
    var reason: String

    @Option(help: "The log of the pipeline that writes this lake, such as log:DIR; it must be running.")
    var log: String?

    @Flag(help: "Also write the files anew without the rows and delete the old ones, whatever the retention.")
    var purge = false

    @Flag(help: "Say what would be removed and do nothing.")
    var dryRun = false

    @OptionGroup var options: LakeOptions
    @OptionGroup var pipeline: PipelineOptions

    func run() async throws {
        try await reporting {
            let request = try request()
            let tables = try options.tables(nil)
            let configuration = try pipeline.load()
            let erasure = LakeErasure(
                lake: options.lake,
                tables: HospitalLake.tables,
                reader: RawRecord(configuration.rulesForReading(request.facility).fields)
            )
            if let log, !dryRun {
                try await forget(request, log, configuration)
            } else if !dryRun {
                try options.noteWriter(
                    tables,
                    "name its log with --log, or it writes the rows of its state again"
                )
            }
            let (isDryRun, purges) = (dryRun, purge)
            let report = try await OwnThread.run("wardflow.erase") {
                let subject = try erasure.subject(of: request, includesErased: purges)
                let outcomes =
                    isDryRun
                    ? try erasure.outlook(subject) : try erasure.erase(request, subject, purges: purges)
                return Report(
                    dryRun: isDryRun,
                    purged: purges && !isDryRun,
                    visits: subject.visits.count,
                    rows: outcomes.reduce(0) { $0 + $1.rows },
                    tables: outcomes.map(Self.entry)
                )
            }
            options.show(report) { Self.print(report) }
            if !dryRun {
                Terminal.complain(
                    "wardflow: note: the messages in the event log are no part of the lake and stay until its retention ends"
                )
            }
            let left = report.tables.reduce(0) { $0 + $1.filesLeft }
            if left > 0 {
                throw Failure(
                    .problemsFound,
                    "\(Figures.count(left, "file")) outside the log could not be judged or may be about to be committed; "
                        + "purge again in an hour"
                )
            }
        }
    }

    /// How long a pipeline may take to read a request.
    private static let patience = Duration.seconds(30)

    /// Lets the pipeline forget the patient, and waits until it has.
    private func forget(_ request: ErasureRequest, _ url: String, _ configuration: PipelineConfiguration)
        async throws
    {
        let lake = options.lake
        let isRead = try await OwnThread.run("wardflow.erase.log") {
            let log = try LogURL.open(url, create: false)
            defer { log.close() }
            let live = LiveErasure(log: log, lake: lake, configuration: configuration)
            let place = try live.announce(request, receivedAt: Timestamp.wall.microseconds)
            let end = ContinuousClock.now + Self.patience
            while try !live.isRead(place) {
                guard ContinuousClock.now < end, !StopSignal.isRequested else { return false }
                Thread.sleep(forTimeInterval: 0.1)
            }
            return true
        }
        guard isRead else {
            throw Failure(
                .dependencyDown,
                "no pipeline has read the request in \(url); start `wardflow run` on it and ask again"
            )
        }
    }

    private func request() throws -> ErasureRequest {
        let identifier = patient == "-" ? readLine(strippingNewline: true) ?? "" : patient
        do throws(LakeError) {
            return try ErasureRequest(facility: facility, patient: identifier, actor: by, reason: reason)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    private static func entry(_ outcome: LakeErasure.TableOutcome) -> Entry {
        Entry(
            table: outcome.table,
            rows: outcome.rows,
            files: outcome.files,
            version: outcome.version,
            filesRewritten: outcome.filesRewritten,
            filesDeleted: outcome.filesDeleted,
            filesLeft: outcome.filesLeft
        )
    }

    private static func print(_ report: Report) {
        let touched = report.tables.filter { $0.rows > 0 || $0.filesDeleted > 0 || $0.filesRewritten > 0 }
        guard !touched.isEmpty else {
            return Terminal.say("nothing of this patient is in the tables")
        }
        var headings = ["table", "rows"]
        if !report.dryRun { headings += ["files", "version"] }
        if report.purged { headings += ["rewritten", "deleted"] }
        var table = TextTable(headings)
        for entry in touched {
            var row: [TextTable.Cell] = [.init(text: entry.table), .number(entry.rows)]
            if !report.dryRun { row += [.number(entry.files), .number(entry.version)] }
            if report.purged { row += [.number(entry.filesRewritten), .number(entry.filesDeleted)] }
            table.add(row)
        }
        table.flush()
        let what = "\(Figures.count(report.rows, "row")) of \(Figures.count(report.visits, "visit"))"
        if report.dryRun {
            Terminal.say("\(what) would be removed (dry run: nothing was changed)")
        } else if report.purged {
            Terminal.say("\(what) removed, and destroyed in the files")
        } else {
            Terminal.say("\(what) removed; their bytes stay in old files until --purge")
        }
    }
}
