/// Encodes one column chunk after another into a file, reusing its compressor, hash table and page buffers.
struct ChunkEncoder {
    private let zstd = Zstd()
    private let page = ByteSink()
    private let compressed = ByteSink()
    private var interner = Interner()

    /// Rows and bytes at which a page is closed.
    static let pageRows = 20_000
    static let pageBytes = 1 << 20

    /// Appends the pages of entries `entries` of `column` to `file` and describes them.
    mutating func encode(
        _ column: Column,
        entries: Range<Int>,
        leaf: Leaf,
        options: WriterOptions,
        to file: ByteSink
    ) throws(ParquetError) -> ChunkMetadata {
        let values = try DenseValues(column, entries: entries).stored(as: leaf)
        var chunk = ChunkMetadata()
        chunk.physicalType = leaf.type.physicalType.rawValue
        chunk.codec = options.codec.rawValue
        chunk.valueCount = entries.count
        let encoding = chooseEncoding(values, leaf: leaf)
        let isDictionary = encoding == PageEncoding.runLengthDictionary
        if isDictionary {
            chunk.dictionaryPageOffset = file.count
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
            try writePage(&header, options: options, chunk: &chunk, to: file)
        }
        chunk.encodings =
            isDictionary
            ? [PageEncoding.plain, PageEncoding.runLength, encoding] : [encoding, PageEncoding.runLength]
        chunk.dataPageOffset = file.count
        try encodePages(
            values,
            column,
            entries,
            leaf: leaf,
            encoding: encoding,
            options: options,
            chunk: &chunk,
            to: file
        )
        if !leaf.identifying {
            var statistics = LeafStatistics()
            statistics.valueCount = values.range.count
            statistics.nullCount = entries.count - values.range.count
            let useDictionary = isDictionary && column.storage == .bytes
            try ValueScan.bounds(
                of: values,
                positions: useDictionary ? interner.firstPositions : nil,
                into: &statistics
            )
            chunk.statistics = statistics
        }
        return chunk
    }

    /// Applies the column's rule; on return the interner holds the dictionary if one is used.
    private mutating func chooseEncoding(_ values: DenseValues, leaf: Leaf) -> Int32 {
        let storage = values.column.storage
        var wanted = leaf.encoding
        if wanted == .automatic { wanted = storage == .int64 ? .delta : .dictionary }
        if storage == .boolean || values.range.isEmpty { wanted = .plain }
        switch wanted {
        case .delta where storage == .int64 || storage == .int32: return PageEncoding.deltaBinaryPacked
        case .dictionary: break
        case .automatic, .plain, .delta: return PageEncoding.plain
        }
        guard intern(values) else { return PageEncoding.plain }
        let width = Self.indexWidth(interner.firstPositions.count)
        let size = interner.dictionaryBytes + values.range.count * width / 8
        return size < values.plainSize(values.range) ? PageEncoding.runLengthDictionary : PageEncoding.plain
    }

