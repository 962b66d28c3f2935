/// Decodes the pages of column chunks.
///
/// Unsafe: lends page bytes as buffers to the value decoders; every page range is checked against the file
/// first.
struct ChunkDecoder {
    private let source: CheckedSource
    private let dataEnd: Int
    private let decompressor = Decompressor()

    init(source: CheckedSource, dataEnd: Int) {
        self.source = source
        self.dataEnd = dataEnd
    }

    /// What becomes of a chunk's data pages.
    enum Use {
        /// Their entries are appended to the decoder's column, only those of wanted rows when there is a mask.
        case append
        /// Rows that do not satisfy the condition are dropped from the mask.
        case narrow(ConditionCheck)
    }

    /// What is known of a chunk, and what is wanted of it.
    struct Task {
        var chunk: ChunkMetadata
        var rowCount: Int
        var use: Use
        var mask: RowMask?
        /// The places of the pages, when they are known to fit the chunk.
        var index: OffsetIndex?
    }

    /// Goes through the pages of a chunk; those without a wanted row are passed over as far as their rows are
    /// known beforehand.
    func decode(
        _ task: inout Task,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget,
        report: inout PruningReport
    ) throws(ParquetError) {
        decoder.startChunk()
        let chunk = task.chunk
        if chunk.valueCount > 0 {
            guard chunk.start >= 4, chunk.start <= dataEnd, chunk.compressedSize <= dataEnd - chunk.start
            else {
                throw .corrupt(what: "a column chunk outside the file", offset: chunk.start)
            }
            if let index = task.index, task.mask != nil {
                try decode(index, &task, with: &decoder, budget: &budget, report: &report)
            } else {
                try decodeAll(&task, with: &decoder, budget: &budget, report: &report)
            }
        }
        guard decoder.rowsPassed == task.rowCount else {
            throw .corrupt(
                what: "a column with another number of rows than its row group",
                offset: chunk.start
            )
        }
    }

    /// Walks from page to page.
    private func decodeAll(
        _ task: inout Task,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget,
        report: inout PruningReport
    ) throws(ParquetError) {
        let range = task.chunk.start..<task.chunk.end
        var rest = try source.bytes(in: range)
        report.bytesRead += rest.count
        var left = task.chunk.valueCount
        while left > 0 {
            let page = try nextPage(&rest, end: range.upperBound, budget: &budget)
            guard page.isData else {
                try dictionary(page, task, with: &decoder, budget: &budget)
                continue
            }
            guard page.header.valueCount <= left else {
                throw .corrupt(what: "pages with more values than their column chunk", offset: page.offset)
            }
            left -= page.header.valueCount
            report.pages += 1
            if let rows = page.rows(after: decoder.rowsPassed, isFlat: decoder.column.maxRepetition == 0),
                let mask = task.mask, rows.upperBound <= mask.rowCount, !mask.isWanted(anyOf: rows)
            {
                decoder.skip(to: rows.upperBound)
                continue
            }
            try use(page, &task, with: &decoder, budget: &budget, report: &report)
        }
    }

    /// Bytes between wanted pages up to this many are read along, so that there are fewer reads.
    private static let readGap = 64 << 10

    /// Reads only pages with wanted rows.
    private func decode(
        _ index: OffsetIndex,
        _ task: inout Task,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget,
        report: inout PruningReport
    ) throws(ParquetError) {
        let rowCount = task.rowCount
        report.pages += index.pages.count
        var wanted: [Int] = []
        for number in index.pages.indices
        where task.mask?.isWanted(anyOf: index.rows(ofPage: number, rowCount: rowCount)) != false {
            wanted.append(number)
        }
        if !wanted.isEmpty, task.chunk.start < index.pages[0].offset {
            var head = try source.bytes(in: task.chunk.start..<index.pages[0].offset)
            report.bytesRead += head.count
            let page = try nextPage(&head, end: index.pages[0].offset, budget: &budget)
            guard !page.isData else { throw Self.badIndex(page.offset) }
            try dictionary(page, task, with: &decoder, budget: &budget)
        }
        var bytes = ArraySlice<UInt8>()
        var bytesAt = 0
        for (place, number) in wanted.enumerated() {
            let described = index.pages[number]
            if described.offset >= bytesAt + bytes.count {
                bytesAt = described.offset
                let end = Self.readEnd(wanted[place...], index)
                bytes = try source.bytes(in: bytesAt..<end)
                report.bytesRead += bytes.count
            }
            let start = bytes.startIndex + described.offset - bytesAt
            var rest = bytes[start..<start + described.compressedSize]
            let rows = index.rows(ofPage: number, rowCount: rowCount)
            let end = described.offset + described.compressedSize
            let page = try nextPage(&rest, end: end, budget: &budget)
            decoder.skip(to: rows.lowerBound)
            guard page.isData, rest.isEmpty else { throw Self.badIndex(page.offset) }
            try use(page, &task, with: &decoder, budget: &budget, report: &report)
            guard decoder.rowsPassed == rows.upperBound else { throw Self.badIndex(page.offset) }
        }
        decoder.skip(to: rowCount)
    }

