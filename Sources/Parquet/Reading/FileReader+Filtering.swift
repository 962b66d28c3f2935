extension FileReader {
    /// Reads the rows and columns a request asks for.
    ///
    /// Fails on an unknown column, a condition that does not fit its column, a feature not supported, or bad
    /// bytes.
    public func read(_ request: ReadRequest) throws(ParquetError) -> ReadResult {
        let selection = try ColumnSelection(request, schema)
        var state = ReadState(selection, limits: limits, decoder: decoder)
        var firstRow = 0
        for (index, group) in footer.groups.enumerated() {
            let rows = firstRow..<firstRow + group.rowCount
            firstRow = rows.upperBound
            state.report.rowGroups += 1
            let mayMatch = selection.checks.allSatisfy { leaf, check in
                bounds(leaf: leaf, group: index).mayMatch(check.test)
            }
            guard mayMatch else {
                state.report.rowGroupsPrunedByStatistics += 1
                continue
            }
            state.report.rowGroupsRead += 1
            try read(group, rows, request, selection, &state)
        }
        return state.result(wantsRowNumbers: request.wantsRowNumbers)
    }

    private var decoder: ChunkDecoder { ChunkDecoder(source: source, dataEnd: footer.dataEnd) }

    private func read(
        _ group: RowGroupMetadata,
        _ rows: Range<Int>,
        _ request: ReadRequest,
        _ selection: ColumnSelection,
        _ state: inout ReadState
    ) throws(ParquetError) {
        state.report.rowsDecoded += rows.count
        try state.budget.take(rows.count / 8 + 8)
        var mask = RowMask(rowCount: rows.count, all: true)
        var decoded: [Int: Column] = [:]
        for (leaf, check) in selection.checks {
            let column = try column(leaf, group, &decoded, &state)
            check.narrow(&mask, by: column)
        }
        request.excluding?.forEach(in: Int64(rows.lowerBound)..<Int64(rows.upperBound)) { row in
            mask.remove(Int(row) - rows.lowerBound)
        }
        if request.wantsRowNumbers {
            try state.budget.take(mask.count, width: 8)
            mask.forEach { state.rowNumbers.append(Int64(rows.lowerBound + $0)) }
        }
        state.report.rowsReturned += mask.count
        if mask.isEmpty { return }
        let keepsAll = mask.count == rows.count
        for (place, leaf) in selection.returned.enumerated() {
            let column = try column(leaf, group, &decoded, &state)
            if keepsAll {
                state.columns[place].append(contentsOf: column)
            } else {
                state.columns[place].append(rowsOf: column, in: mask)
            }
        }
    }

    private func column(
        _ leaf: Int,
        _ group: RowGroupMetadata,
        _ decoded: inout [Int: Column],
        _ state: inout ReadState
    ) throws(ParquetError) -> Column {
        if let column = decoded[leaf] { return column }
        var column = Column(schema.leaves[leaf])
        try state.decoder.decode(
            group.chunks[leaf],
            stored: stored[leaf],
            into: &column,
            budget: &state.budget,
            report: &state.report
        )
        guard column.rowCount == group.rowCount else {
            throw .corrupt(
                what: "column \(schema.leaves[leaf].name) has another number of rows than its row group",
                offset: -1
            )
        }
        decoded[leaf] = column
        return column
    }
}

/// What a read has gathered so far.
private struct ReadState {
    let decoder: ChunkDecoder
    let schema: Schema
    var columns: [Column]
    var rowNumbers: [Int64] = []
    var budget: ReadBudget
    var report = PruningReport()

    init(_ selection: ColumnSelection, limits: ReaderLimits, decoder: ChunkDecoder) {
        self.decoder = decoder
        schema = selection.schema
        columns = selection.schema.leaves.map(Column.init)
        budget = ReadBudget(limits: limits)
    }

    func result(wantsRowNumbers: Bool) -> ReadResult {
        ReadResult(
            batch: ColumnBatch(schema: schema, columns: columns),
            rowCount: report.rowsReturned,
            rowNumbers: rowNumbers,
            report: report
        )
    }
}

extension Column {
    /// Appends the entries of the wanted rows of `other`, a column of the same type and levels.
    mutating func append(rowsOf other: Column, in mask: RowMask) {
        if maxRepetition == 0 {
            mask.forEach { append(entry: $0, of: other) }
            return
        }
        var row = -1
        for entry in 0..<other.count {
            if other.repetitions[entry] == 0 { row += 1 }
            if mask.contains(row) { append(entry: entry, of: other) }
        }
    }

    /// Appends one entry of `other`, a column of the same type and levels.
    mutating func append(entry: Int, of other: Column) {
        let repetition = other.repetition(at: entry)
        if other.isNull(at: entry) {
            appendNull(definition: other.definition(at: entry), repetition: repetition)
            return
        }
        switch storage {
        case .boolean: append(other.booleans[entry], repetition: repetition)
        case .int32: append(other.int32s[entry], repetition: repetition)
        case .int64: append(other.int64s[entry], repetition: repetition)
        case .float: append(other.floats[entry], repetition: repetition)
        case .double: append(other.doubles[entry], repetition: repetition)
        case .int128: append(unscaled: other.int128s[entry], repetition: repetition)
        case .bytes: append(bytes: other.bytes(at: entry), repetition: repetition)
        }
    }
}
