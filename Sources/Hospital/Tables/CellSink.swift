// Public only so that other modules inline it: the compiler does not do so with what is `package`.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

/// Takes the cells of a row one after the other, in the order of its file's columns.
///
/// What a row is stays with whoever declared its table: writers and digests see cells only.
public protocol CellSink: AnyObject {
    func text(_ value: String)
    func integer(_ value: Int)
    func long(_ value: Int64)
    func double(_ value: Double)
    func boolean(_ value: Bool)
    /// Bytes lent for the call.
    func bytes(_ value: ArraySlice<UInt8>)
    func null()
}

/// What a cell holds; a moment is microseconds since 1970, UTC.
public enum CellType: Sendable {
    case text
    case integer
    case long
    case double
    case boolean
    case time
    case bytes
}

/// What a table's layout says of it, whatever its rows are.
public struct TableShape: Sendable {
    /// A column by name.
    public struct Column: Sendable {
        public let name: String
        public let type: CellType
        public let isNullable: Bool

        @inlinable public init(name: String, type: CellType, isNullable: Bool) {
            self.name = name
            self.type = type
            self.isNullable = isNullable
        }
    }

    /// Path below the lake, `gold/kpis`.
    public let path: String
    public let columns: [Column]

    @inlinable public init(path: String, columns: [Column]) {
        self.path = path
        self.columns = columns
    }
}
