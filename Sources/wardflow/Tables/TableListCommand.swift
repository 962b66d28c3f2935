import ArgumentParser
import DeltaLake
import LakeQuery

/// `wardflow table list`: every table of a lake on a line.
struct TableListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tables: version, last commit, files, rows and size."
    )

    private struct Entry: Encodable {
        var table: String
        var version: Int64?
        var lastCommit: String?
        var files: Int?
        var rows: Int64?
        var bytes: Int64?
        /// Why the table cannot be opened.
        var fault: String?
    }

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            let entries = try options.tables(nil).map(Self.entry)
            options.show(entries) { Self.print(entries) }
            let faults = entries.filter { $0.fault != nil }
            guard faults.isEmpty else {
                let words = faults.map { "\($0.table): \($0.fault ?? "")" }.joined(separator: "\nwardflow: ")
                throw Failure(.problemsFound, words)
            }
        }
    }

    private static func entry(_ table: LakeTable) -> Entry {
        var entry = Entry(table: table.folder)
        do throws(DeltaError) {
            let opened = try DeltaTable.open(at: table.path)
            let size = TableSize(opened)
            entry.version = opened.version
            entry.lastCommit = try opened.history(limit: 1).first.map { Figures.moment($0.timestamp) }
            entry.files = size.files
            entry.rows = size.rows
            entry.bytes = size.bytes
        } catch {
            entry.fault = error.description
        }
        return entry
    }

    private static func print(_ entries: [Entry]) {
        var table = TextTable(["table", "version", "last commit", "files", "rows", "size"])
        for entry in entries {
            table.add([
                .init(text: entry.table), .number(entry.version),
                .init(text: entry.lastCommit ?? "cannot be opened"),
                .number(entry.files), .number(entry.rows),
                .init(text: entry.bytes.map(Figures.bytes) ?? "", isNumber: true),
            ])
        }
        table.flush()
    }
}

/// What a table takes, from its log.
struct TableSize {
    var files: Int
    /// Rows in the table; nil when a file's writer did not count.
    var rows: Int64?
    /// Rows that deletion vectors take out.
    var deletedRows: Int64 = 0
    var bytes: Int64

    init(_ table: DeltaTable) {
        files = table.files.count
        bytes = table.files.values.reduce(0) { $0 + $1.size }
        deletedRows = table.files.values.reduce(0) { $0 + ($1.deletionVector?.cardinality ?? 0) }
        let counts = table.files.values.map(\.rowCount)
        rows = counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) } - deletedRows
    }
}

extension TextTable.Cell {
    /// A number with groups of digits; empty for none.
    static func number(_ value: (some BinaryInteger)?) -> TextTable.Cell {
        TextTable.Cell(text: value.map { Figures.count($0) } ?? "", isNumber: true)
    }
}
