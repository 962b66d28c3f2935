import ArgumentParser
import DeltaLake
import LakeQuery

/// `wardflow table restore`: make an old version the newest again.
struct TableRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a table equal an old version again, as a new version.",
        discussion: """
            A table that a pipeline writes is refused: its progress marks stay at the newest record while the rows \
            would be those of an old one, so the pipeline would never write the missing rows again, and its saved \
            state would disagree with the table. To rebuild such a table, run the log into a new lake.
            """
    )

    private struct Entry: Encodable {
        var table: String
        var dryRun: Bool
        var restoredVersion: Int64
        var version: Int64?
        var filesRestored: Int
        var filesRemoved: Int
    }

    @Argument(help: "The table, such as gold/kpis.")
    var table: String

    @Option(help: "The version or time to go back to, such as 12 or 2026-01-08T07:00:00Z.")
    var to: String

    @Flag(help: "Say what would be done and do nothing.")
    var dryRun = false

    @Flag(help: "Restore even a table that a pipeline writes.")
    var force = false

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            guard let moment = TableMoment(to) else {
                throw Failure(
                    .usage,
                    "--to: expected a version such as 12 or a time such as 2026-01-08T07:00:00Z"
                )
            }
            let place = try options.tables(table)[0]
            let opened = try options.open(place)
            try refuseOwned(opened, place)
            let (isDryRun, target) = (dryRun, moment)
            let entry = try await OwnThread.run("wardflow.restore") {
                try Self.restore(place, opened, target, isDryRun)
            }
            options.show(entry) { Self.print(entry) }
        }
    }

    private func refuseOwned(_ table: DeltaTable, _ place: LakeTable) throws {
        guard let (owner, record) = table.transactionVersions.min(by: { $0.key < $1.key }), !force else {
            return
        }
        let refusal =
            "\(place.folder) is written by the pipeline \(owner): its progress mark would stay at record \(record) "
            + "while later rows go, so the pipeline would never write them again and its saved state would disagree; "
            + "run the log into a new lake instead, or use --force if no pipeline will write here again"
        guard dryRun else { throw Failure(.problemsFound, refusal) }
        Terminal.complain("wardflow: note: without --dry-run this is refused: \(refusal)")
    }

    private static func restore(
        _ place: LakeTable,
        _ table: DeltaTable,
        _ moment: TableMoment,
        _ isDryRun: Bool
    )
        throws -> Entry
    {
        var table = table
        let target = try Failure.naming(place) { () throws(DeltaError) in
            switch moment {
            case .newest: table.version
            case .version(let version): version
            case .time(let time): try table.version(asOf: time)
            }
        }
        var entry = Entry(
            table: place.folder,
            dryRun: isDryRun,
            restoredVersion: target,
            filesRestored: 0,
            filesRemoved: 0
        )
        if isDryRun {
            let old = try Failure.naming(place) { () throws(DeltaError) in
                try DeltaTable.open(at: place.path, version: target)
            }
            entry.filesRestored = old.files.keys.filter { table.files[$0] == nil }.count
            entry.filesRemoved = table.files.keys.filter { old.files[$0] == nil }.count
            return entry
        }
        let result = try Failure.naming(place) { () throws(DeltaError) in
            try table.restore(toVersion: target)
        }
        entry.version = result.version
        entry.filesRestored = result.filesRestored
        entry.filesRemoved = result.filesRemoved
        return entry
    }

    private static func print(_ entry: Entry) {
        let change =
            "\(Figures.count(entry.filesRestored, "file")) back, \(Figures.count(entry.filesRemoved, "file")) out"
        if entry.dryRun {
            Terminal.say("\(entry.table): version \(entry.restoredVersion) would come back: \(change)")
            Terminal.say("(dry run: nothing was changed)")
        } else if let version = entry.version {
            Terminal.say(
                "\(entry.table): version \(version) equals version \(entry.restoredVersion): \(change)"
            )
        } else {
            Terminal.say(
                "\(entry.table): equals version \(entry.restoredVersion) already; nothing was changed"
            )
        }
    }
}
