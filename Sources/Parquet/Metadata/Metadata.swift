// The parts of parquet.thrift this library uses, as parsed or about to be written.

/// Physical types of the format.
enum PhysicalType: Int32 {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case int96 = 3
    case float = 4
    case double = 5
    case byteArray = 6
    case fixedLengthByteArray = 7
}

/// Value encodings of the format.
enum PageEncoding {
    static let plain: Int32 = 0
    static let plainDictionary: Int32 = 2
    static let runLength: Int32 = 3
    static let bitPacked: Int32 = 4
    static let deltaBinaryPacked: Int32 = 5
    static let deltaLengthByteArray: Int32 = 6
    static let deltaByteArray: Int32 = 7
    static let runLengthDictionary: Int32 = 8
    static let byteStreamSplit: Int32 = 9
}

/// Page kinds of the format.
enum PageKind {
    static let data: Int32 = 0
    static let index: Int32 = 1
    static let dictionary: Int32 = 2
    static let dataV2: Int32 = 3
}

/// One column chunk of a row group.
struct ChunkMetadata {
    var physicalType: Int32 = 0
    var encodings: [Int32] = []
    var codec: Int32 = 0
    var valueCount = 0
    var uncompressedSize = 0
    var compressedSize = 0
    var dataPageOffset = 0
    var dictionaryPageOffset: Int?
    /// What the writer found.
    var statistics: LeafStatistics?
    /// Places of the bloom filter and the two page indexes in the file, unchecked when read from one.
    var bloomFilter: FilePlace?
    var offsetIndex: FilePlace?
    var columnIndex: FilePlace?
    /// What a file being read says.
    var storedStatistics: StoredStatistics?
    /// Set when the chunk lies in another file.
    var externalFile = false

    /// Where the first page header starts.
    var start: Int {
        guard let dictionary = dictionaryPageOffset, dictionary > 0 else { return dataPageOffset }
        return min(dictionary, dataPageOffset)
    }

    /// Where the last page ends; checked against the file before use.
    var end: Int { start + compressedSize }
}

/// A stretch of a file.
struct FilePlace: Hashable {
    var offset: Int
    /// 0 when the writer of a bloom filter did not say.
    var length = 0
}

/// One row group.
struct RowGroupMetadata {
    var chunks: [ChunkMetadata] = []
    var rowCount = 0
}

/// One element of the flattened schema tree.
struct SchemaElement {
    var physicalType: Int32?
    var typeLength: Int32?
    var repetition: Int32 = 0
    var name = ""
    var childCount = 0
    var convertedType: Int32?
    var scale: Int32?
    var precision: Int32?
    var fieldID: Int32?
    var logicalType: LogicalType?
}

/// The logical annotations this library tells apart.
enum LogicalType: Hashable {
    case string, map, list, date, enumeration, json, uuid
    case decimal(precision: Int, scale: Int)
    case time(unit: TimeUnit)
    case timestamp(utc: Bool, unit: TimeUnit)
    case integer(bits: Int, signed: Bool)
    /// Known to the format but not read here.
    case other(String)

    /// The resolution of a time or timestamp.
    enum TimeUnit: Hashable { case millis, micros, nanos }
}

/// The header before each page.
struct PageHeader {
    var kind: Int32 = -1
    var uncompressedSize = -1
    var compressedSize = -1
    var valueCount = -1
    /// What a V2 page says of its rows.
    var rowCount: Int?
    var encoding: Int32 = -1
    var definitionEncoding: Int32 = 3
    var repetitionEncoding: Int32 = 3
    var nullCount = 0
    var definitionBytes = 0
    var repetitionBytes = 0
    var isCompressed = true
}
