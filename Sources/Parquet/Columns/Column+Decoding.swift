// How decoders add entries in bulk; the bytes were checked and budgeted for before.

extension Column {
    /// Makes room for `entries` more entries, without the bytes of byte values.
    mutating func reserve(entries: Int) {
        switch storage {
        case .boolean: booleans.reserveCapacity(booleans.count + entries)
        case .int32: int32s.reserve(int32s.count + entries, from: \.int32s)
        case .int64: int64s.reserve(int64s.count + entries, from: \.int64s)
        case .float: floats.reserve(floats.count + entries, from: \.floats)
        case .double: doubles.reserve(doubles.count + entries, from: \.doubles)
        case .int128: int128s.reserve(int128s.count + entries, from: \.int128s)
        case .bytes: ends.reserve(ends.count + entries, from: \.ends)
        }
    }

    /// Lends the ends and the bytes of byte values, to grow together.
    @inline(__always)
    mutating func withArena(
        _ body: (inout [Int], inout [UInt8]) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try body(&ends, &arena)
    }

    /// The number of value slots; differs from `count` while a page is being added.
    var slotCount: Int {
        switch storage {
        case .boolean: booleans.count
        case .int32: int32s.count
        case .int64: int64s.count
        case .float: floats.count
        case .double: doubles.count
        case .int128: int128s.count
        case .bytes: ends.count
        }
    }

    /// Appends the values of the slots `picks` of `other`, a column of the same storage; levels are not
    /// touched.
    mutating func appendValues(of other: Column, at picks: [Int32]) throws(ParquetError) {
        switch storage {
        case .boolean: try booleans.append(other.booleans, at: picks)
        case .int32: try int32s.append(other.int32s, at: picks)
        case .int64: try int64s.append(other.int64s, at: picks)
        case .float: try floats.append(other.floats, at: picks)
        case .double: try doubles.append(other.doubles, at: picks)
        case .int128: try int128s.append(other.int128s, at: picks)
        case .bytes:
            for pick in picks {
                arena.append(contentsOf: other.bytes(at: Int(pick)))
                ends.append(arena.count)
            }
        }
    }

    /// Appends a slot per level: the next value of `dense` where the level is highest, else an empty one.
    mutating func appendValues(of dense: Column, definitions levels: [UInt8]) throws(ParquetError) {
        switch storage {
        case .boolean: try spread(dense.booleans, levels, false, &booleans)
        case .int32: try spread(dense.int32s, levels, 0, &int32s)
        case .int64: try spread(dense.int64s, levels, 0, &int64s)
        case .float: try spread(dense.floats, levels, 0, &floats)
        case .double: try spread(dense.doubles, levels, 0, &doubles)
        case .int128: try spread(dense.int128s, levels, 0, &int128s)
        case .bytes:
            let shift = arena.count
            arena.append(contentsOf: dense.arena)
            let maximum = maxDefinition
            try ends.grow(by: levels.count) { place in
                var next = 0
                var end = shift
                for (index, level) in levels.enumerated() {
                    if level == maximum {
                        end = shift + dense.ends[next]
                        next += 1
                    }
                    place[index] = end
                }
            }
        }
    }

    private func spread<T: BitwiseCopyable>(
        _ source: [T],
        _ levels: [UInt8],
        _ empty: T,
        _ target: inout [T]
    ) throws(ParquetError) {
        let maximum = maxDefinition
        guard let last = source.indices.last else {
            target.append(contentsOf: repeatElement(empty, count: levels.count))
            return
        }
        try target.grow(by: levels.count) { place in
            var next = 0
            for (index, level) in levels.enumerated() {
                // Without a branch: nulls come in no order.
                let value = source[min(next, last)]
                place[index] = level == maximum ? value : empty
                next &+= level == maximum ? 1 : 0
            }
        }
    }

    /// Accounts for `count` entries whose values were just appended; empty definitions mean all present.
    mutating func recordEntries(
        _ count: Int,
        definitions levels: [UInt8],
        repetitions newRepetitions: [UInt8]
    ) throws(ParquetError) {
        if !levels.isEmpty {
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
