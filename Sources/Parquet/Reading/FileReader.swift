/// Reads columns and rows of a Parquet file.
///
/// Takes flat and nested columns, with lists and maps of older layouts in the standard one; V1 and V2 pages;
/// PLAIN, dictionary, RLE, the three delta encodings and BYTE_STREAM_SPLIT; levels in RLE and BIT_PACKED; no
/// compression, snappy, gzip, lz4_raw and zstd. Times and timestamps in milliseconds, nanoseconds or INT96
/// become microseconds (rounded down), and unsigned integers the next wider type. Anything else fails by
/// name when its column is read. Text is not checked for UTF-8. Only the bytes that are needed are
/// taken from the source.
public struct FileReader: Sendable {
    /// The fields of the file.
    ///
    /// Every field's encoding reads as `.automatic` and no field as identifying.
    public let schema: Schema
    /// The number of rows.
    public let rowCount: Int
    /// The library that wrote the file, in its own words.
    public let createdBy: String
    /// What one read may allocate.
    public var limits: ReaderLimits
    /// Threads that decode columns; 1 unless changed, at least 1.
    ///
    /// What is read does not depend on it.
    public var threads = 1

    let source: CheckedSource
    let footer: FooterReader.Footer
    let stored: [StoredLeaf]
    /// The first row of each row group.
    let firstRows: [Int]

    /// Parses the footer; fails when the file is not whole or its parts contradict each other.
    public init(bytes: [UInt8], limits: ReaderLimits = ReaderLimits()) throws(ParquetError) {
        try self.init(source: bytes, limits: limits)
    }

    /// Parses the footer; fails when the file is not whole or its parts contradict each other.
    public init(source: any ByteSource, limits: ReaderLimits = ReaderLimits()) throws(ParquetError) {
        self.source = CheckedSource(source: source)
        self.limits = limits
        footer = try FooterReader.parse(self.source, limits: limits)
        (schema, stored) = try SchemaReader.read(footer.elements)
        createdBy = footer.createdBy
        rowCount = footer.rowCount
        var rows = 0
        var firstRows: [Int] = []
        for group in footer.groups {
            guard group.chunks.count == stored.count else {
                throw .corrupt(what: "a row group with another number of columns than the schema", offset: -1)
            }
            guard group.rowCount <= rowCount - rows else { throw Self.badRowCount }
            firstRows.append(rows)
            rows += group.rowCount
        }
        guard rows == rowCount else { throw Self.badRowCount }
        self.firstRows = firstRows
    }

    private static var badRowCount: ParquetError {
        .corrupt(what: "row groups do not add up to the file's row count", offset: -1)
    }

    /// The number of row groups.
    public var rowGroupCount: Int { footer.groups.count }

    /// The number of rows of row group `index`, from 0.
    public func rowCount(ofRowGroup index: Int) -> Int { footer.groups[index].rowCount }

    /// Reads the named columns, or all of them when `columns` is nil.
    ///
    /// A name is a top-level field (a group brings all its leaves) or the dotted path of a leaf. The
    /// batch's schema keeps only what was asked for, in file order. Fails on an unknown name, a feature not
    /// supported, or bad bytes.
    public func read(columns: [String]? = nil) throws(ParquetError) -> ColumnBatch {
        try read(ReadRequest(columns: columns)).batch
    }
}

// MARK: Statistics

extension FileReader {
    /// What the file says of a leaf's values in one row group; nil when it does not state null counts.
    ///
    /// Bounds of uncertain meaning (unknown order, NaN, INT96) are left out. Fails on an unknown column.
    public func statistics(ofColumn name: String, rowGroup: Int) throws(ParquetError) -> LeafStatistics? {
        guard let index = schema.leafIndex(name) else { throw .unknownColumn(name) }
        let bounds = bounds(leaf: index, group: rowGroup)
        guard let nulls = bounds.nullCount else { return nil }
        var result = LeafStatistics()
        result.nullCount = nulls
        result.valueCount = bounds.entryCount - nulls
        (result.minimum, result.minimumIsExact) = (bounds.minimum, bounds.minimumIsExact)
        (result.maximum, result.maximumIsExact) = (bounds.maximum, bounds.maximumIsExact)
        return result
    }

    /// What the file says of all of a leaf's values; nil when a row group does not state null counts.
    ///
    /// A row group without a bound leaves the file without it. Fails on an unknown column.
    public func statistics(ofColumn name: String) throws(ParquetError) -> LeafStatistics? {
        guard schema.leafIndex(name) != nil else { throw .unknownColumn(name) }
        var merged = LeafStatistics()
        for group in footer.groups.indices {
            guard let part = try statistics(ofColumn: name, rowGroup: group) else { return nil }
            // Counts that no file can hold are no statement.
            guard part.nullCount + part.valueCount < 1 << 48 else { return nil }
            merged.merge(part)
        }
        return merged
    }

    func bounds(leaf: Int, group: Int) -> ValueBounds {
        let order = leaf < footer.orders.count ? footer.orders[leaf] : .unknown
        return ValueBounds(footer.groups[group].chunks[leaf], stored[leaf], order)
    }
}
