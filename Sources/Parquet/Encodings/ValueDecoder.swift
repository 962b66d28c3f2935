/// Decodes the values of a page into a column without slots for nulls.
///
/// Unsafe: copies every value that is read; counts and lengths are checked against the page and the budget
/// first.
struct ValueDecoder {
    private let stored: StoredLeaf
    /// Grows by the decoded values; its entry count and levels are the caller's to update.
    private(set) var output: Column
    private var indices: [UInt32] = []

    init(stored: StoredLeaf, output: consuming Column) {
        self.stored = stored
        self.output = output
    }

    /// Appends `count` values in the given encoding.
    mutating func values(
        _ cursor: inout ByteCursor,
        encoding: Int32,
        count: Int,
        _ dictionary: Column?,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        // A page of nulls may have no bytes at all, not even a header.
        if count == 0 { return }
        switch encoding {
        case PageEncoding.plainDictionary, PageEncoding.runLengthDictionary:
            guard let dictionary else { throw cursor.corrupt("dictionary indices without a dictionary page") }
            try references(&cursor, count: count, dictionary, budget: &budget)
        default:
            try converting { (raw) throws(ParquetError) in
                try raw.direct(&cursor, encoding: encoding, count: count, budget: &budget)
            }
        }
    }

    /// Appends `count` PLAIN values.
    mutating func plain(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        if count == 0 { return }
        try converting { (raw) throws(ParquetError) in
            try raw.storedPlain(&cursor, count: count, budget: &budget)
        }
    }

    /// The one value whose PLAIN form is `bytes`, in the column's own type; nil when they are not of that
    /// form.
    static func single(_ bytes: ArraySlice<UInt8>, _ stored: StoredLeaf) -> StatisticValue? {
        var decoder = ValueDecoder(stored: stored, output: Column(type: stored.type))
        let whole = try? bytes.withUnsafeBufferPointer { (bytes) throws(ParquetError) in
            var cursor = ByteCursor(UnsafeRawBufferPointer(bytes))
            var budget = ReadBudget(limits: ReaderLimits())
            try decoder.plain(&cursor, count: 1, budget: &budget)
            return cursor.remaining == 0
        }
        return whole == true ? StatisticValue(decoder.output, at: 0) : nil
    }

    /// Lets `body` decode values in their stored form, and converts them when the column's type needs it.
    private mutating func converting(
        _ body: (inout ValueDecoder) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        guard stored.conversion != .none else { return try body(&self) }
        var raw = ValueDecoder(stored: stored, output: Column(stored.type, stored: stored.storage))
        try body(&raw)
        try stored.conversion.convert(raw.output, appendingTo: &output)
    }

    /// Appends `count` values that are in the page itself, as they are stored.
    private mutating func direct(
        _ cursor: inout ByteCursor,
        encoding: Int32,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        switch encoding {
        case PageEncoding.plain:
            try storedPlain(&cursor, count: count, budget: &budget)
        case PageEncoding.runLength where output.storage == .boolean:
            var content = ByteCursor(try cursor.take(Int(try cursor.uint32())))
            var bits: [UInt8] = []
            try RunLength.decode(&content, count: count, width: 1, into: &bits)
            output.booleans.append(contentsOf: bits.lazy.map { $0 != 0 })
        case PageEncoding.deltaBinaryPacked where output.storage == .int32 || output.storage == .int64:
            try delta(&cursor, count: count)
        case PageEncoding.deltaLengthByteArray where stored.physicalType == .byteArray:
            try deltaLengths(&cursor, count: count, budget: &budget)
        case PageEncoding.deltaByteArray where output.storage == .bytes:
            try deltaStrings(&cursor, count: count, budget: &budget)
        case PageEncoding.byteStreamSplit:
            try byteStreams(&cursor, count: count, budget: &budget)
        default:
            throw .unsupported(feature: "value encoding \(encoding) for \(stored.physicalType)")
        }
    }

    private mutating func storedPlain(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        switch stored.physicalType {
        case .boolean:
            let packed = try cursor.take((count + 7) / 8)
            for index in 0..<count { output.booleans.append(packed[index >> 3] >> UInt8(index & 7) & 1 != 0) }
        case .int32: try appendWords(&cursor, count, to: &output.int32s)
        case .int64: try appendWords(&cursor, count, to: &output.int64s)
        case .float: try appendWords(&cursor, count, to: &output.floats)
        case .double: try appendWords(&cursor, count, to: &output.doubles)
        case .byteArray:
            // Four bytes of length each, so this bounds the count before anything grows.
            guard count <= cursor.remaining / 4 else { throw cursor.corrupt("page ends early") }
            try budget.take(cursor.remaining)
            for _ in 0..<count {
                let length = try cursor.uint32()
                output.arena.append(copying: try cursor.take(Int(length)))
                output.ends.append(output.arena.count)
            }
        case .int96, .fixedLengthByteArray:
            let raw = try cursor.take(count, width: stored.length)
            try budget.take(raw.count)
            let start = output.arena.count
            output.arena.append(copying: raw)
            let length = stored.length
            output.ends.append(contentsOf: (1...count).lazy.map { start + $0 * length })
        }
    }

