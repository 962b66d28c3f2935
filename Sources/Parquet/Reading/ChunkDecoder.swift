/// Decodes the pages of column chunks.
///
/// Unsafe: lends page bytes as buffers to the value decoders; every page range is checked against the file
/// first.
struct ChunkDecoder {
    private let source: CheckedSource
    private let dataEnd: Int
    private let zstd = Zstd()
    private let page = ByteSink()

    init(source: CheckedSource, dataEnd: Int) {
        self.source = source
        self.dataEnd = dataEnd
    }

    /// Appends all entries of `chunk` to `column`.
    func decode(
        _ chunk: ChunkMetadata,
        stored: StoredLeaf,
        into column: inout Column,
        budget: inout ReadBudget,
        report: inout PruningReport
    ) throws(ParquetError) {
        if chunk.externalFile { throw .unsupported(feature: "column chunk in another file") }
        guard chunk.physicalType == stored.physicalType.rawValue else {
            throw .corrupt(what: "a column chunk of another type than the schema", offset: -1)
        }
        if chunk.valueCount == 0 { return }
        let start = chunk.start
        guard start >= 4, start <= dataEnd, chunk.compressedSize <= dataEnd - start else {
            throw .corrupt(what: "a column chunk outside the file", offset: start)
        }
        var rest = try source.bytes(in: start..<start + chunk.compressedSize)
        report.bytesRead += rest.count
        var decoder = PageDecoder(stored: stored, column: column)
        var left = chunk.valueCount
        // The decoder owns the column while it grows, so that appends do not copy it.
        column = Column(
            type: column.type,
            maxDefinition: column.maxDefinition,
            maxRepetition: column.maxRepetition
        )
        while left > 0 {
            let position = start + chunk.compressedSize - rest.count
            let (header, length) = try FooterReader.pageHeader(rest, at: position)
            rest = rest.dropFirst(length)
            guard header.compressedSize <= rest.count else {
                throw .corrupt(what: "a page longer than its column chunk", offset: position)
            }
            guard header.uncompressedSize <= budget.limits.pageBytes else {
                throw .limitExceeded(
                    limit: "pageBytes",
                    allowed: budget.limits.pageBytes,
                    found: header.uncompressedSize
                )
            }
            let body = rest.prefix(header.compressedSize)
            rest = rest.dropFirst(header.compressedSize)
            if header.kind == PageKind.index { continue }
            if header.kind == PageKind.data || header.kind == PageKind.dataV2 {
                guard header.valueCount >= 0 && header.valueCount <= left else {
                    throw .corrupt(what: "pages with more values than their column chunk", offset: position)
                }
                left -= header.valueCount
                report.pages += 1
                report.pagesRead += 1
            }
            try decode(header, body, codec: chunk.codec, with: &decoder, budget: &budget)
        }
        column = decoder.column
    }

    private func decode(
        _ header: PageHeader,
        _ bytes: ArraySlice<UInt8>,
        codec: Int32,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try bytes.withUnsafeBufferPointer { (all) throws(ParquetError) in
            let body = UnsafeRawBufferPointer(all)
            switch header.kind {
            case PageKind.dictionary:
                let content = try decompress(body, codec, size: header.uncompressedSize)
                try decoder.dictionaryPage(header, content, budget: &budget)
            case PageKind.data:
                let content = try decompress(body, codec, size: header.uncompressedSize)
                try decoder.dataPage(header, content, budget: &budget)
            case PageKind.dataV2:
                try decodeV2(header, body, codec, with: &decoder, budget: &budget)
            default:
                throw .unsupported(feature: "page type \(header.kind)")
            }
        }
    }

    /// In V2 pages the levels come first and are never compressed.
    private func decodeV2(
        _ header: PageHeader,
        _ body: UnsafeRawBufferPointer,
        _ codec: Int32,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        var cursor = ByteCursor(body)
        let repetition = try cursor.take(header.repetitionBytes)
        let definition = try cursor.take(header.definitionBytes)
        let size = header.uncompressedSize - repetition.count - definition.count
        guard size >= 0 else { throw cursor.corrupt("level bytes longer than the page") }
        // A page of nulls has no bytes to decompress.
        let content =
            header.isCompressed && cursor.remaining > 0
            ? try decompress(cursor.rest, codec, size: size) : cursor.rest
        try decoder.dataPageV2(header, repetition, definition, content, budget: &budget)
    }

    private func decompress(
        _ body: UnsafeRawBufferPointer,
        _ codec: Int32,
        size: Int
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        page.removeAll()
        switch codec {
        case 0:
            guard body.count == size else {
                throw .corrupt(what: "an uncompressed page with two different sizes", offset: -1)
            }
            return body
        case 1: try Snappy.decompress(body, size: size, to: page)
        case 2: try Gzip.decompress(body, size: size, to: page)
        case 6: try zstd.decompress(body, size: size, to: page)
        case 7: try LZ4.decompress(body, size: size, to: page)
        default:
            let names: [Int32: String] = [3: "LZO", 4: "BROTLI", 5: "LZ4 (Hadoop)"]
            throw .unsupported(feature: "\(names[codec] ?? "codec \(codec)") compression")
        }
        return page.bytes
    }
}
