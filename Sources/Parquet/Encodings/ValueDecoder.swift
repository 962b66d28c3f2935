/// Decodes the values of pages of one column, without slots for nulls.
///
/// Values come out of a page in the form the file stores them in and are converted when the column's type
/// needs it.
struct ValueDecoder {
    private let stored: StoredLeaf
    /// The numbers of a page of references; kept for its memory.
    private(set) var indices: [UInt32] = []

    init(stored: StoredLeaf) {
        self.stored = stored
    }

    /// Appends the values of a page to `output`, without counting them as entries: all `count` of them, or
    /// only those at `picks`, which ascend.
    mutating func append(
        _ cursor: inout ByteCursor,
        encoding: Int32,
        count: Int,
        picks: [Int32]?,
        _ dictionary: PageDictionary?,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        // A page of nulls may have no bytes at all, not even a header.
        if count == 0 || picks?.isEmpty == true { return }
        if PageEncoding.isDictionary(encoding) {
            guard let dictionary else { throw cursor.corrupt("dictionary indices without a dictionary page") }
            try decodeIndices(&cursor, count: count, budget: &budget)
            if let picks { indices = picks.map { indices[Int($0)] } }
            try dictionary.append(indices, to: &output, budget: &budget)
            return
        }
        try append(to: &output) { (raw) throws(ParquetError) in
            try Self.stored(
                &cursor,
                encoding: encoding,
                count: count,
                picks: picks,
                stored,
                to: &raw,
                budget: &budget
            )
        }
    }

    /// Decodes the references of a page into `indices`; they may lie beyond the dictionary.
    mutating func decodeIndices(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let width = Int(try cursor.byte())
        guard width <= 32 else { throw cursor.corrupt("dictionary indices wider than 32 bits") }
        try budget.take(count, width: 4)
        indices.removeAll(keepingCapacity: true)
        try RunLength.decode(&cursor, count: count, width: width, into: &indices)
    }

    /// The `count` PLAIN values of a dictionary page.
    func dictionary(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) -> Column {
        var values = Column(type: stored.type)
        if count == 0 { return values }
        try append(to: &values) { (raw) throws(ParquetError) in
            try PlainValues.append(&cursor, count: count, stored, to: &raw, budget: &budget)
        }
        return values
    }

    /// The one value whose PLAIN form is `bytes`, in the column's own type; nil when they are not of that
    /// form.
    static func single(_ bytes: ArraySlice<UInt8>, _ stored: StoredLeaf) -> StatisticValue? {
        let column: Column? = try? ByteCursor.over(bytes) { (cursor) throws(ParquetError) in
            var budget = ReadBudget(limits: ReaderLimits())
            let column = try ValueDecoder(stored: stored).dictionary(&cursor, count: 1, budget: &budget)
            return cursor.remaining == 0 ? column : nil
        }
        return column.map { StatisticValue($0, at: 0) }
    }

    /// Lets `body` decode values in their stored form, and converts them when the column's type needs it.
    private func append(
        to output: inout Column,
        _ body: (inout Column) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        guard stored.conversion != .none else { return try body(&output) }
        var raw = Column(stored.type, stored: stored.storage)
        try body(&raw)
        try stored.conversion.convert(raw, appendingTo: &output)
    }

    /// Appends values that are in the page itself, as they are stored.
    private static func stored(
        _ cursor: inout ByteCursor,
        encoding: Int32,
        count: Int,
        picks: [Int32]?,
        _ stored: StoredLeaf,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        guard let picks else {
            try all(&cursor, encoding: encoding, count: count, stored, to: &output, budget: &budget)
            return
        }
        if encoding == PageEncoding.plain, stored.physicalType == .byteArray {
            try PlainValues.appendBytes(&cursor, count: count, picks: picks, to: &output, budget: &budget)
            return
        }
        var whole = Column(stored.type, stored: stored.storage)
        try all(&cursor, encoding: encoding, count: count, stored, to: &whole, budget: &budget)
        try output.appendValues(of: whole, at: picks)
    }

    private static func all(
        _ cursor: inout ByteCursor,
        encoding: Int32,
        count: Int,
        _ stored: StoredLeaf,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        switch (encoding, stored.storage) {
        case (PageEncoding.plain, _):
            try PlainValues.append(&cursor, count: count, stored, to: &output, budget: &budget)
        case (PageEncoding.runLength, .boolean):
            var content = ByteCursor(try cursor.take(Int(try cursor.uint32())))
            var bits: [UInt8] = []
            try RunLength.decode(&content, count: count, width: 1, into: &bits)
            output.booleans.append(contentsOf: bits.lazy.map { $0 != 0 })
        case (PageEncoding.deltaBinaryPacked, .int32):
            try DeltaBinaryPacked.decode(&cursor, count: count, into: &output.int32s)
        case (PageEncoding.deltaBinaryPacked, .int64):
            try DeltaBinaryPacked.decode(&cursor, count: count, into: &output.int64s)
        case (PageEncoding.deltaLengthByteArray, .bytes) where stored.physicalType == .byteArray:
            try DeltaBytes.appendLengthsFirst(&cursor, count: count, to: &output, budget: &budget)
        case (PageEncoding.deltaByteArray, .bytes):
            try DeltaBytes.appendPrefixed(&cursor, count: count, stored, to: &output, budget: &budget)
        case (PageEncoding.byteStreamSplit, _):
            try PlainValues.appendStreams(&cursor, count: count, stored, to: &output, budget: &budget)
        default:
            throw .unsupported(feature: "value encoding \(encoding) for \(stored.physicalType)")
        }
    }
}

extension PageEncoding {
    /// True when the pages hold references into a dictionary.
    static func isDictionary(_ encoding: Int32) -> Bool {
        encoding == plainDictionary || encoding == runLengthDictionary
    }
}
