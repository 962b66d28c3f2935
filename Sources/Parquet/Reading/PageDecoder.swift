/// Turns the bytes of pages into entries of one column, or into the rows a condition keeps.
struct PageDecoder {
    /// The entries so far.
    private(set) var column: Column
    /// Rows of the row group gone past, wanted or not; a row that goes on in the next page counts.
    private(set) var rowsPassed = 0

    private let stored: StoredLeaf
    private var values: ValueDecoder
    private var dictionary: PageDictionary?
    /// Whether each value of the dictionary satisfies the condition being evaluated.
    private var dictionaryMatches: [Bool] = []
    /// Levels of the page at hand; empty definitions mean that all are the highest.
    private var definitions: [UInt8] = []
    private var repetitions: [UInt8] = []
    private var picks: [Int32] = []
    private var expectedEntries = 0

    init(stored: StoredLeaf, column: consuming Column) {
        self.stored = stored
        values = ValueDecoder(stored: stored)
        self.column = column
    }

    /// Prepares for the pages of another row group.
    mutating func startChunk() {
        rowsPassed = 0
        dictionary = nil
        dictionaryMatches = []
    }

    /// Goes past the rows of pages that are not decoded.
    mutating func skip(to row: Int) {
        rowsPassed = row
    }

    /// Makes room for as many entries as a footer promises, within what may be allocated.
    mutating func reserve(entries: Int, _ budget: ReadBudget) {
        expectedEntries = min(entries, budget.left / column.storage.width)
        column.reserve(entries: expectedEntries)
    }

    /// Makes room for the bytes of all entries when those of the page just appended say how many to expect.
    private mutating func reserveBytes(after before: Int, _ budget: ReadBudget) {
        let used = column.arena.count
        guard column.count < expectedEntries, column.arena.capacity - used < 2 * (used - before) else {
            return
        }
        let each = Double(used) / Double(column.count)
        let rest = min(each * Double(expectedEntries - column.count) * 1.06, Double(budget.left))
        column.arena.reserve(used + Int(rest), from: \.bytes)
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
        var cursor = ByteCursor(content)
        try budget.allow(header.valueCount, width: column.storage.width)
        dictionary = PageDictionary(
            try values.dictionary(&cursor, count: header.valueCount, budget: &budget)
        )
    }

    /// Reads the levels of a V1 page, which have their lengths before them; values follow.
    private mutating func levels(
        _ header: PageHeader,
        _ cursor: inout ByteCursor,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.allow(header.valueCount, width: 2)
        let repetition = LevelStream(header.repetitionEncoding, maximum: column.maxRepetition)
        try repetition.decode(&cursor, count: header.valueCount, into: &repetitions)
        let definition = LevelStream(header.definitionEncoding, maximum: column.maxDefinition)
        try definition.decode(&cursor, count: header.valueCount, into: &definitions)
    }

    /// Reads the levels of a V2 page, which were cut off before.
    private mutating func levels(
        _ header: PageHeader,
        _ page: PageContent,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        try budget.allow(header.valueCount, width: 2)
        var levels = ByteCursor(page.repetition)
        try LevelStream(nil, maximum: column.maxRepetition)
            .decode(&levels, count: header.valueCount, into: &repetitions)
        levels = ByteCursor(page.definition)
        try LevelStream(nil, maximum: column.maxDefinition)
            .decode(&levels, count: header.valueCount, into: &definitions)
    }

    private mutating func start(
        _ header: PageHeader,
        _ page: PageContent,
        budget: inout ReadBudget
    ) throws(ParquetError) -> ByteCursor {
        var cursor = ByteCursor(page.values)
        if header.kind == PageKind.dataV2 {
            try levels(header, page, budget: &budget)
        } else {
            try levels(header, &cursor, budget: &budget)
        }
        // A run of the highest repetition level is no level stream of its own.
        if column.maxRepetition > 0 && repetitions.isEmpty {
            repetitions = [UInt8](repeating: column.maxRepetition, count: header.valueCount)
        }
        return cursor
    }
}

