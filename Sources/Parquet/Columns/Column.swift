/// The values of one leaf column, growing by appends and read by position.
///
/// **Flat columns.** One entry per row. `append` a value or `appendNull()`; read with `isNull(at:)` and the
/// typed accessors. A null entry still has a slot (0, false or no bytes), so entry numbers are row numbers.
///
/// **Nested columns.** One entry per Dremel triple (value, definition level, repetition level):
/// - a present value has definition level `maxDefinition`, given by `append(_:repetition:)`;
/// - `appendNull(definition:repetition:)` says how many optional or repeated fields of the path are
///   present;
/// - repetition level 0 starts a new row, level 1 continues the outermost list or map of the row.
///
/// With `optional add { optional path: string; optional map partitionValues }`:
/// - `add.path` (maxDefinition 2): value: `append("x")`; add present, path null: `appendNull(definition:
///   1)`; add itself null: `appendNull(definition: 0)`.
/// - `add.partitionValues.key_value.key` (maxDefinition 3, maxRepetition 1): two keys: `append("a")`,
///   `append("b", repetition: 1)`; empty map: `appendNull(definition: 2)`; null map:
///   `appendNull(definition: 1)`; add null: `appendNull(definition: 0)`. The value leaf (maxDefinition 4)
///   gets the same repetition levels; a null value is `appendNull(definition: 3)`.
///
/// Appending a value of another type than the column's is a programming error and stops the program.
public struct Column: Sendable {
    /// The type of the values.
    public let type: ColumnType
    /// The definition level of a present value; 0 for a required flat column, 1 for a nullable one.
    public let maxDefinition: UInt8
    /// The highest repetition level; 0 unless inside a list or map.
    public let maxRepetition: UInt8

    @usableFromInline let storage: ColumnType.Storage
    @usableFromInline var booleans: [Bool] = []
    @usableFromInline var int32s: [Int32] = []
    @usableFromInline var int64s: [Int64] = []
    @usableFromInline var floats: [Float] = []
    @usableFromInline var doubles: [Double] = []
    @usableFromInline var int128s: [Int128] = []
    /// End of each entry's bytes in `arena`; null entries have no bytes.
    @usableFromInline var ends: [Int] = []
    @usableFromInline var arena: [UInt8] = []
    /// Empty while every entry is present, else one level per entry.
    @usableFromInline var definitions: [UInt8] = []
    /// One level per entry when `maxRepetition` > 0, else empty.
    @usableFromInline var repetitions: [UInt8] = []
    @usableFromInline var entryCount = 0
    @usableFromInline var rows = 0
    /// Has large arrays of a column that was read kept for the next one.
    var kept: KeptColumn?

    /// An empty column for `leaf`.
    public init(_ leaf: Leaf) {
        self.init(type: leaf.type, maxDefinition: leaf.maxDefinition, maxRepetition: leaf.maxRepetition)
    }

    /// An empty column of the given type and levels.
    public init(type: ColumnType, maxDefinition: UInt8 = 0, maxRepetition: UInt8 = 0) {
        self.type = type
        self.maxDefinition = maxDefinition
        self.maxRepetition = maxRepetition
        storage = type.storage
    }

    /// An empty column of values of `type` in the form a file stores them in.
    init(_ type: ColumnType, stored storage: ColumnType.Storage) {
        self.type = type
        self.storage = storage
        maxDefinition = 0
        maxRepetition = 0
    }

    /// The number of entries: rows of a flat column, triples of a nested one.
    @inlinable public var count: Int { entryCount }

    /// The number of rows: entries with repetition level 0.
    @inlinable public var rowCount: Int { maxRepetition == 0 ? entryCount : rows }

    /// The bytes all values take in memory, without levels.
    public var byteCount: Int {
        switch storage {
        case .boolean: entryCount
        case .int32, .float: entryCount * 4
        case .int64, .double: entryCount * 8
        case .int128: entryCount * 16
        case .bytes: arena.count + entryCount * 8
        }
    }

