/// What is known of a column chunk when its bytes are made; offsets count from its first byte.
struct EncodedChunk: Sendable {
    var metadata = ChunkMetadata()
    var offsets = OffsetIndex()
    /// One per page; empty for a leaf without page index.
    var pageStatistics: [LeafStatistics] = []
    var bloomFilter: BloomFilter?

    /// The same chunk with offsets counted from the start of the file.
    func moved(to base: Int) -> EncodedChunk {
        var chunk = self
        chunk.metadata.dataPageOffset += base
        chunk.metadata.dictionaryPageOffset = metadata.dictionaryPageOffset.map { $0 + base }
        for index in chunk.offsets.pages.indices { chunk.offsets.pages[index].offset += base }
        return chunk
    }

    /// The page bounds, nil when a page has values and no bounds: readers could not tell it from an empty one.
    func columnIndex(_ type: ColumnType) -> ColumnIndex? {
        guard !pageStatistics.isEmpty else { return nil }
        var index = ColumnIndex()
        var bounded: [(low: StatisticValue, high: StatisticValue)] = []
        for page in pageStatistics {
            index.isNullPage.append(page.valueCount == 0)
            index.nullCounts.append(page.nullCount)
            if page.valueCount == 0 {
                index.minima.append([])
                index.maxima.append([])
            } else {
                guard let low = page.minimum, let high = page.maximum else { return nil }
                bounded.append((low, high))
                index.minima.append(low.plainBytes(type))
                index.maxima.append(high.plainBytes(type))
            }
        }
        let pairs = zip(bounded, bounded.dropFirst())
        if pairs.allSatisfy({ !$1.low.precedes($0.low) && !$1.high.precedes($0.high) }) {
            index.boundaryOrder = .ascending
        } else if pairs.allSatisfy({ !$0.low.precedes($1.low) && !$0.high.precedes($1.high) }) {
            index.boundaryOrder = .descending
        }
        return index
    }
}
