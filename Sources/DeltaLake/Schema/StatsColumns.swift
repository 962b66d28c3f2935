extension TableMetadata {
    /// The property that lists the columns with statistics.
    public static let statsColumnsKey = "delta.dataSkippingStatsColumns"
    /// The property that says how many leading columns have statistics when none are listed; -1 means all.
    static let indexedColumnsKey = "delta.dataSkippingNumIndexedCols"

    /// The dotted names of leaves whose statistics may enter the log; what identifies a person never does.
    var statsColumns: Set<String> {
        let leaves = Self.leaves(of: schema.columns.filter { !partitionColumns.contains($0.name) }, path: "")
        if let listed = configuration[Self.statsColumnsKey] {
            let names = listed.split(separator: ",").map(Self.unquoted)
            return Set(
                leaves.filter { leaf in names.contains { leaf == $0 || leaf.hasPrefix($0 + ".") } }
            )
        }
        if let count = configuration[Self.indexedColumnsKey].flatMap({ Int($0) }), count >= 0 {
            return Set(leaves.prefix(count))
        }
        return Set(leaves)
    }

    /// Sets the statistics property to the columns that identify nobody and that have an order.
    ///
    /// Others would refuse a list with truth values, bytes, arrays or maps in it.
    mutating func listStatsColumns() {
        configuration[Self.statsColumnsKey] =
            schema.columns
            .filter { !partitionColumns.contains($0.name) }
            .flatMap { Self.listed($0, path: "") }
            .joined(separator: ",")
    }

    private static func leaves(of columns: [DeltaColumn], path: String) -> [String] {
        columns.flatMap { column -> [String] in
            let name = path + column.name
            guard !column.isIdentifying else { return [] }
            if case .structure(let fields) = column.type { return leaves(of: fields, path: name + ".") }
            return column.type.columnType == nil ? [] : [name]
        }
    }

    private static func listed(_ column: DeltaColumn, path: String) -> [String] {
        guard !column.isIdentifying else { return [] }
        let name = "\(path)`\(column.name)`"
        guard case .structure(let fields) = column.type else { return column.type.hasBounds ? [name] : [] }
        return fields.flatMap { listed($0, path: name + ".") }
    }

    /// A listed name without its quotes: `` `a`.`b` `` is `a.b`.
    private static func unquoted(_ name: Substring) -> String {
        let trimmed = name.drop { $0 == " " }
        return String(trimmed.reversed().drop { $0 == " " }.reversed()).replacing("`", with: "")
    }
}
