extension Schema {
    /// Fails on what no file can hold: a type, name, encoding or shape outside the format.
    func checkWritable() throws(ParquetError) {
        try Self.checkSiblings(fields, of: "the schema")
        for field in fields { try Self.check(field) }
        for leaf in leaves {
            if let refusal = leaf.type.refusal { throw refusal }
            if leaf.encoding == .delta && leaf.type.storage != .int64 && leaf.type.storage != .int32 {
                throw .invalidBatch(
                    "column \(leaf.name): delta encoding is for integers, dates, times and timestamps"
                )
            }
            if leaf.encoding == .deltaLength && leaf.type.physicalType != .byteArray {
                throw .invalidBatch("column \(leaf.name): delta length encoding is for strings and binary")
            }
            if leaf.bloomFilter && !BloomFilter.fits(leaf.type) {
                throw .invalidBatch("column \(leaf.name): a bloom filter is for integers, times and bytes")
            }
            if leaf.path.count > 32 { throw .invalidBatch("column \(leaf.name): nested deeper than 32") }
        }
    }

    private static func check(_ field: Field) throws(ParquetError) {
        guard field.repetition != .repeated else {
            throw .invalidBatch("field \(field.name) repeats outside of a list or map")
        }
        guard case .group(let kind, let children) = field.content else { return }
        try checkSiblings(children, of: "group \(field.name)")
        switch kind {
        case .structure:
            for child in children { try check(child) }
        case .list, .map:
            guard children.count == 1, children[0].repetition == .repeated,
                case .group(.structure, let inner) = children[0].content,
                inner.count == 1 || (inner.count == 2 && kind == .map),
                kind == .list || inner[0].repetition == .required
            else { throw .invalidBatch("field \(field.name) has not the shape of a list or map") }
            try checkSiblings(inner, of: "group \(field.name)")
            for child in inner { try check(child) }
        }
    }

    private static func checkSiblings(_ fields: [Field], of parent: String) throws(ParquetError) {
        guard !fields.isEmpty else { throw .invalidBatch("\(parent) has no fields") }
        guard Set(fields.map(\.name)).count == fields.count else {
            throw .invalidBatch("two fields of \(parent) have the same name")
        }
    }
}
