public import Parquet

/// A condition every row of a table satisfies: a `CHECK` constraint or a column invariant.
public struct CheckConstraint: Sendable {
    /// What a property of a constraint starts with; its name follows.
    public static let keyPrefix = "delta.constraints."

    /// The constraint's name, or the column's for an invariant.
    public let name: String
    /// The expression as it stands in the table.
    public let expression: String
    private let condition: BoundExpression

    /// A constraint on tables of `schema`.
    ///
    /// - Throws: `unsupportedConstraint` for an expression outside the grammar, see `SQLExpression`, or one that
    ///   does not fit the schema.
    public init(name: String, expression: String, schema: DeltaSchema, path: String) throws(DeltaError) {
        self.name = name
        self.expression = expression
        do throws(ExpressionError) {
            condition = try BoundExpression.condition(SQLParser.parse(expression), in: schema)
        } catch {
            throw .unsupportedConstraint(name: name, expression: expression, reason: error.reason, path: path)
        }
    }

    /// The first row for which the condition is false or unknown; nil when all rows satisfy it.
    ///
    /// A column that is in neither the batch nor `partitionValues` is null.
    public func violation(in batch: ColumnBatch, partitionValues: [String: String?] = [:]) -> Int? {
        let count = batch.rowCount
        let result = condition.evaluate(count: count) { path, type in
            if let index = batch.schema.leafIndex(path.joined(separator: ".")) {
                return SQLValues(batch.columns[index])
            }
            guard path.count == 1, let text = partitionValues[path[0]] ?? nil else {
                return SQLValues(.null, count: count)
            }
            return SQLValues(PartitionValue.column(text, type, count: count))
        }
        let truths = result.booleans
        return truths.indices.first { result.isNull[$0] || !truths[$0] }
    }
}

extension TableMetadata {
    /// The constraints and invariants of the table, by name.
    ///
    /// - Throws: `unsupportedConstraint` for the first one outside the grammar.
    func checkConstraints(path: String) throws(DeltaError) -> [CheckConstraint] {
        var constraints: [CheckConstraint] = []
        for (key, expression) in configuration.sorted(by: { $0.key < $1.key })
        where key.hasPrefix(CheckConstraint.keyPrefix) {
            let name = String(key.dropFirst(CheckConstraint.keyPrefix.count))
            constraints.append(
                try CheckConstraint(name: name, expression: expression, schema: schema, path: path)
            )
        }
        for column in schema.allColumns {
            guard let invariant = column.metadata["delta.invariants"] else { continue }
            guard let expression = Self.expression(of: invariant) else {
                throw .unsupportedConstraint(
                    name: column.name,
                    expression: "",
                    reason: "delta.invariants holds no expression",
                    path: path
                )
            }
            constraints.append(
                try CheckConstraint(name: column.name, expression: expression, schema: schema, path: path)
            )
        }
        return constraints
    }

    /// The expression inside `{"expression": {"expression": "x > 3"}}`, a JSON text within JSON.
    private static func expression(of invariant: JSONValue) -> String? {
        guard let text = invariant.stringValue else { return nil }
        var scanner = JSONScanner(Array(text.utf8))
        do throws(JSONError) {
            return try JSONValue(from: &scanner)["expression"]?["expression"]?.stringValue
        } catch {
            return nil
        }
    }
}
