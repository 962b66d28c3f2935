import Foundation
import Parquet

/// Writing and reading single files.
struct FileCommands {
    private var loaded: ColumnBatch?

    func table() throws -> ColumnBatch {
        guard let loaded else { throw UsageError(words: ["load first"]) }
        return loaded
    }

    /// Reads the generated table; the raw message is marked as identifying, as the product's schemas do.
    mutating func load(_ path: String) throws -> Answer {
        let read = try FileReader(source: PositionedFile(path)).read()
        let fields = read.schema.fields.map { field in
            var field = field
            field.identifying = field.name == "raw"
            return field
        }
        var batch = ColumnBatch(schema: Schema(fields))
        batch.columns = read.columns
        loaded = batch
        return Answer(count: batch.rowCount)
    }

    func write(to path: String, threads: Int) throws -> Answer {
        let batch = try table()
        return try .timed {
            var options = WriterOptions()
            options.threads = threads
            var writer = try FileWriter(schema: batch.schema, options: options)
            try writer.write(batch)
            let file = try writer.finish()
            try PositionedFile.write(file.bytes, to: path)
            return file.rowCount
        }
    }

    func read(_ path: String, threads: Int, columns: [String]? = nil) throws -> Answer {
        try .timed { try reader(path, threads).read(columns: columns).rowCount }
    }

    func read(_ path: String, threads: Int, where column: String, equals value: String) throws -> Answer {
        try .timed {
            let filter = RowFilter([.init(column, .equals(.text(value)))])
            return try reader(path, threads).read(ReadRequest(filter: filter)).rowCount
        }
    }

    private func reader(_ path: String, _ threads: Int) throws -> FileReader {
        var reader = try FileReader(source: PositionedFile(path))
        reader.threads = threads
        return reader
    }
}
