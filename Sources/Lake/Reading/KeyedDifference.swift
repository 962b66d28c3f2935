import DeltaLake
import Hospital
import Parquet
import YAMLSettings

/// How the rows of a site in a keyed table differ between two readings of it.
package struct KeyedDifference: Sendable, Equatable, Encodable {
    /// One reading: a table at a version, nil for its newest.
    package struct Reading: Sendable {
        package var lake: String
        package var version: Int64?

        package init(lake: String, version: Int64? = nil) {
            self.lake = lake
            self.version = version
        }
    }

    package var site: String
    package var table: String
    package var before = 0
    package var after = 0
    package var added = 0
    package var removed = 0
    /// Rows of the same key with another value; when a row last changed is no value.
    package var changed = 0
    /// Rows added, removed or changed by the UTC day of their bucket, of tables whose key has one.
    package var days: [String: Int] = [:]

    /// The column that says when a row last changed.
    private static let changeColumn = "as_of"

    /// Compares the rows of `site` in `table`.
    ///
    /// - Parameter schemas: folder of the schema files.
    package init(
        _ site: String,
        _ table: String,
        from old: Reading,
        to new: Reading,
        schemas: String
    ) throws {
        self.site = site
        self.table = table
        let schema = try TableSchema.load(table, from: schemas)
        let dayColumn = schema.key.first { name in
            schema.columns.contains { $0.name == name && $0.type == .timestamp }
        }
        var rows: [String: (values: String, day: String?)] = [:]
        try Self.read(schema, site, old, dayColumn) { key, values, day in
            before += 1
            rows[key] = (values, day)
        }
        func note(_ day: String?) { if let day { days[day, default: 0] += 1 } }
        try Self.read(schema, site, new, dayColumn) { key, values, day in
            after += 1
            guard let known = rows.removeValue(forKey: key) else {
                added += 1
                return note(day)
            }
            guard known.values != values else { return }
            changed += 1
            note(day)
        }
        removed = rows.count
        for row in rows.values { note(row.day) }
    }

    private static func read(
        _ schema: TableSchema,
        _ site: String,
        _ reading: Reading,
        _ dayColumn: String?,
        _ body: (_ key: String, _ values: String, _ day: String?) -> Void
    ) throws {
        let path = "\(reading.lake)/\(schema.path)"
        let names = schema.columns.map(\.name).filter {
            !schema.key.contains($0) && $0 != TableSchema.openColumn && $0 != changeColumn
        }
        do throws(DeltaError) {
            let table =
                if let version = reading.version { try DeltaTable.open(at: path, version: version) } else {
                    try DeltaTable.open(at: path)
                }
            var scan = try table.scan(
                columns: schema.key + names,
                matching: RowFilter([.init(schema.partitionBy[0], .equals(.text(site)))])
            )
            while let batch = try scan.next() {
                let cells = Cells(batch)
                func text(_ columns: [String], _ row: Int) -> String {
                    columns.map { cells.display($0, row) ?? "\u{0}" }.joined(separator: "\u{1}")
                }
                for row in 0..<batch.rowCount {
                    let day = dayColumn.map { String(cells.time($0, row).iso8601.prefix(10)) }
                    body(text(schema.key, row), text(names, row), day)
                }
            }
        } catch {
            throw LakeError.unusableTable(path: path, detail: error.description)
        }
    }
}