    /// The end of the last of `pages` that is read together with the first.
    private static func readEnd(_ pages: ArraySlice<Int>, _ index: OffsetIndex) -> Int {
        var end = 0
        for number in pages {
            let page = index.pages[number]
            if end > 0 && page.offset - end > readGap { break }
            end = page.offset + page.compressedSize
        }
        return end
    }

    private static func badIndex(_ offset: Int) -> ParquetError {
        .corrupt(what: "a page that is not what the page index says", offset: offset)
    }
}

// MARK: Pages

extension ChunkDecoder {
    /// A page as it stands in the file.
    private struct Page {
        var header: PageHeader
        var body: ArraySlice<UInt8>
        /// Where its header begins in the file.
        var offset: Int

        var isData: Bool { header.kind == PageKind.data || header.kind == PageKind.dataV2 }

        /// The rows of the page, when its header tells: those of a V1 page inside lists are not known.
        func rows(after first: Int, isFlat: Bool) -> Range<Int>? {
            guard let count = isFlat ? header.valueCount : header.rowCount else { return nil }
            return first..<first + count
        }
    }

    /// Takes a page off `rest`, which ends at `end` in the file; passes over index pages.
    private func nextPage(
        _ rest: inout ArraySlice<UInt8>,
        end: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) -> Page {
        while true {
            let offset = end - rest.count
            let (header, length) = try FooterReader.pageHeader(rest, at: offset)
            rest = rest.dropFirst(length)
            guard header.compressedSize <= rest.count else {
                throw .corrupt(what: "a page longer than its column chunk", offset: offset)
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
            let page = Page(header: header, body: body, offset: offset)
            guard !page.isData || (0...Int(Int32.max)).contains(header.valueCount) else {
                throw .corrupt(what: "a page without a sensible value count", offset: offset)
            }
            return page
        }
    }

    private func dictionary(
        _ page: Page,
        _ task: Task,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        guard page.header.kind == PageKind.dictionary else {
            throw .unsupported(feature: "page type \(page.header.kind)")
        }
        try page.body.withUnsafeBufferPointer { (body) throws(ParquetError) in
            let content = try decompressor.decompress(
                UnsafeRawBufferPointer(body),
                task.chunk.codec,
                size: page.header.uncompressedSize
            )
            try decoder.dictionaryPage(page.header, content, budget: &budget)
        }
    }

    /// Decompresses a data page and hands it to the decoder.
    private func use(
        _ page: Page,
        _ task: inout Task,
        with decoder: inout PageDecoder,
        budget: inout ReadBudget,
        report: inout PruningReport
    ) throws(ParquetError) {
        if case .narrow(let check) = task.use,
            try decoder.drops(page.header, check, &task.mask)
        {
            return
        }
        report.pagesRead += 1
        try page.body.withUnsafeBufferPointer { (body) throws(ParquetError) in
            let content = try decompressor.content(
                page.header,
                UnsafeRawBufferPointer(body),
                task.chunk.codec
            )
            switch task.use {
            case .append:
                try decoder.append(page.header, content, task.mask, budget: &budget)
            case .narrow(let check):
                try decoder.narrow(page.header, content, check, &task.mask, budget: &budget)
            }
        }
    }
}
