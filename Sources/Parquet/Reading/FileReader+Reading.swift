extension FileReader {
    /// Reads the rows and columns a request asks for, as one batch.
    ///
    /// Fails on an unknown column, a condition that does not fit its column, a feature not supported, or bad
    /// bytes.
    public func read(_ request: ReadRequest) throws(ParquetError) -> ReadResult {
        let selection = try ColumnSelection(request, schema)
        return try read(request, selection, footer.groups.indices)
    }

    /// Reads one row group of what a request asks for; row numbers are still those of the file.
    ///
    /// For results too large to be held at once. Fails like `read(_:)`.
    public func read(_ request: ReadRequest, rowGroup: Int) throws(ParquetError) -> ReadResult {
        precondition(footer.groups.indices.contains(rowGroup), "no such row group")
        return try read(request, try ColumnSelection(request, schema), rowGroup..<rowGroup + 1)
    }

    private func read(
        _ request: ReadRequest,
        _ selection: ColumnSelection,
        _ groups: Range<Int>
    ) throws(ParquetError) -> ReadResult {
        var state = RowGroupReader(self, request, selection)
        for index in groups { try state.plan(index) }
        try state.readColumns()
        return try state.result()
    }
}
