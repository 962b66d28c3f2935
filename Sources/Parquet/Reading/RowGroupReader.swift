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
    private var planned: [PlannedGroup] = []

    init(_ file: FileReader, _ request: ReadRequest, _ selection: ColumnSelection) {
        self.file = file
        self.request = request
        self.selection = selection
        decoder = file.chunkDecoder
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
        let firstRow = file.firstRows[index]
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
        planned.append(PlannedGroup(group: index, mask: count == group.rowCount ? nil : mask))
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
            var task = try file.task(leaf: leaf, group: index, .narrow(check))
            task.mask = mask
            task.index = offsets[leaf]
            let column = Column(file.schema.leaves[leaf])
            var pages = PageDecoder(stored: file.stored[leaf], column: column)
            let pagesBefore = report.pagesRead
            try decoder.decode(&task, with: &pages, budget: &budget, report: &report)
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
        let reader = ColumnReader(file, planned, budget)
        columns = try reader.read(selection.returned, report: &report)
    }
}

extension FileReader {
    /// Decodes chunks of this file; for one thread.
    var chunkDecoder: ChunkDecoder { ChunkDecoder(source: source, dataEnd: footer.dataEnd) }

    /// The work of decoding a chunk; fails when it is in another file or of another type than the schema.
    func task(leaf: Int, group: Int, _ use: ChunkDecoder.Use) throws(ParquetError) -> ChunkDecoder.Task {
        let chunk = footer.groups[group].chunks[leaf]
        if chunk.externalFile { throw .unsupported(feature: "column chunk in another file") }
        guard chunk.physicalType == stored[leaf].physicalType.rawValue else {
            throw .corrupt(what: "a column chunk of another type than the schema", offset: -1)
        }
        return ChunkDecoder.Task(chunk: chunk, rowCount: footer.groups[group].rowCount, use: use)
    }
}
