import FoundationEssentials

/// A Delta table found in a lake.
package struct LakeTable: Hashable, Sendable {
    /// The folder it is in, such as `gold`; `main` for a table right in the lake's folder.
    package var schema: String
    /// Its own folder, such as `kpis`.
    package var name: String
    /// Where it is.
    package var path: String

    /// The folder path below the lake: `gold/kpis`.
    package var folder: String { schema == "main" ? name : "\(schema)/\(name)" }
    /// The name in SQL: `gold.kpis`.
    package var sqlName: String { schema == "main" ? name : "\(schema).\(name)" }
}

/// The Delta tables below a folder, one or two levels deep.
package struct LakeCatalog: Sendable {
    /// In order of schema and name.
    package let tables: [LakeTable]
    /// The lake's folder.
    package let path: String

    /// Looks for tables at `path`; opens none.
    ///
    /// - Throws: `missingLake`.
    package init(_ path: String) throws(QueryError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        guard Self.isFolder(path) else { throw .missingLake(path: path) }
        var found: [LakeTable] = []
        if Self.isTable(path) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            found.append(LakeTable(schema: "main", name: name, path: path))
        } else {
            for first in Self.folders(path) {
                let outer = "\(path)/\(first)"
                if Self.isTable(outer) {
                    found.append(LakeTable(schema: "main", name: first, path: outer))
                    continue
                }
                for second in Self.folders(outer) where Self.isTable("\(outer)/\(second)") {
                    found.append(LakeTable(schema: first, name: second, path: "\(outer)/\(second)"))
                }
            }
        }
        tables = found
    }

    /// The table called `gold/kpis`, `gold.kpis` or, when that is clear, `kpis`.
    ///
    /// - Throws: `unknownTable`.
    package func table(_ name: String) throws(QueryError) -> LakeTable {
        let wanted = name.split(separator: "/").joined(separator: ".").lowercased()
        let full = tables.filter { $0.sqlName.lowercased() == wanted }
        let short = tables.filter { $0.name.lowercased() == wanted }
        if let table = full.first ?? (short.count == 1 ? short[0] : nil) { return table }
        throw .unknownTable(name: name, known: tables.map(\.sqlName))
    }

    private static func folders(_ path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("_") && isFolder("\(path)/\($0)") }.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func isTable(_ path: String) -> Bool { isFolder("\(path)/_delta_log") }
}