    /// Drops all entries.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        booleans.removeAll(keepingCapacity: keepingCapacity)
        int32s.removeAll(keepingCapacity: keepingCapacity)
        int64s.removeAll(keepingCapacity: keepingCapacity)
        floats.removeAll(keepingCapacity: keepingCapacity)
        doubles.removeAll(keepingCapacity: keepingCapacity)
        int128s.removeAll(keepingCapacity: keepingCapacity)
        ends.removeAll(keepingCapacity: keepingCapacity)
        arena.removeAll(keepingCapacity: keepingCapacity)
        definitions.removeAll(keepingCapacity: keepingCapacity)
        repetitions.removeAll(keepingCapacity: keepingCapacity)
        entryCount = 0
        rows = 0
        kept = nil
    }
}

// MARK: Appending

extension Column {
    /// Appends a truth value.
    @inlinable public mutating func append(_ value: Bool, repetition: UInt8 = 0) {
        precondition(storage == .boolean, "a boolean was appended to a column of another type")
        booleans.append(value)
        recordPresent(repetition)
    }

    /// Appends an int8, int16 or int32, or days since 1970-01-01 to a date column.
    ///
    /// Numbers too wide for the column's type are refused when written.
    @inlinable public mutating func append(_ value: Int32, repetition: UInt8 = 0) {
        precondition(storage == .int32, "an Int32 was appended to a column of another type")
        int32s.append(value)
        recordPresent(repetition)
    }

    /// Appends an int64, microseconds since 1970 to a timestamp column or since midnight to a time column.
    @inlinable public mutating func append(_ value: Int64, repetition: UInt8 = 0) {
        precondition(storage == .int64, "an Int64 was appended to a column of another type")
        int64s.append(value)
        recordPresent(repetition)
    }

    /// Appends a float.
    @inlinable public mutating func append(_ value: Float, repetition: UInt8 = 0) {
        precondition(storage == .float, "a Float was appended to a column of another type")
        floats.append(value)
        recordPresent(repetition)
    }

    /// Appends a decimal as its number of units of 10^-scale: 12.30 of scale 2 is 1230.
    ///
    /// Numbers of more digits than the column's precision are refused when written.
    @inlinable public mutating func append(unscaled value: Int128, repetition: UInt8 = 0) {
        precondition(storage == .int128, "a decimal was appended to a column of another type")
        int128s.append(value)
        recordPresent(repetition)
    }

    /// Appends a double.
    @inlinable public mutating func append(_ value: Double, repetition: UInt8 = 0) {
        precondition(storage == .double, "a Double was appended to a column of another type")
        doubles.append(value)
        recordPresent(repetition)
    }

    /// Appends text to a string or binary column.
    @inlinable public mutating func append(_ value: String, repetition: UInt8 = 0) {
        var value = value
        value.withUTF8 { append(bytes: $0, repetition: repetition) }
    }

    /// Appends bytes to a string, binary, fixed binary or UUID column.
    ///
    /// UTF-8 of strings and the length of fixed bytes are checked when written.
    @inlinable public mutating func append(bytes: some Collection<UInt8>, repetition: UInt8 = 0) {
        precondition(storage == .bytes, "bytes were appended to a column of another type")
        // A typed buffer is copied at once; a slice or raw buffer would go byte by byte.
        if bytes.withContiguousStorageIfAvailable({ arena.append(contentsOf: $0) }) == nil {
            arena.append(contentsOf: bytes)
        }
        ends.append(arena.count)
        recordPresent(repetition)
    }

    /// Appends null with the deepest parent present: definition level `maxDefinition - 1`.
    @inlinable public mutating func appendNull() {
        precondition(maxDefinition > 0, "null was appended to a required column")
        appendNull(definition: maxDefinition - 1)
    }

