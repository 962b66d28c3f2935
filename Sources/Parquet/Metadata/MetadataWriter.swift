/// Writes the footer and the page headers.
enum MetadataWriter {
    /// What `created_by` says.
    static let createdBy = "wardflow version 0.1.0 (build dev)"

    static func writeFooter(
        _ groups: [RowGroupMetadata],
        schema: Schema,
        options: WriterOptions,
        to sink: ByteSink
    ) {
        var writer = ThriftWriter(sink)
        let nodeCount = schema.fields.reduce(1) { $0 + nodes(in: $1) }
        writer.element { file in
            file.int32(1, 2)
            file.list(2, ThriftType.structure, nodeCount)
            file.element { root in
                root.string(4, "schema")
                root.int32(5, Int32(schema.fields.count))
            }
            var nextID: Int32? = schema.fields.contains(where: hasID) ? nil : 1
            for field in schema.fields { write(field, nextID: &nextID, to: &file) }
            file.int64(3, groups.reduce(0) { $0 + $1.rowCount })
            file.list(4, ThriftType.structure, groups.count)
            for (ordinal, group) in groups.enumerated() {
                write(group, ordinal: ordinal, schema: schema, options: options, to: &file)
            }
            file.string(6, createdBy)
            file.list(7, ThriftType.structure, schema.leaves.count)
            for _ in schema.leaves {
                file.element { order in order.structure(1) { _ in } }
            }
        }
    }

    private static func nodes(in field: Field) -> Int {
        guard case .group(_, let children) = field.content else { return 1 }
        return children.reduce(1) { $0 + nodes(in: $1) }
    }

    private static func hasID(_ field: Field) -> Bool {
        if field.fieldID != nil { return true }
        guard case .group(_, let children) = field.content else { return false }
        return children.contains(where: hasID)
    }

    private static func write(_ field: Field, nextID: inout Int32?, to writer: inout ThriftWriter) {
        let id = field.fieldID ?? nextID
        nextID = nextID.map { $0 + 1 }
        writer.element { element in
            switch field.content {
            case .leaf(let type):
                element.int32(1, type.physicalType.rawValue)
                if let length = type.fixedLength { element.int32(2, Int32(length)) }
                element.int32(3, field.repetition.rawValue)
                element.string(4, field.name)
                if let converted = type.convertedType { element.int32(6, converted) }
                if case .decimal(let precision, let scale) = type {
                    element.int32(7, Int32(scale))
                    element.int32(8, Int32(precision))
                }
                if let id { element.int32(9, id) }
                writeLogicalType(type, to: &element)
            case .group(let kind, let children):
                element.int32(3, field.repetition.rawValue)
                element.string(4, field.name)
                element.int32(5, Int32(children.count))
                switch kind {
                case .structure: break
                case .list: element.int32(6, 3)
                case .map: element.int32(6, 1)
                }
                if let id { element.int32(9, id) }
                switch kind {
                case .structure: break
                case .list: element.structure(10) { $0.structure(3) { _ in } }
                case .map: element.structure(10) { $0.structure(2) { _ in } }
                }
            }
        }
        if case .group(_, let children) = field.content {
            for child in children { write(child, nextID: &nextID, to: &writer) }
        }
    }

    private static func writeLogicalType(_ type: ColumnType, to element: inout ThriftWriter) {
        switch type {
        case .string:
            element.structure(10) { $0.structure(1) { _ in } }
        case .date:
            element.structure(10) { $0.structure(6) { _ in } }
        case .timestamp, .localTimestamp:
            element.structure(10) { logical in
                logical.structure(8) { timestamp in
                    timestamp.boolean(1, type == .timestamp)
                    timestamp.structure(2) { unit in unit.structure(2) { _ in } }
                }
            }
        case .time:
            element.structure(10) { logical in
                logical.structure(7) { time in
                    time.boolean(1, false)
                    time.structure(2) { unit in unit.structure(2) { _ in } }
                }
            }
        case .int8, .int16:
            element.structure(10) { logical in
                logical.structure(10) { integer in
                    integer.byte(1, type == .int8 ? 8 : 16)
                    integer.boolean(2, true)
                }
            }
        case .decimal(let precision, let scale):
            element.structure(10) { logical in
                logical.structure(5) { decimal in
                    decimal.int32(1, Int32(scale))
                    decimal.int32(2, Int32(precision))
                }
            }
        case .uuid:
            element.structure(10) { $0.structure(14) { _ in } }
        case .boolean, .int32, .int64, .float, .double, .binary, .fixedBinary, .unsupported: break
        }
    }

