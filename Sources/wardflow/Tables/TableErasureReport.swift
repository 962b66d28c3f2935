import Lake
import Wiring

/// What `wardflow table erase` did, or would do.
struct TableErasureReport: Encodable {
    struct Entry: Encodable {
        var table: String
        var rows: Int
        var files: Int
        var version: Int64?
        var filesRewritten: Int
        var filesDeleted: Int
        var filesLeft: Int

        init(_ outcome: LakeErasure.TableOutcome) {
            table = outcome.table
            rows = outcome.rows
            files = outcome.files
            version = outcome.version
            filesRewritten = outcome.filesRewritten
            filesDeleted = outcome.filesDeleted
            filesLeft = outcome.filesLeft
        }
    }

    /// What became of the messages in the event log.
    enum Log: String, Encodable {
        case erased
        /// Kafka: replays pass them over, and retention ends them.
        case keptUntilRetention = "kept_until_retention"
        /// No log was named.
        case notReached = "not_reached"
    }

    var dryRun: Bool
    var purged: Bool
    /// Identifiers the person turned out to have.
    var identifiers: Int
    var visits: Int
    var rows: Int
    var log: Log
    /// Records of the log that were about the person.
    var logRecords: Int
    var tables: [Entry]

    init(
        _ subject: ErasureSubject,
        _ outcomes: [LakeErasure.TableOutcome],
        log: LiveErasure.LogOutcome?,
        dryRun: Bool,
        purged: Bool
    ) {
        self.dryRun = dryRun
        self.purged = purged
        identifiers = subject.numbers.count
        visits = subject.visits.count
        rows = outcomes.reduce(0) { $0 + $1.rows }
        self.log = log.map { $0.isErased ? .erased : .keptUntilRetention } ?? .notReached
        logRecords = log?.records ?? 0
        tables = outcomes.map(Entry.init)
    }

    /// Files that may still hold rows.
    var filesLeft: Int { tables.reduce(0) { $0 + $1.filesLeft } }

    func print() {
        let touched = tables.filter { $0.rows > 0 || $0.filesDeleted > 0 || $0.filesRewritten > 0 }
        if touched.isEmpty {
            Terminal.say("nothing of this patient is in the tables")
        } else {
            print(touched)
        }
        guard logRecords > 0, !dryRun else { return }
        let records = Figures.count(logRecords, "record")
        Terminal.say(
            log == .erased ? "\(records) erased in the log" : "\(records) of the log count as erased"
        )
    }

    private func print(_ touched: [Entry]) {
        var headings = ["table", "rows"]
        if !dryRun { headings += ["files", "version"] }
        if purged { headings += ["rewritten", "deleted"] }
        var table = TextTable(headings)
        for entry in touched {
            var row: [TextTable.Cell] = [.init(text: entry.table), .number(entry.rows)]
            if !dryRun { row += [.number(entry.files), .number(entry.version)] }
            if purged { row += [.number(entry.filesRewritten), .number(entry.filesDeleted)] }
            table.add(row)
        }
        table.flush()
        let what =
            "\(Figures.count(rows, "row")) of \(Figures.count(visits, "visit")) under "
            + Figures.count(identifiers, "identifier")
        if dryRun {
            Terminal.say("\(what) would be removed (dry run: nothing was changed)")
        } else if purged {
            Terminal.say("\(what) removed, and destroyed in the files")
        } else {
            Terminal.say("\(what) removed; their bytes stay in old files until --purge")
        }
    }
}