/// The parts of a decompressed data page; lent while it is decoded.
struct PageContent {
    /// The levels of a V2 page.
    var repetition = UnsafeRawBufferPointer(start: nil, count: 0)
    var definition = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The values, in a V1 page with the levels before them.
    var values: UnsafeRawBufferPointer
}

// MARK: Appending

extension PageDecoder {
    /// Appends the entries of a data page, only those of wanted rows when there is a mask.
    mutating func append(
        _ header: PageHeader,
        _ page: PageContent,
        _ mask: RowMask?,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        var cursor = try start(header, page, budget: &budget)
        let picksAll = try pickEntries(header.valueCount, mask)
        try budget.take(picksAll ? header.valueCount : picks.count, width: 2 + column.storage.width)
        try budget.allow(header.valueCount, width: column.storage.width)
        let present = Self.count(of: column.maxDefinition, in: definitions, total: header.valueCount)
        if picksAll {
            let bytesBefore = column.arena.count
            try appendValues(&cursor, header, count: present, picks: nil, budget: &budget)
            try column.recordEntries(
                header.valueCount,
                definitions: present == header.valueCount ? [] : definitions,
                repetitions: repetitions
            )
            reserveBytes(after: bytesBefore, budget)
            return
        }
        if picks.isEmpty { return }
        let valuePicks = pickValues(isWhole: present == header.valueCount)
        try appendValues(&cursor, header, count: present, picks: valuePicks, budget: &budget)
        try column.recordEntries(
            picks.count,
            definitions: valuePicks.count == picks.count ? [] : definitions,
            repetitions: repetitions
        )
    }

    /// Appends values with slots for the nulls among `definitions`, which are those of the entries to append.
    private mutating func appendValues(
        _ cursor: inout ByteCursor,
        _ header: PageHeader,
        count: Int,
        picks valuePicks: [Int32]?,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let entries = valuePicks == nil ? header.valueCount : picks.count
        guard (valuePicks?.count ?? count) < entries else {
            try values.append(
                &cursor,
                encoding: header.encoding,
                count: count,
                picks: valuePicks,
                dictionary,
                to: &column,
                budget: &budget
            )
            return
        }
        var dense = Column(type: column.type)
        try values.append(
            &cursor,
            encoding: header.encoding,
            count: count,
            picks: valuePicks,
            dictionary,
            to: &dense,
            budget: &budget
        )
        try column.appendValues(of: dense, definitions: definitions)
    }

    /// Goes past the rows of a page and finds the entries of wanted ones; true when that is all of them.
    private mutating func pickEntries(_ count: Int, _ mask: RowMask?) throws(ParquetError) -> Bool {
        picks.removeAll(keepingCapacity: true)
        let firstRow = rowsPassed
        guard column.maxRepetition > 0 else {
            rowsPassed += count
            guard let mask else { return true }
            guard rowsPassed <= mask.rowCount else { throw Self.tooManyRows }
            mask.picks(in: firstRow..<rowsPassed, into: &picks)
            return picks.count == count
        }
        if firstRow == 0, let first = repetitions.first, first != 0 {
            throw .corrupt(what: "a column that does not start a row", offset: -1)
        }
        guard let mask else {
            rowsPassed += Self.count(of: 0, in: repetitions, total: count)
            return true
        }
        for (index, repetition) in repetitions.enumerated() {
            if repetition == 0 { rowsPassed += 1 }
            guard rowsPassed <= mask.rowCount else { throw Self.tooManyRows }
            if mask.contains(rowsPassed - 1) { picks.append(Int32(truncatingIfNeeded: index)) }
        }
        return picks.count == count
    }

    private static var tooManyRows: ParquetError {
        .corrupt(what: "a column with more rows than its row group", offset: -1)
    }

    /// The values of the picked entries among the page's, whose levels become those of the picked ones.
    private mutating func pickValues(isWhole: Bool) -> [Int32] {
        if !repetitions.isEmpty { repetitions = picks.map { repetitions[Int($0)] } }
        if isWhole {
            definitions.removeAll(keepingCapacity: true)
            return picks
        }
        var valuePicks: [Int32] = []
        var next: Int32 = 0
        var entry = 0
        for pick in picks {
            while entry < Int(pick) {
                if definitions[entry] == column.maxDefinition { next += 1 }
                entry += 1
            }
            if definitions[entry] == column.maxDefinition { valuePicks.append(next) }
        }
        definitions = picks.map { definitions[Int($0)] }
        return valuePicks
    }

