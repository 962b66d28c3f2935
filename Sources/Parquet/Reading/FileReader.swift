/// Bounds on what reading a hostile or broken file may allocate.
public struct ReaderLimits: Hashable, Sendable {
    /// Bytes of the footer, whose parsed form takes up to a few hundred times as much; 16 MiB unless
    /// changed.
    public var footerBytes = 16 << 20
    /// Bytes of one decompressed page; 128 MiB unless changed.
    public var pageBytes = 128 << 20
    /// Bytes of values and levels one `read` may return; 4 GiB unless changed.
    public var decodedBytes = 4 << 30

    /// The defaults.
    public init() {}
}

/// Reads columns of a Parquet file held in memory.
///
/// Takes flat and nested columns; V1 and V2 pages; PLAIN, dictionary, RLE, the three delta encodings and
/// BYTE_STREAM_SPLIT; no compression, snappy and zstd. FLOAT widens to double, and timestamps in
/// milliseconds or nanoseconds become microseconds (rounded down). Anything else fails by name when its
/// column is read. Text is not checked for UTF-8.
public struct FileReader {
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

    private let bytes: [UInt8]
    private let footer: FooterReader.Footer
    private let stored: [StoredLeaf]

    /// Parses the footer; fails when the file is not whole or its parts contradict each other.
    public init(bytes: [UInt8], limits: ReaderLimits = ReaderLimits()) throws(ParquetError) {
        self.bytes = bytes
        self.limits = limits
        footer = try FooterReader.parse(bytes, limits: limits)
        (schema, stored) = try SchemaReader.read(footer.elements)
        createdBy = footer.createdBy
        rowCount = footer.rowCount
        var rows = 0
        for group in footer.groups {
            guard group.chunks.count == stored.count else {
                throw .corrupt(what: "a row group with another number of columns than the schema", offset: -1)
            }
            rows = rows.addingReportingOverflow(group.rowCount).partialValue
        }
        guard rows == rowCount else {
            throw .corrupt(what: "row groups do not add up to the file's row count", offset: -1)
        }
    }

    /// Reads the named columns, or all of them when `columns` is nil.
    ///
    /// A name is a top-level field (a group brings all its leaves) or the dotted path of a leaf. The
    /// batch's schema keeps only what was asked for, in file order. Fails on an unknown name, a feature not
    /// supported, or bad bytes.
    public func read(columns: [String]? = nil) throws(ParquetError) -> ColumnBatch {
        let chosen = try selection(columns)
        var budget = ReadBudget(limits: limits)
        let decoder = ChunkDecoder(bytes: bytes, dataEnd: footer.dataEnd)
        var result: [Column] = []
        for index in chosen {
            let leaf = schema.leaves[index]
            if case .unsupported(let feature) = leaf.type {
                throw .unsupported(feature: "\(feature) (column \(leaf.name))")
            }
            var column = Column(leaf)
            for group in footer.groups {
                let before = column.rowCount
                try decoder.decode(group.chunks[index], stored: stored[index], into: &column, budget: &budget)
                guard column.rowCount - before == group.rowCount else {
                    throw .corrupt(
                        what: "column \(leaf.name) has another number of rows than its row group",
                        offset: -1
                    )
                }
            }
            result.append(column)
        }
        let wanted = Set(chosen.map { schema.leaves[$0].path })
        let fields = columns == nil ? schema.fields : schema.fields.compactMap { Self.prune($0, [], wanted) }
        return ColumnBatch(schema: Schema(fields), columns: result)
    }

    private func selection(_ names: [String]?) throws(ParquetError) -> [Int] {
        guard let names else { return Array(schema.leaves.indices) }
        var chosen: Set<Int> = []
        for name in names {
            let matches = schema.leaves.indices.filter { index in
                let leaf = schema.leaves[index]
                return leaf.name == name || leaf.name.hasPrefix(name + ".")
            }
            guard !matches.isEmpty else { throw .unknownColumn(name) }
            chosen.formUnion(matches)
        }
        return chosen.sorted()
    }

    /// The field with only the wanted leaves, or nil when none is wanted.
    private static func prune(_ field: Field, _ parents: [String], _ wanted: Set<[String]>) -> Field? {
        let path = parents + [field.name]
        switch field.content {
        case .leaf:
            return wanted.contains(path) ? field : nil
        case .group(let kind, let children):
            let kept = children.compactMap { prune($0, path, wanted) }
            guard !kept.isEmpty else { return nil }
            var result = field
            result.content = .group(kind, kept)
            return result
        }
    }
}

/// What a read may still allocate.
struct ReadBudget {
    let limits: ReaderLimits
    private var left: Int

    init(limits: ReaderLimits) {
        self.limits = limits
        left = limits.decodedBytes
    }

    /// Fails when `count` values of `width` bytes are more than is left.
    mutating func take(_ count: Int, width: Int = 1) throws(ParquetError) {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        guard !overflow && size <= left else {
            throw .limitExceeded(
                limit: "decodedBytes",
                allowed: limits.decodedBytes,
                found: overflow ? .max : size
            )
        }
        left -= size
    }
}
