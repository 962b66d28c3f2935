// The page indexes and Bloom filter headers, which lie outside the footer.

extension FooterReader {
    /// Parses the places of a chunk's pages; they are not yet checked against the chunk.
    static func offsetIndex(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(ParquetError) -> OffsetIndex {
        var reader = ThriftReader(bytes, at: offset)
        var index = OffsetIndex()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            guard field == 1 else { return try reader.skip(type) }
            try reader.list(type) { (reader, _) throws(ParquetError) in
                var page = OffsetIndex.Page()
                try reader.structure { (reader, field, type) throws(ParquetError) in
                    switch field {
                    case 1: page.offset = try reader.size(type)
                    case 2: page.compressedSize = try reader.size(type)
                    case 3: page.firstRow = try reader.size(type)
                    default: try reader.skip(type)
                    }
                }
                index.pages.append(page)
            }
        }
        return index
    }

    /// Parses the bounds of a chunk's pages; they are not yet checked against the offset index.
    static func columnIndex(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(ParquetError) -> ColumnIndex {
        var reader = ThriftReader(bytes, at: offset)
        var index = ColumnIndex()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1:
                try reader.list(type) { (reader, _) throws(ParquetError) in
                    index.isNullPage.append(try reader.booleanElement())
                }
            case 2:
                try reader.list(type) { (reader, type) throws(ParquetError) in
                    index.minima.append(Array(try reader.binary(type)))
                }
            case 3:
                try reader.list(type) { (reader, type) throws(ParquetError) in
                    index.maxima.append(Array(try reader.binary(type)))
                }
            case 5:
                try reader.list(type) { (reader, type) throws(ParquetError) in
                    index.nullCounts.append(try reader.size(type))
                }
            default: try reader.skip(type)
            }
        }
        return index
    }

    /// The length of a Bloom filter header at the start of `bytes` and of the bits behind it; nil when the
    /// filter is of a kind not known here.
    static func bloomHeader(
        _ bytes: ArraySlice<UInt8>,
        at offset: Int
    ) throws(ParquetError) -> (header: Int, bits: Int)? {
        var reader = ThriftReader(bytes, at: offset)
        var bits = 0
        var known = 0
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: bits = try reader.size(type)
            // Algorithm, hash and compression: unions of which the format has defined the first case only.
            case 2, 3, 4:
                try reader.structure { (reader, field, type) throws(ParquetError) in
                    if field == 1 { known += 1 }
                    try reader.skip(type)
                }
            default: try reader.skip(type)
            }
        }
        return known == 3 ? (reader.position - bytes.startIndex, bits) : nil
    }
}

extension OffsetIndex {
    /// True when the pages follow each other without a gap to the end of the chunk and every page has a row.
    func fits(_ chunk: ChunkMetadata, rowCount: Int) -> Bool {
        guard let first = pages.first, first.firstRow == 0, first.offset >= chunk.start else { return false }
        var offset = first.offset
        for (number, page) in pages.enumerated() {
            let end = rows(ofPage: number, rowCount: rowCount).upperBound
            guard page.offset == offset, page.compressedSize > 0, page.firstRow < end, end <= rowCount,
                page.compressedSize <= chunk.end - offset
            else { return false }
            offset += page.compressedSize
        }
        return offset == chunk.end
    }

    /// The rows of a page in its row group; only to be relied on when the index fits the chunk.
    func rows(ofPage number: Int, rowCount: Int) -> Range<Int> {
        let first = pages[number].firstRow
        let end = number + 1 < pages.count ? pages[number + 1].firstRow : rowCount
        return first..<max(first, end)
    }
}