    /// How many of `total` levels are `level`; all of them when none are listed.
    private static func count(of level: UInt8, in levels: [UInt8], total: Int) -> Int {
        if levels.isEmpty { return total }
        var count = 0
        for other in levels { count &+= other == level ? 1 : 0 }
        return count
    }
}

// MARK: Narrowing

extension PageDecoder {
    /// Drops the rows of a data page from `mask` that do not satisfy a condition; the column is flat.
    mutating func narrow(
        _ header: PageHeader,
        _ page: PageContent,
        _ check: ConditionCheck,
        _ mask: inout RowMask?,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        guard var narrowed = mask else { preconditionFailure("a condition narrows a mask") }
        // Moved out, so that it is changed in place.
        mask = nil
        defer { mask = narrowed }
        var cursor = try start(header, page, budget: &budget)
        let count = header.valueCount
        let firstRow = rowsPassed
        rowsPassed += count
        guard rowsPassed <= narrowed.rowCount else { throw Self.tooManyRows }
        try budget.allow(count, width: column.storage.width)
        let present = Self.count(of: column.maxDefinition, in: definitions, total: count)
        let matches = try matches(&cursor, header, present, check, budget: &budget)
        if present == count {
            for index in 0..<count where !matches[index] { narrowed.remove(firstRow + index) }
            return
        }
        var next = 0
        for (index, level) in definitions.enumerated() {
            let isPresent = level == column.maxDefinition
            let isKept = isPresent ? matches[next] : check.keepsNull
            next += isPresent ? 1 : 0
            if !isKept { narrowed.remove(firstRow + index) }
        }
    }

    /// Drops all rows of a data page without decoding it when no value of the dictionary satisfies the
    /// condition; false when the page must be decoded.
    mutating func drops(
        _ header: PageHeader,
        _ check: ConditionCheck,
        _ mask: inout RowMask?
    ) throws(ParquetError) -> Bool {
        guard check.keepsPresent == nil, let dictionary, PageEncoding.isDictionary(header.encoding) else {
            return false
        }
        if dictionaryMatches.isEmpty { dictionaryMatches = check.matches(dictionary.values) }
        guard !dictionaryMatches.contains(true) else { return false }
        guard let rowCount = mask?.rowCount, header.valueCount <= rowCount - rowsPassed else {
            throw Self.tooManyRows
        }
        mask?.remove(rowsPassed..<rowsPassed + header.valueCount)
        rowsPassed += header.valueCount
        return true
    }

    /// Whether each value of the page satisfies the condition.
    private mutating func matches(
        _ cursor: inout ByteCursor,
        _ header: PageHeader,
        _ count: Int,
        _ check: ConditionCheck,
        budget: inout ReadBudget
    ) throws(ParquetError) -> [Bool] {
        if let keepsPresent = check.keepsPresent { return [Bool](repeating: keepsPresent, count: count) }
        if count == 0 { return [] }
        guard PageEncoding.isDictionary(header.encoding), let dictionary else {
            var dense = Column(type: column.type)
            var scratch = ReadBudget(limits: budget.limits)
            try values.append(
                &cursor,
                encoding: header.encoding,
                count: count,
                picks: nil,
                dictionary,
                to: &dense,
                budget: &scratch
            )
            return check.matches(dense)
        }
        if dictionaryMatches.isEmpty { dictionaryMatches = check.matches(dictionary.values) }
        var scratch = ReadBudget(limits: budget.limits)
        try values.decodeIndices(&cursor, count: count, budget: &scratch)
        var highest: UInt32 = 0
        for index in values.indices { highest = max(highest, index) }
        guard Int(highest) < dictionaryMatches.count else {
            throw cursor.corrupt("a dictionary index beyond the dictionary")
        }
        return values.indices.map { dictionaryMatches[Int($0)] }
    }
}
