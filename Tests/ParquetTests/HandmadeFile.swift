/// A Parquet file put together byte by byte: older layouts, odd pages, and lies that no writer here makes.
struct HandmadeFile: Sendable {
    /// One element of the schema; children follow their group in `schema`.
    struct Element: Sendable {
        var name: String
        /// 0 required, 1 optional, 2 repeated.
        var repetition = 0
        var physical: Int?
        var length: Int?
        var children: Int?
        var converted: Int?
        var scale: Int?
        var precision: Int?
        /// The content of a LogicalType union.
        var logical: [UInt8]?
    }

    /// One page; `body` is what follows the header, compressed already if the chunk's codec asks for it.
    struct Page: Sendable {
        /// 0 data, 2 dictionary, 3 data of version 2.
        var kind = 0
        var values: Int
        var encoding = 0
        var levelEncoding = 3
        var body: [UInt8]
        /// The size before compression, when it is not that of `body`.
        var uncompressed: Int?
        /// Version 2 only.
        var nulls = 0
        var definitionBytes = 0
        var repetitionBytes = 0
        var isCompressed: Bool?
    }

    /// One column chunk.
    struct Chunk: Sendable {
        var physical: Int
        var pages: [Page]
        var codec = 0
        /// Values, when not the sum of the data pages'.
        var values: Int?
        /// What the footer says of a dictionary's place, relative to the true one; nil says nothing.
        var dictionaryOffset: Int? = 0
        /// The offset index, made from the places of the data pages.
        var offsetIndex: (@Sendable ([Range<Int>]) -> [UInt8])?
        /// The column index.
        var columnIndex: [UInt8]?
        /// Added to the true offset of the first data page.
        var dataOffset = 0
        /// A Statistics struct.
        var statistics: [UInt8]?
    }

    /// How often the footer lists the one row group.
    var groupCount = 1
    /// Whether the footer says that bounds follow the order of their types.
    var ordersBounds = false
    var schema: [Element]
    var chunks: [Chunk]
    var rows: Int
    /// RowGroup.file_offset, when stated.
    var groupOffset: Int?

    /// A file of one required or optional leaf and one chunk.
    init(_ leaf: Element, rows: Int, codec: Int = 0, _ pages: [Page]) {
        schema = [leaf]
        chunks = [Chunk(physical: leaf.physical ?? 0, pages: pages, codec: codec)]
        self.rows = rows
    }

    init(schema: [Element], rows: Int, _ chunks: [Chunk]) {
        self.schema = schema
        self.chunks = chunks
        self.rows = rows
    }

