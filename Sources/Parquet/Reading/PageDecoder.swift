/// Turns the bytes of pages into entries of one column.
struct PageDecoder {
    /// The entries so far.
    private(set) var column: Column

    private let stored: StoredLeaf
    private var dictionary: Column?
    private var definitions: [UInt8] = []
    private var repetitions: [UInt8] = []

    init(stored: StoredLeaf, column: consuming Column) {
        self.stored = stored
        self.column = column
    }

    /// Takes the distinct values later pages refer to.
    mutating func dictionaryPage(
        _ header: PageHeader,
        _ content: UnsafeRawBufferPointer,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        guard dictionary == nil else { throw .corrupt(what: "a second dictionary page", offset: -1) }
        guard header.encoding == PageEncoding.plain || header.encoding == PageEncoding.plainDictionary else {
            throw .unsupported(feature: "dictionary page encoding \(header.encoding)")
        }
        guard header.valueCount >= 0 else {
            throw .corrupt(what: "a dictionary without a value count", offset: -1)
        }
        var decoder = ValueDecoder(stored: stored, output: Column(type: column.type))
        var cursor = ByteCursor(content)
        try decoder.plain(&cursor, count: header.valueCount, budget: &budget)
        dictionary = decoder.output
    }

    /// Appends a V1 page: levels with length prefixes, then values.
    mutating func dataPage(
        _ header: PageHeader,
        _ content: UnsafeRawBufferPointer,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        var cursor = ByteCursor(content)
        try budget.take(header.valueCount, width: 2)
        let repetition = LevelStream(header.repetitionEncoding, maximum: column.maxRepetition)
        try repetition.decode(&cursor, count: header.valueCount, into: &repetitions)
        let definition = LevelStream(header.definitionEncoding, maximum: column.maxDefinition)
        try definition.decode(&cursor, count: header.valueCount, into: &definitions)
        try appendEntries(header, &cursor, budget: &budget)
    }

    /// Appends a V2 page, whose levels were cut off before.
    mutating func dataPageV2(
        _ header: PageHeader,
        _ repetition: UnsafeRawBufferPointer,
        _ definition: UnsafeRawBufferPointer,
        _ content: UnsafeRawBufferPointer,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        var cursor = ByteCursor(content)
        try budget.take(header.valueCount, width: 2)
        var levels = ByteCursor(repetition)
        try LevelStream(nil, maximum: column.maxRepetition)
            .decode(&levels, count: header.valueCount, into: &repetitions)
        levels = ByteCursor(definition)
        try LevelStream(nil, maximum: column.maxDefinition)
            .decode(&levels, count: header.valueCount, into: &definitions)
        try appendEntries(header, &cursor, budget: &budget)
    }

    private mutating func appendEntries(
        _ header: PageHeader,
        _ cursor: inout ByteCursor,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let count = header.valueCount
        try budget.take(count, width: column.storage.width)
        let maximum = column.maxDefinition
        let present = maximum == 0 ? count : definitions.reduce(0) { $0 + ($1 == maximum ? 1 : 0) }
        if present == count {
            var decoder = ValueDecoder(stored: stored, output: column)
            column = Column(type: column.type)
            try decoder.values(&cursor, encoding: header.encoding, count: count, dictionary, budget: &budget)
            column = decoder.output
        } else {
            var decoder = ValueDecoder(stored: stored, output: Column(type: column.type))
            try decoder.values(
                &cursor,
                encoding: header.encoding,
                count: present,
                dictionary,
                budget: &budget
            )
            column.appendSpaced(decoder.output, definitions: definitions)
        }
        try column.recordEntries(
            count,
            definitions: present == count ? nil : definitions,
            repetitions: repetitions
        )
    }
}

extension ColumnType.Storage {
    /// Bytes per entry in a `Column`, without the bytes of byte values.
    var width: Int {
        switch self {
        case .boolean: 1
        case .int32, .float: 4
        case .int64, .double, .bytes: 8
        case .int128: 16
        }
    }
}

extension Column {
    /// Appends a slot per level: the next value of `dense` where the level is highest, else an empty one.
    mutating func appendSpaced(_ dense: Column, definitions levels: [UInt8]) {
        var next = 0
        func spread<T>(_ source: [T], _ empty: T, _ target: inout [T]) {
            for level in levels {
                if level == maxDefinition {
                    target.append(source[next])
                    next += 1
                } else {
                    target.append(empty)
                }
            }
        }
        switch storage {
        case .boolean: spread(dense.booleans, false, &booleans)
        case .int32: spread(dense.int32s, 0, &int32s)
        case .int64: spread(dense.int64s, 0, &int64s)
        case .float: spread(dense.floats, 0, &floats)
        case .double: spread(dense.doubles, 0, &doubles)
        case .int128: spread(dense.int128s, 0, &int128s)
        case .bytes:
            let shift = arena.count
            arena.append(contentsOf: dense.arena)
            var end = shift
            for level in levels {
                if level == maxDefinition {
                    end = shift + dense.ends[next]
                    next += 1
                }
                ends.append(end)
            }
        }
    }

    /// Accounts for `count` entries whose values were just appended; nil definitions mean all present.
    mutating func recordEntries(
        _ count: Int,
        definitions levels: [UInt8]?,
        repetitions newRepetitions: [UInt8]
    ) throws(ParquetError) {
        if let levels {
            if definitions.isEmpty {
                definitions.append(contentsOf: repeatElement(maxDefinition, count: entryCount))
            }
            definitions.append(contentsOf: levels)
        } else if !definitions.isEmpty {
            definitions.append(contentsOf: repeatElement(maxDefinition, count: count))
        }
        if maxRepetition > 0 {
            if repetitions.isEmpty, let first = newRepetitions.first, first != 0 {
                throw .corrupt(what: "a column that does not start a row", offset: -1)
            }
            repetitions.append(contentsOf: newRepetitions)
            rows += newRepetitions.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        }
        entryCount += count
    }
}
