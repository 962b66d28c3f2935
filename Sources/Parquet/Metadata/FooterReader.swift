/// Parses the footer and page headers; checks syntax and sizes, not yet that the parts fit together.
enum FooterReader {
    /// The metadata of a file.
    struct Footer {
        var elements: [SchemaElement] = []
        var groups: [RowGroupMetadata] = []
        var rowCount = 0
        var createdBy = ""
        /// One per leaf when the file says; else empty.
        var orders: [BoundOrder] = []
        /// Where page data must end.
        var dataEnd = 0
    }

    /// What is taken from the end of a file at first; holds most footers whole.
    private static let tailBytes = 64 << 10

    static func parse(_ source: CheckedSource, limits: ReaderLimits) throws(ParquetError) -> Footer {
        guard source.count >= 12 else {
            throw .corrupt(what: "not a Parquet file: shorter than 12 bytes", offset: 0)
        }
        let tailAt = max(0, source.count - tailBytes)
        let tail = try source.bytes(in: tailAt..<source.count)
        let magic = Array(tail.suffix(4))
        if magic == Array("PARE".utf8) { throw .unsupported(feature: "encrypted footer") }
        guard magic == Array("PAR1".utf8), Array(try source.bytes(in: 0..<4)) == magic else {
            throw .corrupt(what: "not a Parquet file: PAR1 is missing at the start or end", offset: 0)
        }
        let lengthAt = source.count - 8
        let length = tail.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= lengthAt - 4 else {
            throw .corrupt(what: "a footer longer than the file", offset: lengthAt)
        }
        guard length <= limits.footerBytes else {
            throw .limitExceeded(limit: "footerBytes", allowed: limits.footerBytes, found: length)
        }
        var footer = Footer()
        footer.dataEnd = lengthAt - length
        let content =
            footer.dataEnd >= tailAt
            ? tail.dropLast(8).suffix(length) : try source.bytes(in: footer.dataEnd..<lengthAt)
        var reader = ThriftReader(content, at: footer.dataEnd)
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 2:
                try reader.list(type) { (reader, _) throws(ParquetError) in
                    footer.elements.append(try schemaElement(&reader))
                }
            case 3: footer.rowCount = try reader.size(type)
            case 4:
                try reader.list(type) { (reader, _) throws(ParquetError) in
                    footer.groups.append(try rowGroup(&reader))
                }
            case 6: footer.createdBy = try reader.string(type)
            case 7:
                try reader.list(type) { (reader, _) throws(ParquetError) in
                    footer.orders.append(try BoundOrder.read(&reader))
                }
            default: try reader.skip(type)
            }
        }
        return footer
    }

    private static func rowGroup(_ reader: inout ThriftReader) throws(ParquetError) -> RowGroupMetadata {
        var group = RowGroupMetadata()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1:
                try reader.list(type) { (reader, _) throws(ParquetError) in
                    group.chunks.append(try chunk(&reader))
                }
            case 3: group.rowCount = try reader.size(type)
            default: try reader.skip(type)
            }
        }
        return group
    }

    private static func chunk(_ reader: inout ThriftReader) throws(ParquetError) -> ChunkMetadata {
        var chunk = ChunkMetadata()
        var offsetIndex = FilePlace(offset: 0)
        var columnIndex = FilePlace(offset: 0)
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: chunk.externalFile = try !reader.string(type).isEmpty
            case 3: try chunkDetails(&reader, &chunk)
            case 4: offsetIndex.offset = try reader.size(type)
            case 5: offsetIndex.length = try reader.size(type)
            case 6: columnIndex.offset = try reader.size(type)
            case 7: columnIndex.length = try reader.size(type)
            default: try reader.skip(type)
            }
        }
        if offsetIndex.length > 0 { chunk.offsetIndex = offsetIndex }
        if columnIndex.length > 0 { chunk.columnIndex = columnIndex }
        return chunk
    }

    private static func chunkDetails(
        _ reader: inout ThriftReader,
        _ chunk: inout ChunkMetadata
    ) throws(ParquetError) {
        var bloomFilter = FilePlace(offset: 0)
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: chunk.physicalType = try reader.int32(type)
            case 4: chunk.codec = try reader.int32(type)
            case 5: chunk.valueCount = try reader.size(type)
            case 7: chunk.compressedSize = try reader.size(type)
            case 9: chunk.dataPageOffset = try reader.size(type)
            case 11: chunk.dictionaryPageOffset = try reader.size(type)
            case 12: chunk.storedStatistics = try StoredStatistics.read(&reader)
            case 14: bloomFilter.offset = try reader.size(type)
            case 15: bloomFilter.length = try reader.size(type)
            default: try reader.skip(type)
            }
        }
        if bloomFilter.offset > 0 { chunk.bloomFilter = bloomFilter }
    }

    /// Reads a page header at the start of `bytes`, which lie at `offset` in the file; returns it and its
    /// length.
    static func pageHeader(
        _ bytes: ArraySlice<UInt8>,
        at offset: Int
    ) throws(ParquetError) -> (header: PageHeader, length: Int) {
        var reader = ThriftReader(bytes, at: offset)
        var header = PageHeader()
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: header.kind = try reader.int32(type)
            case 2: header.uncompressedSize = try reader.size(type)
            case 3: header.compressedSize = try reader.size(type)
            case 5, 7: try pageDetails(&reader, &header)
            case 8: try pageDetailsV2(&reader, &header)
            default: try reader.skip(type)
            }
        }
        guard header.uncompressedSize >= 0 && header.compressedSize >= 0 else {
            throw .corrupt(what: "a page header without sizes", offset: offset)
        }
        return (header, reader.position - bytes.startIndex)
    }

    private static func pageDetails(
        _ reader: inout ThriftReader,
        _ header: inout PageHeader
    ) throws(ParquetError) {
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: header.valueCount = try reader.size(type)
            case 2: header.encoding = try reader.int32(type)
            // In a dictionary page field 3 is a boolean.
            case 3 where type == ThriftType.int32: header.definitionEncoding = try reader.int32(type)
            case 4 where type == ThriftType.int32: header.repetitionEncoding = try reader.int32(type)
            default: try reader.skip(type)
            }
        }
    }

    private static func pageDetailsV2(
        _ reader: inout ThriftReader,
        _ header: inout PageHeader
    ) throws(ParquetError) {
        try reader.structure { (reader, field, type) throws(ParquetError) in
            switch field {
            case 1: header.valueCount = try reader.size(type)
            case 2: header.nullCount = try reader.size(type)
            case 3: header.rowCount = try reader.size(type)
            case 4: header.encoding = try reader.int32(type)
            case 5: header.definitionBytes = try reader.size(type)
            case 6: header.repetitionBytes = try reader.size(type)
            case 7: header.isCompressed = try reader.boolean(type)
            default: try reader.skip(type)
            }
        }
    }
}