    private static func write(
        _ group: RowGroupMetadata,
        ordinal: Int,
        schema: Schema,
        options: WriterOptions,
        to writer: inout ThriftWriter
    ) {
        let compressed = group.chunks.reduce(0) { $0 + $1.compressedSize }
        writer.element { element in
            element.list(1, ThriftType.structure, group.chunks.count)
            for (chunk, leaf) in zip(group.chunks, schema.leaves) {
                element.element { column in
                    column.int64(2, 0)
                    column.structure(3) { write(chunk, leaf: leaf, to: &$0) }
                    column.place(4, chunk.offsetIndex)
                    column.place(6, chunk.columnIndex)
                }
            }
            element.int64(2, group.chunks.reduce(0) { $0 + $1.uncompressedSize })
            element.int64(3, group.rowCount)
            write(options.sortingColumns, schema: schema, to: &element)
            if let first = group.chunks.first { element.int64(5, first.start) }
            element.int64(6, compressed)
            if ordinal <= Int(Int16.max) { element.int16(7, ordinal) }
        }
    }

    private static func write(
        _ order: [WriterOptions.SortingColumn],
        schema: Schema,
        to group: inout ThriftWriter
    ) {
        guard !order.isEmpty else { return }
        group.list(4, ThriftType.structure, order.count)
        for key in order {
            group.element { element in
                element.int32(1, Int32(schema.leafIndex(key.column) ?? 0))
                element.boolean(2, key.isDescending)
                element.boolean(3, key.nullsFirst)
            }
        }
    }

    private static func write(_ chunk: ChunkMetadata, leaf: Leaf, to writer: inout ThriftWriter) {
        writer.int32(1, chunk.physicalType)
        writer.list(2, ThriftType.int32, chunk.encodings.count)
        for encoding in chunk.encodings { writer.element(encoding) }
        writer.list(3, ThriftType.binary, leaf.path.count)
        for name in leaf.path { writer.element(Array(name.utf8)) }
        writer.int32(4, chunk.codec)
        writer.int64(5, chunk.valueCount)
        writer.int64(6, chunk.uncompressedSize)
        writer.int64(7, chunk.compressedSize)
        writer.int64(9, chunk.dataPageOffset)
        if let dictionary = chunk.dictionaryPageOffset { writer.int64(11, dictionary) }
        if let statistics = chunk.statistics { write(statistics, leaf.type, to: &writer) }
        writer.place(14, chunk.bloomFilter)
    }

    private static func write(_ statistics: LeafStatistics, _ type: ColumnType, to chunk: inout ThriftWriter)
    {
        chunk.structure(12) { element in
            element.int64(3, statistics.nullCount)
            if let maximum = statistics.maximum { element.binary(5, maximum.plainBytes(type)) }
            if let minimum = statistics.minimum { element.binary(6, minimum.plainBytes(type)) }
            if statistics.maximum != nil { element.boolean(7, statistics.maximumIsExact) }
            if statistics.minimum != nil { element.boolean(8, statistics.minimumIsExact) }
        }
    }

    static func write(_ header: PageHeader, to sink: ByteSink) {
        var writer = ThriftWriter(sink)
        writer.element { page in
            page.int32(1, header.kind)
            page.int32(2, Int32(header.uncompressedSize))
            page.int32(3, Int32(header.compressedSize))
            if header.kind == PageKind.dictionary {
                page.structure(7) { dictionary in
                    dictionary.int32(1, Int32(header.valueCount))
                    dictionary.int32(2, header.encoding)
                }
            } else {
                page.structure(5) { data in
                    data.int32(1, Int32(header.valueCount))
                    data.int32(2, header.encoding)
                    data.int32(3, PageEncoding.runLength)
                    data.int32(4, PageEncoding.runLength)
                }
            }
        }
    }
}
