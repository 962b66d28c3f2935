extension MetadataWriter {
    /// Appends header and bits of a bloom filter.
    static func write(_ filter: BloomFilter, to sink: ByteSink) {
        var writer = ThriftWriter(sink)
        writer.element { header in
            header.int32(1, Int32(filter.byteCount))
            // Algorithm, hash and compression: split blocks, xxHash, none.
            for field: Int16 in 2...4 { header.structure(field) { $0.structure(1) { _ in } } }
        }
        sink.append(filter.bytes)
    }

    /// Appends the bounds of a chunk's pages.
    static func write(_ index: ColumnIndex, to sink: ByteSink) {
        let count = index.isNullPage.count
        var writer = ThriftWriter(sink)
        writer.element { element in
            element.list(1, ThriftType.boolTrue, count)
            for isNull in index.isNullPage { element.element(isNull) }
            element.list(2, ThriftType.binary, count)
            for bound in index.minima { element.element(bound) }
            element.list(3, ThriftType.binary, count)
            for bound in index.maxima { element.element(bound) }
            element.int32(4, index.boundaryOrder.rawValue)
            element.list(5, ThriftType.int64, index.nullCounts.count)
            for nulls in index.nullCounts { element.element(nulls) }
        }
    }

    /// Appends the places of a chunk's pages.
    static func write(_ index: OffsetIndex, to sink: ByteSink) {
        var writer = ThriftWriter(sink)
        writer.element { element in
            element.list(1, ThriftType.structure, index.pages.count)
            for page in index.pages {
                element.element { place in
                    place.int64(1, page.offset)
                    place.int32(2, Int32(page.compressedSize))
                    place.int64(3, page.firstRow)
                }
            }
        }
    }
}