    func bytes() -> [UInt8] {
        var file = Array("PAR1".utf8)
        var described: [[UInt8]] = []
        for chunk in chunks {
            let start = file.count
            var firstData: Int?
            var places: [Range<Int>] = []
            for page in chunk.pages {
                if page.kind != 2 && firstData == nil { firstData = file.count }
                let pageAt = file.count
                file += Self.header(page) + page.body
                if page.kind != 2 { places.append(pageAt..<file.count) }
            }
            let size = file.count - start
            let offsets = chunk.offsetIndex?(places) ?? []
            let indexes = (file.count, offsets.count, chunk.columnIndex?.count ?? 0)
            file += offsets + (chunk.columnIndex ?? [])
            described.append(Self.describe(chunk, start, firstData ?? start, size, indexes))
        }
        let topLevel = topLevelCount
        let footer = ThriftBytes.structure { footer in
            footer.int32(1, 2)
            let root = ThriftBytes.structure { root in
                root.binary(4, Array("schema".utf8))
                root.int32(5, topLevel)
            }
            footer.list(2, [root] + schema.map(Self.element))
            footer.int64(3, rows * groupCount)
            let group = ThriftBytes.structure { group in
                group.list(1, described)
                group.int64(2, 0)
                group.int64(3, rows)
                if let groupOffset { group.int64(5, groupOffset) }
            }
            footer.list(4, Array(repeating: group, count: groupCount))
            if ordersBounds {
                let order = ThriftBytes.structure { $0.structure(1, [0]) }
                footer.list(7, chunks.map { _ in order })
            }
        }
        file += footer
        file += (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> ($0 * 8)) }
        return file + Array("PAR1".utf8)
    }

    /// Where the first data page of the first chunk starts.
    var firstDataPage: Int {
        4 + chunks[0].pages.prefix { $0.kind == 2 }.reduce(0) { $0 + Self.header($1).count + $1.body.count }
    }

    /// The elements that are no one's children.
    private var topLevelCount: Int {
        schema.count - schema.reduce(0) { $0 + ($1.children ?? 0) }
    }

    private static func element(_ element: Element) -> [UInt8] {
        ThriftBytes.structure { writer in
            if let physical = element.physical { writer.int32(1, physical) }
            if let length = element.length { writer.int32(2, length) }
            writer.int32(3, element.repetition)
            writer.binary(4, Array(element.name.utf8))
            if let children = element.children { writer.int32(5, children) }
            if let converted = element.converted { writer.int32(6, converted) }
            if let scale = element.scale { writer.int32(7, scale) }
            if let precision = element.precision { writer.int32(8, precision) }
            if let logical = element.logical { writer.structure(10, logical) }
        }
    }

    private static func header(_ page: Page) -> [UInt8] {
        ThriftBytes.structure { header in
            header.int32(1, page.kind)
            header.int32(2, page.uncompressed ?? page.body.count)
            header.int32(3, page.body.count)
            let content = ThriftBytes.structure { content in
                content.int32(1, page.values)
                if page.kind == 3 {
                    content.int32(2, page.nulls)
                    content.int32(3, page.values)
                    content.int32(4, page.encoding)
                    content.int32(5, page.definitionBytes)
                    content.int32(6, page.repetitionBytes)
                    if let isCompressed = page.isCompressed { content.boolean(7, isCompressed) }
                } else {
                    content.int32(2, page.encoding)
                    if page.kind == 0 {
                        content.int32(3, page.levelEncoding)
                        content.int32(4, page.levelEncoding)
                    }
                }
            }
            header.structure(page.kind == 3 ? 8 : page.kind == 2 ? 7 : 5, content)
        }
    }

    /// `indexes` is where the offset index lies, its length, and that of the column index behind it.
    private static func describe(
        _ chunk: Chunk,
        _ start: Int,
        _ firstData: Int,
        _ size: Int,
        _ indexes: (at: Int, offsets: Int, bounds: Int)
    ) -> [UInt8] {
        ThriftBytes.structure { column in
            column.int64(2, 0)
            let metadata = ThriftBytes.structure { metadata in
                metadata.int32(1, chunk.physical)
                metadata.list(2, type: 5, [ThriftBytes.zigzag(0)])
                metadata.list(3, type: 8, [])
                metadata.int32(4, chunk.codec)
                let values = chunk.pages.filter { $0.kind != 2 }.reduce(0) { $0 + $1.values }
                metadata.int64(5, chunk.values ?? values)
                metadata.int64(6, size)
                metadata.int64(7, size)
                metadata.int64(9, firstData + chunk.dataOffset)
                if let offset = chunk.dictionaryOffset, chunk.pages.contains(where: { $0.kind == 2 }) {
                    metadata.int64(11, start + offset)
                }
                if let statistics = chunk.statistics { metadata.structure(12, statistics) }
            }
            column.structure(3, metadata)
            if indexes.offsets > 0 {
                column.int64(4, indexes.at)
                column.int32(5, indexes.offsets)
            }
            if indexes.bounds > 0 {
                column.int64(6, indexes.at + indexes.offsets)
                column.int32(7, indexes.bounds)
            }
        }
    }
}

/// The four little-endian bytes of a number.
func littleEndian(_ value: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// A level stream of version 1 pages: its length before it.
func prefixed(_ levels: [UInt8]) -> [UInt8] {
    littleEndian(levels.count) + levels
}
