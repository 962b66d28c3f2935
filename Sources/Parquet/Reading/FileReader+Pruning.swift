// What page indexes and Bloom filters exclude. They only save work: a missing, broken or contradictory one
// is as good as none.

extension FileReader {
    /// The places of a chunk's pages, when the file has them and they fit the chunk.
    func offsetIndex(leaf: Int, group: Int, _ report: inout PruningReport) -> OffsetIndex? {
        let group = footer.groups[group]
        let chunk = group.chunks[leaf]
        guard let bytes = index(at: chunk.offsetIndex, &report),
            let index = try? FooterReader.offsetIndex(bytes, at: chunk.offsetIndex?.offset ?? 0),
            index.fits(chunk, rowCount: group.rowCount)
        else { return nil }
        return index
    }

    /// Drops the rows of pages whose bounds exclude the condition.
    func prune(
        _ mask: inout RowMask,
        by check: ConditionCheck,
        leaf: Int,
        group: Int,
        _ offsets: OffsetIndex,
        _ report: inout PruningReport
    ) {
        let order = leaf < footer.orders.count ? footer.orders[leaf] : .unknown
        let chunk = footer.groups[group].chunks[leaf]
        guard stored[leaf].orders(by: order), let bytes = index(at: chunk.columnIndex, &report),
            let index = try? FooterReader.columnIndex(bytes, at: chunk.columnIndex?.offset ?? 0),
            index.fits(pageCount: offsets.pages.count)
        else { return }
        var dropped: [Range<Int>] = []
        for page in offsets.pages.indices {
            let rows = offsets.rows(ofPage: page, rowCount: mask.rowCount)
            guard let bounds = ValueBounds(index, page: page, rowCount: rows.count, stored[leaf]) else {
                return
            }
            if !bounds.mayMatch(check.test) { dropped.append(rows) }
        }
        for rows in dropped { mask.remove(rows) }
    }

    /// False when the chunk's Bloom filter says that no literal of the test is among its values.
    func mayMatchBloomFilter(
        _ chunk: ChunkMetadata,
        leaf: Int,
        _ test: RowFilter.Test,
        _ report: inout PruningReport
    ) -> Bool {
        let type = schema.leaves[leaf].type
        guard let place = chunk.bloomFilter, stored[leaf].hashesLike(type) else { return true }
        switch test {
        case .equals, .oneOf: break
        default: return true
        }
        guard place.offset < footer.dataEnd else { return true }
        let headEnd = min(footer.dataEnd, place.offset + 64)
        guard let head = try? source.bytes(in: place.offset..<headEnd),
            let lengths = try? FooterReader.bloomHeader(head, at: place.offset),
            BloomFilter.sizes.contains(lengths.bits), lengths.bits % 32 == 0,
            lengths.bits <= footer.dataEnd - place.offset - lengths.header,
            place.length == 0 || place.length == lengths.header + lengths.bits
        else { return true }
        report.bytesRead += head.count
        let bits = place.offset + lengths.header
        for literal in test.literals.flatMap(\.spellings) {
            let hash = XXHash64.hash(literal.plainBytes(type).span.bytes)
            // A filter of the one block that the hash falls into answers like the whole.
            let blocks = UInt64(lengths.bits / 32)
            let block = bits + Int(((hash >> 32) &* blocks) >> 32) * 32
            guard let bytes = try? source.bytes(in: block..<block + 32),
                let filter = BloomFilter(bytes: bytes)
            else { return true }
            report.bytesRead += 32
            if filter.mayContain(hash) { return true }
        }
        return false
    }

    private func index(at place: FilePlace?, _ report: inout PruningReport) -> ArraySlice<UInt8>? {
        guard let place, place.offset >= 4, place.length <= limits.footerBytes,
            place.offset <= footer.dataEnd, place.length <= footer.dataEnd - place.offset
        else { return nil }
        guard let bytes = try? source.bytes(in: place.offset..<place.offset + place.length) else {
            return nil
        }
        report.bytesRead += bytes.count
        return bytes
    }
}

extension ColumnIndex {
    /// True when there is one of everything per page.
    fileprivate func fits(pageCount: Int) -> Bool {
        isNullPage.count == pageCount && minima.count == pageCount && maxima.count == pageCount
            && (nullCounts.isEmpty || nullCounts.count == pageCount)
    }
}

extension ValueBounds {
    /// The bounds of a page of a flat column; nil when the index contradicts itself.
    fileprivate init?(_ index: ColumnIndex, page: Int, rowCount: Int, _ stored: StoredLeaf) {
        entryCount = rowCount
        if !index.nullCounts.isEmpty {
            let nulls = index.nullCounts[page]
            guard nulls <= rowCount, index.isNullPage[page] == (nulls == rowCount) else { return nil }
            nullCount = nulls
        } else if index.isNullPage[page] {
            nullCount = rowCount
        }
        guard !index.isNullPage[page] else { return }
        setBounds(index.minima[page][...], index.maxima[page][...], stored)
    }
}

extension StoredLeaf {
    /// True when a literal of the column's type hashes as the stored value does.
    fileprivate func hashesLike(_ type: ColumnType) -> Bool {
        guard physicalType == type.physicalType else { return false }
        switch conversion {
        case .none, .narrow: return physicalType != .boolean && physicalType != .int96
        case .decimal: return physicalType != .fixedLengthByteArray || length == type.fixedLength
        case .unsigned32, .unsigned64, .millis, .nanos, .int96: return false
        }
    }
}

extension StatisticValue {
    /// All values that equal this one: the two zeros differ in their bits.
    fileprivate var spellings: [StatisticValue] {
        let other = withZero(.minus)
        return isZero ? [withZero(.plus), other] : [self]
    }

    private var isZero: Bool {
        switch self {
        case .float(let value): value == 0
        case .double(let value): value == 0
        default: false
        }
    }
}
