/// A row group whose bytes are in the file.
struct WrittenGroup {
    var rowCount: Int
    var chunks: [EncodedChunk]
}

/// What follows the last row group: bloom filters, page indexes and the footer.
///
/// A file whose chunks all have a single page gets no page index: it would repeat the footer.
struct FileTail {
    private let sink: ByteSink
    private let base: Int
    private var groups: [RowGroupMetadata] = []

    /// The tail of a file whose first `position` bytes are there.
    init(_ written: [WrittenGroup], schema: Schema, options: WriterOptions, at position: Int) {
        let sink = ByteSink(capacity: 1 << 14)
        self.sink = sink
        base = position
        for group in written {
            var metadata = RowGroupMetadata()
            metadata.rowCount = group.rowCount
            metadata.chunks = group.chunks.map(\.metadata)
            groups.append(metadata)
        }
        add(\.bloomFilter, written) { chunk, _ in
            if let filter = chunk.bloomFilter { MetadataWriter.write(filter, to: sink) }
        }
        if written.contains(where: { $0.chunks.contains { $0.offsets.pages.count > 1 } }) {
            add(\.columnIndex, written) { chunk, leaf in
                if let index = chunk.columnIndex(schema.leaves[leaf].type) {
                    MetadataWriter.write(index, to: sink)
                }
            }
            add(\.offsetIndex, written) { chunk, _ in MetadataWriter.write(chunk.offsets, to: sink) }
        }
        let footerStart = sink.count
        MetadataWriter.writeFooter(groups, schema: schema, options: options, to: sink)
        sink.append(littleEndian: UInt32(sink.count - footerStart))
        sink.append(Array("PAR1".utf8))
    }

    /// Adds the tail to the file.
    func append(to file: inout [UInt8]) {
        sink.appendContent(to: &file)
    }

    /// Lets `write` append something of each chunk, given its leaf's number, and notes where that is.
    private mutating func add(
        _ place: WritableKeyPath<ChunkMetadata, FilePlace?>,
        _ written: [WrittenGroup],
        _ write: (EncodedChunk, _ leaf: Int) -> Void
    ) {
        for group in written.indices {
            for leaf in written[group].chunks.indices {
                let start = sink.count
                write(written[group].chunks[leaf], leaf)
                guard sink.count > start else { continue }
                let found = FilePlace(offset: base + start, length: sink.count - start)
                groups[group].chunks[leaf][keyPath: place] = found
            }
        }
    }
}
