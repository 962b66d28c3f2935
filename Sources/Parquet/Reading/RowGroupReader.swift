/// Finds the wanted rows of one row group after the other, then reads the wanted columns of those rows.
struct RowGroupReader {
    private let file: FileReader
    private let request: ReadRequest
    private let selection: ColumnSelection
    private let decoder: ChunkDecoder
    private var budget: ReadBudget
    private var report = PruningReport()
    private var rowNumbers: [Int64] = []
    private var columns: [Column] = []
    /// The row groups with a wanted row, and which rows those are; nil for all.
    private var planned: [(group: Int, mask: RowMask?)] = []

    init(_ file: FileReader, _ request: ReadRequest, _ selection: ColumnSelection) {
        self.file = file
        self.request = request
        self.selection = selection
        decoder = ChunkDecoder(source: file.source, dataEnd: file.footer.dataEnd)
        budget = ReadBudget(limits: file.limits)
    }

    /// What was read.
    ///
    /// Fails when nested columns contradict each other.
    func result() throws(ParquetError) -> ReadResult {
        var batch = ColumnBatch(schema: selection.schema, columns: columns)
        try Nesting.settle(&batch)
        return ReadResult(
            batch: batch,
            rowCount: report.rowsReturned,
            rowNumbers: rowNumbers,
            report: report
        )
    }

    /// Finds the wanted rows of a row group.
    mutating func plan(_ index: Int) throws(ParquetError) {
        let group = file.footer.groups[index]
        report.rowGroups += 1
        if group.rowCount == 0 { return }
        guard
            selection.checks.allSatisfy({ file.bounds(leaf: $0.leaf, group: index).mayMatch($0.check.test) })
        else {
            report.rowGroupsPrunedByStatistics += 1
            return
        }
        guard mayMatchBloomFilters(group) else {
            report.rowGroupsPrunedByBloom += 1
            return
        }
        report.rowGroupsRead += 1
        report.rowsDecoded += group.rowCount
        let firstRow = file.firstRow(ofRowGroup: index)
        let mask = try wantedRows(index, firstRow: firstRow)
        let count = mask?.count ?? group.rowCount
        report.rowsReturned += count
        if count == 0 { return }
        if request.wantsRowNumbers {
            try budget.take(count, width: 8)
            if let mask {
                mask.forEach { rowNumbers.append(Int64(firstRow + $0)) }
            } else {
                rowNumbers.append(contentsOf: Int64(firstRow)..<Int64(firstRow + count))
            }
        }
        planned.append((index, count == group.rowCount ? nil : mask))
    }

    private mutating func mayMatchBloomFilters(_ group: RowGroupMetadata) -> Bool {
        for (leaf, check) in selection.checks
        where !file.mayMatchBloomFilter(group.chunks[leaf], leaf: leaf, check.test, &report) {
            return false
        }
        return true
    }

    /// The rows that the filter keeps and that are not excluded; nil for all.
    private mutating func wantedRows(_ index: Int, firstRow: Int) throws(ParquetError) -> RowMask? {
        let group = file.footer.groups[index]
        let rows = Int64(firstRow)..<Int64(firstRow + group.rowCount)
        let excluded = request.excluding?.overlaps(rows) == true
        guard excluded || !selection.checks.isEmpty else { return nil }
        try budget.take(group.rowCount / 8 + 8)
        var mask = RowMask(rowCount: group.rowCount)
        if excluded { request.excluding?.forEach(in: rows) { mask.remove(Int($0) - firstRow) } }
        var offsets: [Int: OffsetIndex] = [:]
        for (leaf, check) in selection.checks {
            guard let places = file.offsetIndex(leaf: leaf, group: index, &report) else { continue }
            file.prune(&mask, by: check, leaf: leaf, group: index, places, &report)
            offsets[leaf] = places
        }
        for (leaf, check) in selection.checks where !mask.isEmpty {
            var task = ChunkDecoder.Task(
                chunk: group.chunks[leaf],
                rowCount: group.rowCount,
                use: .narrow(check),
                mask: mask,
                index: offsets[leaf]
            )
            let column = Column(file.schema.leaves[leaf])
            var pages = PageDecoder(stored: file.stored[leaf], column: column)
            let pagesBefore = report.pagesRead
            try decode(&task, leaf, with: &pages)
            mask = task.mask ?? mask
            if mask.isEmpty && report.pagesRead == pagesBefore {
                report.rowGroupsPrunedByDictionary += 1
                report.rowGroupsRead -= 1
            }
        }
        return mask
    }

    /// Reads the wanted columns of the rows found.
    mutating func readColumns() throws(ParquetError) {
        for leaf in selection.returned {
            var pages = PageDecoder(stored: file.stored[leaf], column: Column(file.schema.leaves[leaf]))
            let total = planned.reduce(0) {
                $0 + ($1.mask?.count ?? file.footer.groups[$1.group].chunks[leaf].valueCount)
            }
            pages.reserve(entries: total, budget)
            for (group, mask) in planned {
                var task = ChunkDecoder.Task(
                    chunk: file.footer.groups[group].chunks[leaf],
                    rowCount: file.footer.groups[group].rowCount,
                    use: .append,
                    mask: mask,
                    index: mask == nil ? nil : file.offsetIndex(leaf: leaf, group: group, &report)
                )
                try decode(&task, leaf, with: &pages)
            }
            columns.append(pages.column)
        }
    }

    private mutating func decode(
        _ task: inout ChunkDecoder.Task,
        _ leaf: Int,
        with pages: inout PageDecoder
    ) throws(ParquetError) {
        if task.chunk.externalFile { throw .unsupported(feature: "column chunk in another file") }
        guard task.chunk.physicalType == file.stored[leaf].physicalType.rawValue else {
            throw .corrupt(what: "a column chunk of another type than the schema", offset: -1)
        }
        try decoder.decode(&task, with: &pages, budget: &budget, report: &report)
    }
}