    private func appendWords<T: BitwiseCopyable & ExpressibleByIntegerLiteral>(
        _ cursor: inout ByteCursor,
        _ count: Int,
        to target: inout [T]
    ) throws(ParquetError) {
        let raw = try cursor.take(count, width: MemoryLayout<T>.size)
        let start = target.count
        target.append(contentsOf: repeatElement(0, count: count))
        target.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[(start * MemoryLayout<T>.size)...]).copyMemory(
                from: raw
            )
        }
    }

    private mutating func delta(_ cursor: inout ByteCursor, count: Int) throws(ParquetError) {
        if output.storage == .int32 {
            try DeltaBinaryPacked.decode(&cursor, count: count) { (value) throws(ParquetError) in
                output.int32s.append(Int32(truncatingIfNeeded: value))
            }
        } else {
            try DeltaBinaryPacked.decode(&cursor, count: count) { (value) throws(ParquetError) in
                output.int64s.append(value)
            }
        }
    }

    private mutating func references(
        _ cursor: inout ByteCursor,
        count: Int,
        _ dictionary: Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let width = Int(try cursor.byte())
        guard width <= 32 else { throw cursor.corrupt("dictionary indices wider than 32 bits") }
        try budget.take(count, width: 4)
        indices.removeAll(keepingCapacity: true)
        try RunLength.decode(&cursor, count: count, width: width, into: &indices)
        let size: Int
        switch dictionary.storage {
        case .boolean: size = dictionary.booleans.count
        case .int32: size = dictionary.int32s.count
        case .int64: size = dictionary.int64s.count
        case .float: size = dictionary.floats.count
        case .double: size = dictionary.doubles.count
        case .int128: size = dictionary.int128s.count
        case .bytes: size = dictionary.ends.count
        }
        guard indices.allSatisfy({ Int($0) < size }) else {
            throw cursor.corrupt("a dictionary index beyond the dictionary")
        }
        switch dictionary.storage {
        case .boolean: for index in indices { output.booleans.append(dictionary.booleans[Int(index)]) }
        case .int32: for index in indices { output.int32s.append(dictionary.int32s[Int(index)]) }
        case .int64: for index in indices { output.int64s.append(dictionary.int64s[Int(index)]) }
        case .float: for index in indices { output.floats.append(dictionary.floats[Int(index)]) }
        case .double: for index in indices { output.doubles.append(dictionary.doubles[Int(index)]) }
        case .int128: for index in indices { output.int128s.append(dictionary.int128s[Int(index)]) }
        case .bytes: try byteReferences(dictionary, budget: &budget)
        }
    }

    private mutating func byteReferences(
        _ dictionary: Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        var total = 0
        for index in indices {
            total += dictionary.bytes(at: Int(index)).count
            // Checked as it grows: neither overflow nor a huge request gets past.
            guard total <= budget.limits.decodedBytes else { break }
        }
        try budget.take(total)
        dictionary.arena.withUnsafeBytes { source in
            for index in indices {
                let start = index == 0 ? 0 : dictionary.ends[Int(index) - 1]
                output.arena.append(
                    copying: UnsafeRawBufferPointer(rebasing: source[start..<dictionary.ends[Int(index)]])
                )
                output.ends.append(output.arena.count)
            }
        }
    }

    private mutating func lengths(_ cursor: inout ByteCursor, count: Int) throws(ParquetError) -> [Int] {
        var lengths: [Int] = []
        var total = 0
        try DeltaBinaryPacked.decode(&cursor, count: count) { (value) throws(ParquetError) in
            let length = Int(Int32(truncatingIfNeeded: value))
            guard length >= 0 else { throw .corrupt(what: "a negative length in delta encoding", offset: -1) }
            total += length
            lengths.append(length)
        }
        return lengths
    }

    private mutating func deltaLengths(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.take(count, width: 8)
        let lengths = try lengths(&cursor, count: count)
        try budget.take(cursor.remaining)
        for length in lengths {
            output.arena.append(copying: try cursor.take(length))
            output.ends.append(output.arena.count)
        }
    }

    private mutating func deltaStrings(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.take(count, width: 16)
        let prefixes = try lengths(&cursor, count: count)
        let suffixes = try lengths(&cursor, count: count)
        var last = output.arena.count..<output.arena.count
        for (prefix, suffix) in zip(prefixes, suffixes) {
            guard prefix <= last.count else { throw cursor.corrupt("a prefix longer than the value before") }
            guard stored.length == 0 || prefix + suffix == stored.length else {
                throw cursor.corrupt("a value of another length than its fixed-length column")
            }
            let rest = try cursor.take(suffix)
            try budget.take(prefix + suffix)
            let start = output.arena.count
            output.arena.append(contentsOf: output.arena[last.lowerBound..<last.lowerBound + prefix])
            output.arena.append(copying: rest)
            output.ends.append(output.arena.count)
            last = start..<output.arena.count
        }
    }

    /// BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes, and so on.
    private mutating func byteStreams(
        _ cursor: inout ByteCursor,
        count: Int,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let width: Int
        switch stored.physicalType {
        case .int32, .float: width = 4
        case .int64, .double: width = 8
        case .fixedLengthByteArray: width = stored.length
        case .boolean, .int96, .byteArray:
            throw .unsupported(feature: "BYTE_STREAM_SPLIT for \(stored.physicalType)")
        }
        let raw = try cursor.take(count, width: width)
        var joined = [UInt8](repeating: 0, count: raw.count)
        for part in 0..<width {
            for index in 0..<count { joined[index * width + part] = raw[part * count + index] }
        }
        try joined.withUnsafeBufferPointer { (bytes) throws(ParquetError) in
            var content = ByteCursor(UnsafeRawBufferPointer(bytes))
            try storedPlain(&content, count: count, budget: &budget)
        }
    }
}

extension [UInt8] {
    /// Appends by one copy; appending a raw buffer as a sequence would go byte by byte.
    @inline(__always)
    fileprivate mutating func append(copying source: UnsafeRawBufferPointer) {
        append(contentsOf: source.assumingMemoryBound(to: UInt8.self))
    }
}
