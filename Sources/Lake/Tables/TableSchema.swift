import DeltaLake
import Foundation
package import Parquet
package import YAMLSettings

/// One schema file: the name, columns and meaning of a table.
package struct TableSchema: Sendable, Equatable {
    /// How rows live.
    package enum Kind: String, Sendable, CaseIterable {
        /// Rows are only added.
        case fact
        /// One row per key with the current truth; live rows are replaced, settled ones stay.
        case keyed
    }

    /// One column of a table.
    package struct Column: Sendable, Equatable {
        package var name: String
        package var type: ColumnType
        package var isNullable: Bool
        /// Holds patient or staff data: no statistics anywhere.
        package var isIdentifying: Bool
        /// Data files get a bloom filter of it, for columns of many values that are asked for by equality.
        package var bloomFilter: Bool
        package var unit: String?
        package var meaning: String
    }

    /// One KPI listed under `kpis` of `gold/kpis`.
    package struct KPI: Sendable, Equatable {
        package var id: String
        package var unit: String
        package var grain: String
        package var meaning: String
    }

    /// The column of a keyed table, and the last it is partitioned by, that tells live rows from settled ones.
    package static let openColumn = "open"

    /// Path below the lake, `gold/kpis`.
    package var path: String
    package var description: String
    package var kind: Kind
    package var partitionBy: [String]
    /// The columns that, with the site, name a row of a keyed table; empty for facts.
    package var key: [String] = []
    package var columns: [Column]
    package var kpis: [KPI] = []

    private static let types: [String: ColumnType] = [
        "integer": .int32, "long": .int64, "double": .double, "boolean": .boolean, "string": .string,
        "binary": .binary, "timestamp": .timestamp, "date": .date,
    ]

    /// Reads `folder/path.yaml` and checks it.
    package static func load(_ path: String, from folder: String) throws(ConfigurationError) -> TableSchema {
        let file = "\(folder)/\(path).yaml"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError(
                "\(file): no such schema file; `schemas` in the pipeline file names the folder"
            )
        }
        let schema = try TableSchema(yaml: String(decoding: data, as: UTF8.self), file: file)
        guard schema.path == path else {
            throw ConfigurationError("\(file): `table` is \(schema.path), expected \(path)")
        }
        return schema
    }

    init(yaml: String, file: String) throws(ConfigurationError) {
        let root = try ConfigurationNode(yaml: yaml, file: file)
        let values = try root.mapping([
            "table", "description", "kind", "partition_by", "key", "columns", "kpis",
        ])
        func required(_ key: String) throws(ConfigurationError) -> ConfigurationNode {
            guard let value = values[key] else { throw root.fault("`\(key)` must be given") }
            return value
        }
        path = try required("table").string()
        description = try required("description").string()
        let kindNode = try required("kind")
        guard let kind = Kind(rawValue: try kindNode.string()) else {
            throw kindNode.fault("expected fact or keyed")
        }
        self.kind = kind
        columns = []
        for element in try required("columns").elements() { columns.append(try Self.column(element)) }
        partitionBy = []
        for element in try values["partition_by"]?.elements() ?? [] {
            let name = try element.string()
            guard columns.contains(where: { $0.name == name }) else { throw element.fault("no such column") }
            partitionBy.append(name)
        }
        for element in try values["key"]?.elements() ?? [] {
            let name = try element.string()
            guard columns.contains(where: { $0.name == name }) else { throw element.fault("no such column") }
            key.append(name)
        }
        guard key.isEmpty == (kind == .fact) else {
            throw kindNode.fault("a keyed table names its `key`, and a table of facts has none")
        }
        for element in try values["kpis"]?.elements() ?? [] {
            let kpi = try element.mapping(["id", "unit", "grain", "meaning"])
            guard let id = kpi["id"], let unit = kpi["unit"], let grain = kpi["grain"],
                let meaning = kpi["meaning"]
            else { throw element.fault("a KPI needs id, unit, grain and meaning") }
            kpis.append(
                KPI(
                    id: try id.string(),
                    unit: try unit.string(),
                    grain: try grain.string(),
                    meaning: try meaning.string()
                )
            )
        }
    }

    private static func column(_ node: ConfigurationNode) throws(ConfigurationError) -> Column {
        let values = try node.mapping([
            "name", "type", "nullable", "identifying", "bloom_filter", "unit", "meaning",
        ])
        guard let name = values["name"], let type = values["type"], let meaning = values["meaning"] else {
            throw node.fault("a column needs name, type and meaning")
        }
        guard let columnType = types[try type.string()] else {
            throw type.fault("expected one of \(types.keys.sorted().joined(separator: ", "))")
        }
        return Column(
            name: try name.string(),
            type: columnType,
            isNullable: try values["nullable"]?.bool() ?? false,
            isIdentifying: try values["identifying"]?.bool() ?? false,
            bloomFilter: try values["bloom_filter"]?.bool() ?? false,
            unit: try values["unit"]?.string(),
            meaning: try meaning.string()
        )
    }
}

extension TableSchema {
    /// The schema in Delta's terms.
    var deltaSchema: DeltaSchema {
        DeltaSchema(
            columns.map { column in
                DeltaColumn(
                    column.name,
                    column.type.deltaType,
                    isNullable: column.isNullable,
                    comment: column.meaning,
                    unit: column.unit,
                    isIdentifying: column.isIdentifying,
                    encoding: column.type == .binary ? .plain : .automatic,
                    bloomFilter: column.bloomFilter
                )
            }
        )
    }
}
