extension BloomFilter {
    /// The filter of a chunk's stored integers or bytes; nil when it would be larger than the options
    /// allow.
    ///
    /// `distinct`, when known, holds one position of each distinct value.
    init?(_ values: DenseValues, distinct: [Int]?, options: WriterOptions) throws(ParquetError) {
        let count = distinct?.count ?? values.range.count
        self.init(
            distinct: count,
            falsePositives: options.bloomFalsePositives,
            maximumBytes: options.bloomFilterBytes
        )
        let positions = distinct ?? []
        let column = values.column
        for number in 0..<count {
            let position = distinct == nil ? values.range.lowerBound + number : positions[number]
            switch column.storage {
            case .int32: insert(XXHash64.hash(UInt32(bitPattern: column.int32s[position])))
            case .int64: insert(XXHash64.hash(UInt64(bitPattern: column.int64s[position])))
            case .bytes:
                let place = values.byteSpan(position..<position + 1)
                insert(XXHash64.hash(column.arena.span.extracting(place).bytes))
            case .boolean, .float, .double, .int128: return nil
            }
        }
    }

    /// Whether columns of this type can have a filter: real numbers cannot, as zero has two forms.
    static func fits(_ type: ColumnType) -> Bool {
        switch type.storage {
        case .int32, .int64, .int128, .bytes: true
        case .boolean, .float, .double: false
        }
    }
}
