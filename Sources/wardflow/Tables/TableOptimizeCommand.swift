import Wiring
import ArgumentParser
import DeltaLake
import LakeQuery
import Pipeline

/// `wardflow table optimize`: merge small files.
struct TableOptimizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize",
        abstract: "Merge small files and apply deletion vectors; rows stay the same.",
        discussion: """
            Safe beside a running pipeline: rows that are appended meanwhile are no conflict, and the files of rows \
            that may still change are left to the pipeline, which replaces them at its next commit.
            """
    )

    private struct Entry: Encodable {
        var table: String
        var dryRun: Bool
        var version: Int64?
        var filesRemoved: Int
        var filesAdded: Int
        var bytesRemoved: Int64
        var bytesAdded: Int64
        var rows: Int
        var mergesLost: Int
    }

    @Argument(help: "The table, such as gold/kpis; all when left out.")
    var table: String?

    @Option(help: "Size that merged files aim at, such as 128MB, which is the default.")
    var targetSize: SizeOption?

    @Option(help: "Columns to sort the rows of merged files by, separated by commas.")
    var sortBy: String?

    @Flag(help: "Say what would be done and do nothing.")
    var dryRun = false

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            let tables = try options.tables(table)
            guard sortBy == nil || table != nil else {
                throw Failure(.usage, "--sort-by: name the table, since columns differ from table to table")
            }
            var settings = OptimizeOptions()
            if let targetSize { settings.targetBytes = targetSize.bytes }
            settings.sortedBy = sortBy.map { $0.split(separator: ",").map(String.init) } ?? []
            settings.keptApart = HospitalLake.liveSliceTags
            settings.dryRun = dryRun
            if !dryRun { try options.noteWriter(tables, "optimize is safe beside it") }
            let opened = try tables.map { ($0, try options.open($0)) }
            for (place, table) in opened {
                for name in settings.sortedBy where table.metadata.schema[name] == nil {
                    throw Failure(.usage, "--sort-by: \(place.folder) has no column \(name)")
                }
            }
            let plan = settings
            let entries = try await OwnThread.run("wardflow.optimize") {
                try opened.map { try Self.optimize($0, $1, plan) }
            }
            options.show(entries) { Self.print(entries) }
        }
    }

    private static func optimize(_ place: LakeTable, _ table: DeltaTable, _ settings: OptimizeOptions) throws
        -> Entry
    {
        var table = table
        var settings = settings
        // In the pipeline's tables only erasures of earlier releases left deletion vectors, which some readers refuse.
        let isOwn = HospitalLake.tables.contains(place.folder)
        if isOwn { settings.deletedShare = 0 }
        let result = try Failure.naming(place) { () throws(DeltaError) in
            let result = try table.optimize(settings)
            if isOwn, !settings.dryRun { try table.dropDeletionVectors() }
            return result
        }
        return Entry(
            table: place.folder,
            dryRun: settings.dryRun,
            version: result.version,
            filesRemoved: result.filesRemoved,
            filesAdded: result.filesAdded,
            bytesRemoved: result.bytesRemoved,
            bytesAdded: result.bytesAdded,
            rows: result.rows,
            mergesLost: result.mergesLost
        )
    }

    private static func print(_ entries: [Entry]) {
        var table = TextTable(["table", "files before", "after", "size before", "after", "rows", ""])
        for entry in entries where entry.filesRemoved > 0 {
            let note = entry.mergesLost > 0 ? "\(entry.mergesLost) merges lost to another writer" : ""
            table.add([
                .init(text: entry.table), .number(entry.filesRemoved), .number(entry.filesAdded),
                .init(text: Figures.bytes(entry.bytesRemoved), isNumber: true),
                .init(text: entry.dryRun ? "" : Figures.bytes(entry.bytesAdded), isNumber: true),
                .number(entry.rows), .init(text: note),
            ])
        }
        guard entries.contains(where: { $0.filesRemoved > 0 }) else {
            return Terminal.say("nothing to merge")
        }
        table.flush()
        if entries.contains(where: \.dryRun) { Terminal.say("(dry run: nothing was changed)") }
    }
}
