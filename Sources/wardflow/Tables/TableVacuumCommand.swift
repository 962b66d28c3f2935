import ArgumentParser
import DeltaLake
import LakeQuery

/// `wardflow table vacuum`: delete files no version needs any more.
struct TableVacuumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Delete files that no version within the retention time needs.",
        discussion: """
            Versions older than that can no longer be read afterwards. Safe beside a running pipeline: young files \
            stay, since somebody may be about to commit them.
            """
    )

    private struct Entry: Encodable {
        var table: String
        var dryRun: Bool
        var filesDeleted: Int
        var bytesDeleted: Int64
        var youngFiles: Int
        var files: [String]
    }

    @Argument(help: "The table, such as gold/kpis; all when left out.")
    var table: String?

    @Option(
        help: "Keep what was removed less long ago, such as 7d; at least and by default the table's own time."
    )
    var olderThan: SpanOption?

    @Flag(help: "Say what would be done and do nothing.")
    var dryRun = false

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            let tables = try options.tables(table)
            if !dryRun { try options.noteWriter(tables, "vacuum is safe beside it") }
            let opened = try tables.map { ($0, try options.open($0)) }
            let age = olderThan.map { Duration.seconds($0.seconds) }
            let isDryRun = dryRun
            let entries = try await OwnThread.run("wardflow.vacuum") {
                try opened.map { try Self.vacuum($0, $1, age, isDryRun) }
            }
            options.show(entries) { Self.print(entries) }
        }
    }

    private static func vacuum(_ place: LakeTable, _ table: DeltaTable, _ age: Duration?, _ isDryRun: Bool)
        throws
        -> Entry
    {
        var table = table
        let result = try Failure.naming(place) { () throws(DeltaError) in
            try table.vacuum(olderThan: age, dryRun: isDryRun)
        }
        return Entry(
            table: place.folder,
            dryRun: isDryRun,
            filesDeleted: result.files.count,
            bytesDeleted: result.bytes,
            youngFiles: result.youngFiles,
            files: result.files
        )
    }

    private static func print(_ entries: [Entry]) {
        var table = TextTable(["table", "files deleted", "size", "kept as young"])
        for entry in entries {
            table.add([
                .init(text: entry.table), .number(entry.filesDeleted),
                .init(text: Figures.bytes(entry.bytesDeleted), isNumber: true), .number(entry.youngFiles),
            ])
        }
        table.flush()
        if entries.contains(where: \.dryRun) { Terminal.say("(dry run: nothing was deleted)") }
    }
}
