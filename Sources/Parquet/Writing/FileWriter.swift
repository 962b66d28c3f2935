/// Turns batches into the bytes of Parquet files, one file after another.
///
/// Call `write` for each batch, then `finish` for the file; the writer is then ready for the next file and
/// keeps its compression context, hash table and buffers. After an error, `reset` drops what was written. A
/// copy shares those buffers, so use one writer per file being written.
public struct FileWriter {
    /// The schema of every file.
    public let schema: Schema
    /// How the files are written.
    public let options: WriterOptions

    private let encoder: GroupEncoder
    private let leaves: [Leaf]
    private var file = FileWriter.magic
    private var pending: ColumnBatch
    private var groups: [WrittenGroup] = []

    private static let magic: [UInt8] = [0x50, 0x41, 0x52, 0x31]

    /// Fails on a schema that cannot be written or an option that does not fit it.
    ///
    /// That is an unsupported type, a repeated name, an encoding or bloom filter that does not fit its column,
    /// a sort key that is no column, a list or map of another shape than the static functions of `Field` give.
    public init(schema: Schema, options: WriterOptions = WriterOptions()) throws(ParquetError) {
        self.schema = schema
        self.options = options
        try schema.checkWritable()
        leaves = schema.leaves
        pending = ColumnBatch(schema: schema)
        guard options.rowGroupRows > 0 else { throw .invalidBatch("rowGroupRows must be at least 1") }
        guard options.threads > 0 else { throw .invalidBatch("threads must be at least 1") }
        for key in options.sortingColumns where schema.leafIndex(key.column) == nil {
            throw .unknownColumn(key.column)
        }
        encoder = GroupEncoder(threads: options.threads)
    }

    /// Adds the rows of `batch`; fails when its columns do not fit the schema or text is not UTF-8.
    ///
    /// Rows of an unfinished row group are held back (shared with `batch`, not copied, if it is the first
    /// of them).
    public mutating func write(_ batch: ColumnBatch) throws(ParquetError) {
        guard batch.schema == schema else {
            throw .invalidBatch("the batch has another schema than the writer")
        }
        try batch.validate()
        guard batch.rowCount > 0 else { return }
        if pending.rowCount == 0 {
            pending = batch
        } else {
            for index in pending.columns.indices {
                pending.columns[index].append(contentsOf: batch.columns[index])
            }
        }
        guard pending.rowCount >= options.rowGroupRows || pending.byteCount >= options.rowGroupBytes else {
            return
        }
        try writeGroups(all: pending.byteCount >= options.rowGroupBytes)
    }

    /// Writes what is held back and the footer, returns the file, and starts the next one.
    public mutating func finish() throws(ParquetError) -> EncodedFile {
        if pending.rowCount > 0 { try writeGroups(all: true) }
        let dataEnd = file.count
        let tail = FileTail(groups, schema: schema, options: options, at: dataEnd)
        tail.append(to: &file)
        let encoded = EncodedFile(
            bytes: file,
            rowCount: groups.reduce(0) { $0 + $1.rowCount },
            statistics: mergedStatistics(),
            dataEnd: dataEnd
        )
        reset()
        return encoded
    }

    /// Drops everything written since the last `finish`.
    public mutating func reset() {
        pending = ColumnBatch(schema: schema)
        groups.removeAll(keepingCapacity: true)
        file = Self.magic
    }

    /// Writes full row groups from the rows held back, and the last short one too if `all`.
    private mutating func writeGroups(all: Bool) throws(ParquetError) {
        var bounds = RowGroupBounds(pending)
        var entries: [[Range<Int>]] = []
        var rowCounts: [Int] = []
        while let group = bounds.next(options.rowGroupRows, allowShort: all) {
            entries.append(group)
            rowCounts.append(bounds.lastRowCount)
        }
        // Untouched memory costs nothing; growing by copies would.
        let room = file.count + pending.byteCount / 2
        if room > file.capacity { file.reserve(max(room, file.capacity * 2), from: \.bytes) }
        let chunks = try encoder.encode(pending, groups: entries, options: options, to: &file)
        for (rowCount, chunks) in zip(rowCounts, chunks) {
            groups.append(WrittenGroup(rowCount: rowCount, chunks: chunks))
        }
        var rest = ColumnBatch(schema: schema)
        for index in rest.columns.indices where bounds.starts[index] < pending.columns[index].count {
            rest.columns[index].append(contentsOf: pending.columns[index], from: bounds.starts[index])
        }
        pending = rest
    }

