package import Parquet

/// The JSON of `add.stats`: row count, and per column bounds and null count; structs nest as in the schema.
package enum FileStatistics {
    /// Longest string bound, in characters of Unicode.
    package static let textLimit = 32

    /// Statistics of a file for the leaves in `allowed`; the others, and those in lists and maps, leave no
    /// trace.
    static func json(of file: EncodedFile, schema: Schema, allowed: Set<String>) -> String {
        let known = schema.leaves.indices.filter { index in
            let leaf = schema.leaves[index]
            return leaf.maxRepetition == 0 && !leaf.identifying && allowed.contains(leaf.name)
        }
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("numRecords")
        writer.value(Int64(file.rowCount))
        writer.key("minValues")
        tree(known, schema) { index in
            file.statistics[index]?.minimum.flatMap { minimum($0, schema.leaves[index].type) }
        }.write(to: &writer)
        writer.key("maxValues")
        tree(known, schema) { index in
            file.statistics[index]?.maximum.flatMap { maximum($0, schema.leaves[index].type) }
        }.write(to: &writer)
        writer.key("nullCount")
        tree(known, schema) { index in
            file.statistics[index].map { .number(String($0.nullCount)) }
        }.write(to: &writer)
        writer.endObject()
        return writer.text
    }

    /// The values of the leaves as an object that nests as their paths do.
    private static func tree(_ known: [Int], _ schema: Schema, _ value: (Int) -> JSONValue?) -> StatisticsTree
    {
        var tree = StatisticsTree()
        for index in known {
            if let value = value(index) { tree.insert(value, at: schema.leaves[index].path[...]) }
        }
        return tree
    }

    /// The statistics of a file that has a deletion vector now: its bounds hold, but perhaps for no live row.
    static func loosened(_ stats: String?, rowCount: Int) -> String {
        var members: [String: JSONValue] = [:]
        var scanner = JSONScanner(Array((stats ?? "").utf8))
        do throws(JSONError) {
            if case .object(let found) = try JSONValue(from: &scanner) { members = found }
        } catch {
            members = [:]
        }
        members["numRecords"] = .number("\(rowCount)")
        members["tightBounds"] = .bool(false)
        var writer = JSONWriter(capacity: 256)
        JSONValue.object(members).write(to: &writer)
        return writer.text
    }

    /// A lower bound as JSON: text cut to 32 characters, moments floored to milliseconds; nil when there is
    /// none.
    package static func minimum(_ value: StatisticValue, _ type: ColumnType) -> JSONValue? {
        guard type == .string, case .bytes(let bytes) = value else { return exact(value, type) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit))))
    }

    /// An upper bound as JSON, nil when there is none.
    ///
    /// Cut text has its last character raised. Moments are floored to milliseconds, which is Delta's rule;
    /// readers widen them.
    package static func maximum(_ value: StatisticValue, _ type: ColumnType) -> JSONValue? {
        guard type == .string, case .bytes(let bytes) = value else { return exact(value, type) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var scalars = Array(text.unicodeScalars.prefix(textLimit))
        guard scalars.count < text.unicodeScalars.count else { return .string(text) }
        while let last = scalars.popLast() {
            // The code points D800 to DFFF are not characters.
            guard let raised = Unicode.Scalar(last.value == 0xD7FF ? 0xE000 : last.value + 1) else {
                continue
            }
            return .string(String(String.UnicodeScalarView(scalars + [raised])))
        }
        return nil
    }

    private static func exact(_ value: StatisticValue, _ type: ColumnType) -> JSONValue? {
        switch (value, type) {
        case (.int32(let days), .date): CalendarText.date(days: Int64(days)).map { .string($0) }
        case (.int32(let number), .int32), (.int32(let number), .int16), (.int32(let number), .int8):
            .number(String(number))
        case (.int64(let moment), .timestamp):
            CalendarText.timestamp(microseconds: moment).map { .string($0) }
        case (.int64(let moment), .localTimestamp):
            CalendarText.timestamp(microseconds: moment).map { .string(String($0.dropLast())) }
        case (.int64(let number), .int64): .number(String(number))
        case (.float(let number), .float): number.isFinite ? .number("\(number)") : nil
        case (.double(let number), .double): number.isFinite ? .number("\(number)") : nil
        case (.decimal(let number), .decimal(_, let scale)): .number(DecimalText.text(number, scale: scale))
        default: nil
        }
    }
}

/// An object whose members keep the order of the columns.
private struct StatisticsTree {
    private enum Node {
        case value(JSONValue)
        case tree(StatisticsTree)
    }

    private var members: [(name: String, node: Node)] = []

    mutating func insert(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        guard !rest.isEmpty else {
            members.append((name, .value(value)))
            return
        }
        // Leaves come depth first, so an open struct is the last member.
        if let last = members.indices.last, members[last].name == name,
            case .tree(var tree) = members[last].node
        {
            tree.insert(value, at: rest)
            members[last].node = .tree(tree)
        } else {
            var tree = StatisticsTree()
            tree.insert(value, at: rest)
            members.append((name, .tree(tree)))
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, node) in members {
            writer.key(name)
            switch node {
            case .value(let value): value.write(to: &writer)
            case .tree(let tree): tree.write(to: &writer)
            }
        }
        writer.endObject()
    }
}
