package import Parquet

/// The JSON of `add.stats`: row count, and per column bounds and null count.
package enum FileStatistics {
    /// Longest string bound, in characters of Unicode.
    package static let textLimit = 32

    /// Statistics of a file for the columns in `allowed`; the others leave no trace.
    static func json(of file: EncodedFile, schema: Schema, types: [DeltaType], allowed: Set<String>) -> String
    {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.key("numRecords")
        writer.value(Int64(file.rowCount))
        let known = schema.leaves.indices.filter { allowed.contains(schema.leaves[$0].name) }
        writer.key("minValues")
        writer.beginObject()
        for index in known {
            guard let bound = file.statistics[index]?.minimum, let json = minimum(bound, types[index]) else {
                continue
            }
            writer.key(schema.leaves[index].name)
            json.write(to: &writer)
        }
        writer.endObject()
        writer.key("maxValues")
        writer.beginObject()
        for index in known {
            guard let bound = file.statistics[index]?.maximum, let json = maximum(bound, types[index]) else {
                continue
            }
            writer.key(schema.leaves[index].name)
            json.write(to: &writer)
        }
        writer.endObject()
        writer.key("nullCount")
        writer.beginObject()
        for index in known {
            guard let statistics = file.statistics[index] else { continue }
            writer.key(schema.leaves[index].name)
            writer.value(Int64(statistics.nullCount))
        }
        writer.endObject()
        writer.endObject()
        return writer.text
    }

    /// A lower bound as JSON: text cut to 32 characters, moments floored to milliseconds; nil when there is
    /// none.
    package static func minimum(_ value: StatisticValue, _ type: DeltaType) -> JSONValue? {
        guard type == .string, case .bytes(let bytes) = value else { return exact(value, type) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit))))
    }

    /// An upper bound as JSON, nil when there is none.
    ///
    /// Cut text has its last character raised. Moments are floored to milliseconds, which is Delta's rule;
    /// readers widen them.
    package static func maximum(_ value: StatisticValue, _ type: DeltaType) -> JSONValue? {
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

    private static func exact(_ value: StatisticValue, _ type: DeltaType) -> JSONValue? {
        switch (value, type) {
        case (.int32(let days), .date): CalendarText.date(days: Int64(days)).map { .string($0) }
        case (.int32(let number), .integer): .number(String(number))
        case (.int64(let moment), .timestamp):
            CalendarText.timestamp(microseconds: moment).map { .string($0) }
        case (.int64(let number), .long): .number(String(number))
        case (.double(let number), .double): number.isFinite ? .number("\(number)") : nil
        default: nil
        }
    }
}