    /// Appends an entry without a value; `definition` (below `maxDefinition`) says which parents are
    /// present.
    @inlinable public mutating func appendNull(definition: UInt8, repetition: UInt8 = 0) {
        precondition(definition < maxDefinition, "the definition level of a null must be below the maximum")
        switch storage {
        case .boolean: booleans.append(false)
        case .int32: int32s.append(0)
        case .int64: int64s.append(0)
        case .float: floats.append(0)
        case .double: doubles.append(0)
        case .int128: int128s.append(0)
        case .bytes: ends.append(arena.count)
        }
        if definitions.isEmpty {
            definitions.append(contentsOf: repeatElement(maxDefinition, count: entryCount))
        }
        definitions.append(definition)
        recordEntry(repetition)
    }

    @inlinable mutating func recordPresent(_ repetition: UInt8) {
        if !definitions.isEmpty { definitions.append(maxDefinition) }
        recordEntry(repetition)
    }

    @inlinable mutating func recordEntry(_ repetition: UInt8) {
        precondition(repetition <= maxRepetition, "the repetition level is above the column's maximum")
        if maxRepetition > 0 {
            repetitions.append(repetition)
            if repetition == 0 { rows += 1 }
        }
        entryCount += 1
    }
}

// MARK: Reading

extension Column {
    /// True when entry `index` has no value.
    @inlinable public func isNull(at index: Int) -> Bool {
        !definitions.isEmpty && definitions[index] < maxDefinition
    }

    /// The definition level of entry `index`.
    @inlinable public func definition(at index: Int) -> UInt8 {
        definitions.isEmpty ? maxDefinition : definitions[index]
    }

    /// The repetition level of entry `index`; 0 starts a row.
    @inlinable public func repetition(at index: Int) -> UInt8 {
        maxRepetition == 0 ? 0 : repetitions[index]
    }

    /// The number of entries without a value.
    public var nullCount: Int {
        definitions.reduce(into: 0) { $0 += $1 < maxDefinition ? 1 : 0 }
    }

    /// One truth value per entry (false for null); empty for other types.
    public var booleanValues: [Bool] { booleans }
    /// One Int8, Int16, Int32 or date per entry (0 for null); empty for other types.
    public var int32Values: [Int32] { int32s }
    /// One Int64, timestamp or time per entry (0 for null); empty for other types.
    public var int64Values: [Int64] { int64s }
    /// One float per entry (0 for null); empty for other types.
    public var floatValues: [Float] { floats }
    /// One double per entry (0 for null); empty for other types.
    public var doubleValues: [Double] { doubles }
    /// One decimal per entry in units of 10^-scale (0 for null); empty for other types.
    public var decimalValues: [Int128] { int128s }

    /// The bytes of entry `index` of a string, binary, fixed binary or UUID column; empty for null.
    @inlinable public func bytes(at index: Int) -> ArraySlice<UInt8> {
        arena[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// The text of entry `index`, nil for null; bytes that are not UTF-8 show as replacement characters.
    public func string(at index: Int) -> String? {
        isNull(at: index) ? nil : String(decoding: bytes(at: index), as: UTF8.self)
    }

    /// The boolean of entry `index`, nil for null.
    public func boolean(at index: Int) -> Bool? { isNull(at: index) ? nil : booleans[index] }
    /// The int8, int16, int32 or date of entry `index`, nil for null.
    public func int32(at index: Int) -> Int32? { isNull(at: index) ? nil : int32s[index] }
    /// The int64, timestamp or time of entry `index`, nil for null.
    public func int64(at index: Int) -> Int64? { isNull(at: index) ? nil : int64s[index] }
    /// The float of entry `index`, nil for null.
    public func float(at index: Int) -> Float? { isNull(at: index) ? nil : floats[index] }
    /// The double of entry `index`, or its float widened; nil for null.
    public func double(at index: Int) -> Double? {
        isNull(at: index) ? nil : storage == .float ? Double(floats[index]) : doubles[index]
    }
    /// The decimal of entry `index` in units of 10^-scale, nil for null.
    public func decimal(at index: Int) -> Int128? { isNull(at: index) ? nil : int128s[index] }
}
