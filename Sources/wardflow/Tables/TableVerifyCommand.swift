import ArgumentParser
import DeltaLake
import LakeQuery

/// `wardflow table verify`: hold the files against the log.
struct TableVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that every file is there, readable and as the log says; exit 1 when not."
    )

    private struct Entry: Encodable {
        struct Problem: Encodable {
            var file: String
            var problem: String
        }

        var table: String
        var version: Int64?
        var files = 0
        var rows = 0
        var bytes: Int64 = 0
        var checksum = false
        var problems: [Problem] = []
    }

    @Argument(help: "The table, such as gold/kpis; all when left out.")
    var table: String?

    @Flag(help: "Read every row too, not the footers alone.")
    var rows = false

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            let tables = try options.tables(table)
            let readsRows = rows
            let entries = try await OwnThread.run("wardflow.verify") {
                tables.map { Self.entry($0, readsRows: readsRows) }
            }
            options.show(entries) { Self.print(entries) }
            let count = entries.reduce(0) { $0 + $1.problems.count }
            if count > 0 {
                throw Failure(
                    .problemsFound,
                    "\(Figures.count(count, "problem")); restore the files from a copy"
                )
            }
        }
    }

    private static func entry(_ place: LakeTable, readsRows: Bool) -> Entry {
        var entry = Entry(table: place.folder)
        do throws(DeltaError) {
            let report = try DeltaTable.open(at: place.path).verify(readsRows: readsRows)
            entry.version = report.version
            entry.files = report.files
            entry.rows = report.rows
            entry.bytes = report.bytes
            entry.checksum = report.hadChecksum
            entry.problems = report.problems.map { .init(file: $0.path, problem: $0.reason) }
        } catch {
            entry.problems = [.init(file: "_delta_log", problem: error.description)]
        }
        return entry
    }

    private static func print(_ entries: [Entry]) {
        var table = TextTable(["table", "version", "files", "rows", "size", "verdict"])
        for entry in entries {
            table.add([
                .init(text: entry.table), .number(entry.version), .number(entry.files), .number(entry.rows),
                .init(text: Figures.bytes(entry.bytes), isNumber: true),
                .init(
                    text: entry.problems.isEmpty ? "sound" : Figures.count(entry.problems.count, "problem")
                ),
            ])
        }
        table.flush()
        for entry in entries {
            for problem in entry.problems {
                Terminal.say("\(entry.table)/\(DisplayWidth.visible(problem.file)): \(problem.problem)")
            }
        }
    }
}
