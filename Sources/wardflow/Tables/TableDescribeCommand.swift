import ArgumentParser
import DeltaLake
import Foundation
import LakeQuery

/// `wardflow table describe`: what a table is.
struct TableDescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show a table: columns, size, properties, features and constraints."
    )

    private struct ColumnEntry: Encodable {
        var name: String
        var type: String
        var nullable: Bool
        var partition: Bool
        var identifying: Bool
        var unit: String?
        var meaning: String?
    }

    private struct Entry: Encodable {
        var table: String
        var path: String
        var meaning: String?
        var version: Int64
        var created: String?
        var lastCommit: String?
        var files: Int
        var rows: Int64?
        var deletedRows: Int64
        var bytes: Int64
        var partitionColumns: [String]
        var readerVersion: Int64
        var writerVersion: Int64
        var readerFeatures: [String]
        var writerFeatures: [String]
        var readOnly: String?
        var constraints: [String: String]
        var properties: [String: String]
        var progress: [String: Int64]
        var columns: [ColumnEntry]
    }

    @Argument(help: "The table, such as gold/kpis.")
    var table: String

    @OptionGroup var options: LakeOptions

    func run() async throws {
        try await reporting {
            let place = try options.tables(table)[0]
            let entry = try Self.entry(place, options.open(place))
            options.show(entry) { Self.print(entry) }
        }
    }

    private static let constraintPrefix = "delta.constraints."

    private static func entry(_ place: LakeTable, _ table: DeltaTable) throws -> Entry {
        let size = TableSize(table)
        let metadata = table.metadata
        let isConstraint = { (key: String) in key.hasPrefix(constraintPrefix) }
        var constraints: [String: String] = [:]
        for (key, value) in metadata.configuration where isConstraint(key) {
            constraints[String(key.dropFirst(constraintPrefix.count))] = value
        }
        return Entry(
            table: place.folder,
            path: place.path,
            meaning: metadata.description,
            version: table.version,
            created: metadata.createdTime.map(Figures.moment),
            lastCommit: try table.history(limit: 1).first.map { Figures.moment($0.timestamp) },
            files: size.files,
            rows: size.rows,
            deletedRows: size.deletedRows,
            bytes: size.bytes,
            partitionColumns: metadata.partitionColumns,
            readerVersion: table.tableProtocol.minReaderVersion,
            writerVersion: table.tableProtocol.minWriterVersion,
            readerFeatures: table.tableProtocol.readerFeatures ?? [],
            writerFeatures: table.tableProtocol.writerFeatures ?? [],
            readOnly: table.readOnlyReason?.description,
            constraints: constraints,
            properties: metadata.configuration.filter { !isConstraint($0.key) },
            progress: table.transactionVersions,
            columns: metadata.schema.columns.map { column in
                ColumnEntry(
                    name: column.name,
                    type: "\(column.type)",
                    nullable: column.isNullable,
                    partition: metadata.partitionColumns.contains(column.name),
                    identifying: column.isIdentifying,
                    unit: column.unit,
                    meaning: column.comment
                )
            }
        )
    }

    private static func print(_ entry: Entry) {
        func note(_ label: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            Terminal.say(
                label.padding(toLength: 13, withPad: " ", startingAt: 0) + DisplayWidth.visible(text)
            )
        }
        note("table", entry.table)
        note("meaning", entry.meaning)
        note("path", entry.path)
        note("version", "\(entry.version)" + (entry.lastCommit.map { ", committed \($0)" } ?? ""))
        note("created", entry.created)
        note("rows", entry.rows.map { Figures.count($0) })
        note(
            "deleted rows",
            entry.deletedRows == 0 ? nil : "\(Figures.count(entry.deletedRows)), still in the files"
        )
        note("files", "\(Figures.count(entry.files)), \(Figures.bytes(entry.bytes))")
        note("partitions", entry.partitionColumns.joined(separator: ", "))
        note("protocol", "reader \(entry.readerVersion), writer \(entry.writerVersion)")
        note("features", Set(entry.readerFeatures + entry.writerFeatures).sorted().joined(separator: ", "))
        note("read-only", entry.readOnly)
        for (key, value) in entry.constraints.sorted(by: { $0.key < $1.key }) {
            note("constraint", "\(key): \(value)")
        }
        for (key, value) in entry.properties.sorted(by: { $0.key < $1.key }) {
            note("property", "\(key) = \(value)")
        }
        for (key, value) in entry.progress.sorted(by: { $0.key < $1.key }) {
            note("progress", "\(key) at \(value)")
        }
        Terminal.say("")
        var table = TextTable(["column", "type", "", "unit", "meaning"])
        for column in entry.columns {
            var marks: [String] = []
            if !column.nullable { marks.append("not null") }
            if column.partition { marks.append("partition") }
            if column.identifying { marks.append("identifying") }
            table.add(
                [
                    column.name, column.type, marks.joined(separator: ", "), column.unit ?? "",
                    column.meaning ?? "",
                ].map {
                    .init(text: $0)
                }
            )
        }
        table.flush()
    }
}