    private mutating func intern(_ values: DenseValues) -> Bool {
        let range = values.range
        switch values.column.storage {
        case .boolean, .int128: return false
        case .int32:
            return values.column.int32s.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { interner.intern($0, range: range) } ?? false
            }
        case .int64:
            return values.column.int64s.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { interner.intern($0, range: range) } ?? false
            }
        case .float:
            return values.column.floats.withUnsafeBytes { raw in
                let bits = raw.bindMemory(to: UInt32.self)
                return bits.baseAddress.map { interner.intern($0, range: range) } ?? false
            }
        case .double:
            return values.column.doubles.withUnsafeBytes { raw in
                let bits = raw.bindMemory(to: UInt64.self)
                return bits.baseAddress.map { interner.intern($0, range: range) } ?? false
            }
        case .bytes:
            let interned = try? values.withBytes { (arena, ends) throws(ParquetError) in
                interner.intern(arena: arena, ends: ends, range: range)
            }
            return interned ?? false
        }
    }

    /// One bit at least: some readers reject an index width of zero.
    private static func indexWidth(_ distinct: Int) -> Int {
        max(1, BitPacking.width(of: UInt64(max(distinct, 1) - 1)))
    }

    private mutating func encodePages(
        _ values: DenseValues,
        _ column: Column,
        _ entries: Range<Int>,
        leaf: Leaf,
        encoding: Int32,
        options: WriterOptions,
        chunk: inout ChunkMetadata,
        to file: ByteSink
    ) throws(ParquetError) {
        var entry = entries.lowerBound
        var value = values.range.lowerBound
        repeat {
            let end = pageEnd(column, from: entry, limit: entries.upperBound, encoding: encoding)
            let part = entry..<end
            let present = presentCount(column, part)
            page.removeAll()
            encodeLevels(column, part)
            try encodeValues(values, value..<value + present, encoding: encoding)
            var header = PageHeader()
            header.kind = PageKind.data
            header.valueCount = part.count
            header.encoding = encoding
            try writePage(&header, options: options, chunk: &chunk, to: file)
            value += present
            entry = end
        } while entry < entries.upperBound
    }

    /// The end of the page that starts at `start`: at a row boundary, within the row and byte limits.
    private func pageEnd(_ column: Column, from start: Int, limit: Int, encoding: Int32) -> Int {
        var end = min(limit, start + Self.pageRows)
        if column.storage == .bytes && encoding == PageEncoding.plain {
            let base = start == 0 ? 0 : column.ends[start - 1]
            var low = min(start + 1, end)
            // The last end whose values fit, by bisection; one entry always goes in.
            while low < end {
                let middle = (low + end + 1) / 2
                if column.ends[middle - 1] - base + 4 * (middle - start) <= Self.pageBytes {
                    low = middle
                } else {
                    end = middle - 1
                }
            }
        }
        guard column.maxRepetition > 0, end < limit else { return end }
        var boundary = end
        while boundary > start && column.repetitions[boundary] > 0 { boundary -= 1 }
        if boundary > start { return boundary }
        while end < limit && column.repetitions[end] > 0 { end += 1 }
        return end
    }

    private func presentCount(_ column: Column, _ part: Range<Int>) -> Int {
        guard !column.definitions.isEmpty else { return part.count }
        return column.definitions[part].reduce(0) { $0 + ($1 == column.maxDefinition ? 1 : 0) }
    }

    private func encodeLevels(_ column: Column, _ part: Range<Int>) {
        if column.maxRepetition > 0 {
            prefixed { encodeLevels(column.repetitions, part, maximum: column.maxRepetition) }
        }
        guard column.maxDefinition > 0 else { return }
        prefixed {
            if column.definitions.isEmpty {
                guard !part.isEmpty else { return }
                let width = BitPacking.width(of: UInt64(column.maxDefinition))
                RunLength.encodeRun(of: column.maxDefinition, length: part.count, width: width, to: page)
            } else {
                encodeLevels(column.definitions, part, maximum: column.maxDefinition)
            }
        }
    }

    private func encodeLevels(_ levels: [UInt8], _ part: Range<Int>, maximum: UInt8) {
        levels.withUnsafeBufferPointer { all in
            let width = BitPacking.width(of: UInt64(maximum))
            RunLength.encode(UnsafeBufferPointer(rebasing: all[part]), width: width, to: page)
        }
    }

    /// V1 pages put the byte length before each level stream.
    private func prefixed(_ body: () -> Void) {
        let start = page.count
        page.append(littleEndian: 0)
        body()
        page.patch(littleEndian: UInt32(page.count - start - 4), at: start)
    }

    private func encodeValues(
        _ values: DenseValues,
        _ part: Range<Int>,
        encoding: Int32
    ) throws(ParquetError) {
        switch encoding {
        case PageEncoding.runLengthDictionary:
            let width = Self.indexWidth(interner.firstPositions.count)
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
        default:
            try ValueEncoder.plain(values, part, to: page)
        }
    }

    /// Compresses the page buffer and appends header and body to the file.
    private func writePage(
        _ header: inout PageHeader,
        options: WriterOptions,
        chunk: inout ChunkMetadata,
        to file: ByteSink
    ) throws(ParquetError) {
        guard page.count <= Int(Int32.max) else {
            throw .invalidBatch("a page of \(page.count) bytes; single values must stay below 2 GiB")
        }
        let start = file.count
        header.uncompressedSize = page.count
        switch options.codec {
        case .uncompressed:
            header.compressedSize = page.count
            MetadataWriter.write(header, to: file)
            chunk.uncompressedSize += file.count - start + page.count
            file.append(page.bytes)
        case .zstd:
            compressed.removeAll()
            header.compressedSize = try zstd.compress(page.bytes, level: options.zstdLevel, to: compressed)
            MetadataWriter.write(header, to: file)
            chunk.uncompressedSize += file.count - start + page.count
            file.append(compressed.bytes)
        }
        chunk.compressedSize += file.count - start
    }
}
