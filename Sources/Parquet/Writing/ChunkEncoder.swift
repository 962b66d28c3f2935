/// Encodes one column chunk after another, reusing its compressor, hash table and buffers.
///
/// Unsafe: lends columns to the encoders without a copy; `GroupEncoder` gives each encoder to one thread.
final class ChunkEncoder: @unchecked Sendable {
    private let zstd = Zstd()
    private let page = ByteSink()
    private let compressed = ByteSink()
    private var interner = Interner()
    /// The bytes of the chunk encoded last.
    let output = ByteSink()

    /// Encodes entries `entries` of `column` into `output` and describes them.
    func encode(
        _ column: Column,
        entries: Range<Int>,
        leaf: Leaf,
        options: WriterOptions
    ) throws(ParquetError) -> EncodedChunk {
        output.removeAll()
        let values = try DenseValues(column, entries: entries).stored(as: leaf)
        let encoding = EncodingRule(values, leaf: leaf, interner: &interner).encoding
        let isDictionary = encoding == PageEncoding.runLengthDictionary
        var chunk = EncodedChunk()
        chunk.metadata.physicalType = leaf.type.physicalType.rawValue
        chunk.metadata.codec = options.codec.rawValue
        chunk.metadata.valueCount = entries.count
        chunk.metadata.encodings = [encoding, PageEncoding.runLength]
        if isDictionary {
            chunk.metadata.encodings = [PageEncoding.plain, PageEncoding.runLength, encoding]
            chunk.metadata.dictionaryPageOffset = 0
            try encodeDictionary(values, options: options, chunk: &chunk)
        }
        chunk.metadata.dataPageOffset = output.count
        try encodePages(
            values,
            PageCuts(column, limit: entries.upperBound, encoding: encoding),
            entries,
            leaf: leaf,
            encoding: encoding,
            options: options,
            chunk: &chunk
        )
        if leaf.bloomFilter {
            let positions = isDictionary ? interner.firstPositions : nil
            chunk.bloomFilter = try BloomFilter(values, distinct: positions, options: options)
        }
        return chunk
    }

    private func encodeDictionary(
        _ values: DenseValues,
        options: WriterOptions,
        chunk: inout EncodedChunk
    ) throws(ParquetError) {
        page.removeAll()
        try ValueEncoder.plain(
            values,
            positions: interner.firstPositions,
            size: interner.dictionaryBytes,
            to: page
        )
        var header = PageHeader()
        header.kind = PageKind.dictionary
        header.valueCount = interner.firstPositions.count
        header.encoding = PageEncoding.plain
        try writePage(&header, options: options, chunk: &chunk.metadata)
    }

    private func encodePages(
        _ values: DenseValues,
        _ cuts: PageCuts,
        _ entries: Range<Int>,
        leaf: Leaf,
        encoding: Int32,
        options: WriterOptions,
        chunk: inout EncodedChunk
    ) throws(ParquetError) {
        var entry = entries.lowerBound
        var value = values.range.lowerBound
        var row = 0
        var bounds = leaf.identifying ? nil : LeafStatistics()
        repeat {
            let end = cuts.end(from: entry)
            let part = entry..<end
            let present = value..<value + cuts.presentCount(part)
            page.removeAll()
            LevelEncoder.encode(cuts.column, part, to: page)
            try encodeValues(values, present, encoding: encoding)
            var header = PageHeader()
            header.kind = PageKind.data
            header.valueCount = part.count
            header.encoding = encoding
            let offset = output.count
            try writePage(&header, options: options, chunk: &chunk.metadata)
            let size = output.count - offset
            chunk.offsets.pages.append(.init(offset: offset, compressedSize: size, firstRow: row))
            if bounds != nil {
                let statistics = try statistics(values, present, nulls: part.count - present.count, encoding)
                bounds?.merge(statistics)
                if leaf.pageIndex { chunk.pageStatistics.append(statistics) }
            }
            value = present.upperBound
            row += cuts.rowCount(part)
            entry = end
        } while entry < entries.upperBound
        chunk.metadata.statistics = bounds
    }

    /// Bounds and counts of one page's values.
    private func statistics(
        _ values: DenseValues,
        _ part: Range<Int>,
        nulls: Int,
        _ encoding: Int32
    ) throws(ParquetError) -> LeafStatistics {
        var statistics = LeafStatistics()
        statistics.valueCount = part.count
        statistics.nullCount = nulls
        let hasFew =
            values.column.storage == .bytes && encoding == PageEncoding.runLengthDictionary
            && interner.firstPositions.count <= part.count / 4
        let distinct = hasFew ? interner.distinctPositions(part, from: values.range.lowerBound) : nil
        try ValueScan.bounds(of: values, part, distinct: distinct, into: &statistics)
        return statistics
    }

    private func encodeValues(
        _ values: DenseValues,
        _ part: Range<Int>,
        encoding: Int32
    ) throws(ParquetError) {
        switch encoding {
        case PageEncoding.runLengthDictionary:
            let width = EncodingRule.indexWidth(interner.firstPositions.count)
            let first = values.range.lowerBound
            page.append(UInt8(width))
            interner.indices.withUnsafeBufferPointer { all in
                let indices = UnsafeBufferPointer(
                    rebasing: all[part.lowerBound - first..<part.upperBound - first]
                )
                RunLength.encode(indices, width: width, to: page)
            }
        case PageEncoding.deltaBinaryPacked where values.column.storage == .int32:
            values.column.int32s.withUnsafeBufferPointer { all in
                DeltaBinaryPacked.encode(UnsafeBufferPointer(rebasing: all[part]), to: page)
            }
        case PageEncoding.deltaBinaryPacked:
            values.column.int64s.withUnsafeBufferPointer { all in
                DeltaBinaryPacked.encode(UnsafeBufferPointer(rebasing: all[part]), to: page)
            }
        case PageEncoding.deltaLengthByteArray:
            ValueEncoder.deltaLength(values, part, to: page)
        default:
            try ValueEncoder.plain(values, part, to: page)
        }
    }

    /// Compresses the page buffer and appends header and body to the output.
    private func writePage(
        _ header: inout PageHeader,
        options: WriterOptions,
        chunk: inout ChunkMetadata
    ) throws(ParquetError) {
        guard page.count <= Int(Int32.max) else {
            throw .invalidBatch("a page of \(page.count) bytes; single values must stay below 2 GiB")
        }
        let start = output.count
        header.uncompressedSize = page.count
        let body: ByteSink
        switch options.codec {
        case .uncompressed: body = page
        case .zstd:
            compressed.removeAll()
            _ = try zstd.compress(page.bytes, level: options.zstdLevel, to: compressed)
            body = compressed
        }
        header.compressedSize = body.count
        MetadataWriter.write(header, to: output)
        chunk.uncompressedSize += output.count - start + page.count
        output.append(body.bytes)
        chunk.compressedSize += output.count - start
    }
}
