/// The distinct values of a column chunk, which its pages refer to by number.
///
/// Unsafe: one loop over every value of a dictionary-encoded page.
struct PageDictionary {
    /// The values, in the column's own form.
    let values: Column
    /// Where each byte value starts in the arena, and above that its length.
    private let places: [UInt64]

    /// Short values are copied as so many bytes at once, so the arena has as many to spare.
    private static let block = 16

    init(_ values: consuming Column) {
        if values.storage == .bytes {
            var start = 0
            places = values.ends.map { end in
                defer { start = end }
                return UInt64(start) | UInt64(end - start) << 32
            }
            values.arena.append(contentsOf: repeatElement(0, count: Self.block))
        } else {
            places = []
        }
        self.values = values
    }

    var count: Int { values.slotCount }

    /// Appends the values `indices` refer to; fails on one beyond the dictionary.
    func append(_ indices: [UInt32], to output: inout Column, budget: inout ReadBudget) throws(ParquetError) {
        var highest: UInt32 = 0
        for index in indices { highest = max(highest, index) }
        guard indices.isEmpty || Int(highest) < count else {
            throw .corrupt(what: "a dictionary index beyond the dictionary", offset: -1)
        }
        switch values.storage {
        case .boolean: try gather(values.booleans, indices, &output.booleans)
        case .int32: try gather(values.int32s, indices, &output.int32s)
        case .int64: try gather(values.int64s, indices, &output.int64s)
        case .float: try gather(values.floats, indices, &output.floats)
        case .double: try gather(values.doubles, indices, &output.doubles)
        case .int128: try gather(values.int128s, indices, &output.int128s)
        case .bytes: try gatherBytes(indices, &output, budget: &budget)
        }
    }

    private func gather<T: BitwiseCopyable>(
        _ source: [T],
        _ indices: [UInt32],
        _ target: inout [T]
    ) throws(ParquetError) {
        try source.withUnsafeBufferPointer { (source) throws(ParquetError) in
            try indices.withUnsafeBufferPointer { (indices) throws(ParquetError) in
                try target.grow(by: indices.count) { place in
                    for position in 0..<indices.count { place[position] = source[Int(indices[position])] }
                }
            }
        }
    }

    private func gatherBytes(
        _ indices: [UInt32],
        _ output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        let total = places.withUnsafeBufferPointer { places in
            indices.withUnsafeBufferPointer { indices in
                // No overflow: below 2^31 indices of values below 2^32.
                indices.reduce(0) { $0 &+ Int(places[Int($1)] >> 32) }
            }
        }
        try budget.take(total)
        try places.withUnsafeBufferPointer { (places) throws(ParquetError) in
            try indices.withUnsafeBufferPointer { (indices) throws(ParquetError) in
                try output.withArena { (ends, arena) throws(ParquetError) in
                    let first = arena.count
                    try ends.grow(by: indices.count) { place in
                        var end = first
                        for position in 0..<indices.count {
                            end &+= Int(places[Int(indices[position])] >> 32)
                            place[position] = end
                        }
                    }
                    try arena.grow(upTo: total + Self.block) { (target) throws(ParquetError) in
                        values.arena.withUnsafeBytes { source in
                            Self.copy(indices, places, source, to: UnsafeMutableRawPointer(target))
                        }
                        return total
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func copy(
        _ indices: UnsafeBufferPointer<UInt32>,
        _ places: UnsafeBufferPointer<UInt64>,
        _ source: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawPointer
    ) {
        guard let source = source.baseAddress else { return }
        var target = target
        for index in indices {
            let place = places[Int(index)]
            let start = Int(place & 0xFFFF_FFFF)
            let length = Int(place >> 32)
            let head = source.loadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
            target.storeBytes(of: head, as: SIMD16<UInt8>.self)
            if length > block {
                (target + block).copyMemory(from: source + start + block, byteCount: length - block)
            }
            target += length
        }
    }
}