    private func mergedStatistics() -> [LeafStatistics?] {
        leaves.indices.map { index in
            if leaves[index].identifying { return nil }
            var merged = LeafStatistics()
            for group in groups {
                if let part = group.chunks[index].metadata.statistics { merged.merge(part) }
            }
            return merged
        }
    }
}

/// A finished Parquet file.
public struct EncodedFile: Sendable {
    /// The whole file.
    public let bytes: [UInt8]
    /// The number of rows in it.
    public let rowCount: Int
    /// Statistics per leaf, in schema order; nil for identifying columns.
    public let statistics: [LeafStatistics?]
    /// Where the pages end and bloom filters, page indexes and footer begin.
    package let dataEnd: Int
    private let kept: KeptBytes?

    init(bytes: [UInt8], rowCount: Int, statistics: [LeafStatistics?], dataEnd: Int) {
        self.bytes = bytes
        self.rowCount = rowCount
        self.statistics = statistics
        self.dataEnd = dataEnd
        kept = bytes.count < BufferShelves.leastBytes ? nil : KeptBytes(bytes)
    }
}

/// Cuts a batch into row groups: per column, the entries of the next so many rows.
private struct RowGroupBounds {
    private let batch: ColumnBatch
    private(set) var starts: [Int]
    private(set) var lastRowCount = 0
    private var rowsLeft: Int

    init(_ batch: ColumnBatch) {
        self.batch = batch
        starts = batch.columns.map { _ in 0 }
        rowsLeft = batch.rowCount
    }

    mutating func next(_ rows: Int, allowShort: Bool) -> [Range<Int>]? {
        guard rowsLeft >= rows || (allowShort && rowsLeft > 0) else { return nil }
        lastRowCount = min(rows, rowsLeft)
        rowsLeft -= lastRowCount
        var ranges: [Range<Int>] = []
        for (index, column) in batch.columns.enumerated() {
            let end = column.entryEnd(from: starts[index], rows: lastRowCount)
            ranges.append(starts[index]..<end)
            starts[index] = end
        }
        return ranges
    }
}

extension Column {
    /// The entry after `count` rows that begin at entry `start`.
    func entryEnd(from start: Int, rows count: Int) -> Int {
        guard maxRepetition > 0 else { return start + count }
        var left = count
        var entry = start
        while entry < entryCount {
            if repetitions[entry] == 0 {
                if left == 0 { break }
                left -= 1
            }
            entry += 1
        }
        return entry
    }

    /// Appends the entries of a column of the same type and levels, beginning with entry `start`.
    mutating func append(contentsOf other: Column, from start: Int = 0) {
        guard start < other.entryCount else { return }
        switch storage {
        case .boolean: booleans.append(contentsOf: other.booleans[start...])
        case .int32: int32s.append(contentsOf: other.int32s[start...])
        case .int64: int64s.append(contentsOf: other.int64s[start...])
        case .float: floats.append(contentsOf: other.floats[start...])
        case .double: doubles.append(contentsOf: other.doubles[start...])
        case .int128: int128s.append(contentsOf: other.int128s[start...])
        case .bytes:
            let first = start == 0 ? 0 : other.ends[start - 1]
            let shift = arena.count - first
            arena.append(contentsOf: other.arena[first...])
            ends.append(contentsOf: other.ends[start...].lazy.map { $0 + shift })
        }
        if !definitions.isEmpty || !other.definitions.isEmpty {
            if definitions.isEmpty {
                definitions.append(contentsOf: repeatElement(maxDefinition, count: entryCount))
            }
            if other.definitions.isEmpty {
                definitions.append(contentsOf: repeatElement(maxDefinition, count: other.entryCount - start))
            } else {
                definitions.append(contentsOf: other.definitions[start...])
            }
        }
        if maxRepetition > 0 {
            repetitions.append(contentsOf: other.repetitions[start...])
            rows += other.repetitions[start...].reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        }
        entryCount += other.entryCount - start
        // The arrays are others now.
        kept = nil
    }
}
