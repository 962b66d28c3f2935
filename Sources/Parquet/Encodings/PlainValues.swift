/// PLAIN and BYTE_STREAM_SPLIT values of a page, in the form they are stored in.
///
/// Unsafe: copies every value that is read; counts and lengths are checked against the page and the budget
/// first.
enum PlainValues {
    /// Appends `count` PLAIN values.
    static func append(
        _ cursor: inout ByteCursor,
        count: Int,
        _ stored: StoredLeaf,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        switch stored.physicalType {
        case .boolean:
            guard count <= cursor.remaining * 8 else { throw cursor.corrupt("page ends early") }
            let packed = try cursor.take((count + 7) / 8)
            try output.booleans.grow(by: count) { place in
                for index in 0..<count { place[index] = packed[index >> 3] >> UInt8(index & 7) & 1 != 0 }
            }
        case .int32: try words(&cursor, count, to: &output.int32s)
        case .int64: try words(&cursor, count, to: &output.int64s)
        case .float: try words(&cursor, count, to: &output.floats)
        case .double: try words(&cursor, count, to: &output.doubles)
        case .byteArray: try bytes(&cursor, count, to: &output, budget: &budget)
        case .int96, .fixedLengthByteArray:
            let raw = try cursor.take(count, width: stored.length)
            try budget.take(raw.count)
            let start = output.arena.count
            output.arena.append(copying: raw)
            let length = stored.length
            try output.ends.grow(by: count) { place in
                for index in 0..<count { place[index] = start + (index + 1) * length }
            }
        }
    }

    private static func words<T: BitwiseCopyable>(
        _ cursor: inout ByteCursor,
        _ count: Int,
        to target: inout [T]
    ) throws(ParquetError) {
        let raw = try cursor.take(count, width: MemoryLayout<T>.size)
        guard let source = raw.baseAddress else { return }
        try target.grow(by: count) { place in
            UnsafeMutableRawPointer(place).copyMemory(from: source, byteCount: raw.count)
        }
    }

    /// Values are copied in blocks of this size, so the arena and the page need as much to spare.
    private static let block = 16

    /// Appends byte values, each after its length of four bytes.
    private static func bytes(
        _ cursor: inout ByteCursor,
        _ count: Int,
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        // Four bytes of length each, so this bounds the count before anything grows.
        guard count <= cursor.remaining / 4 else { throw cursor.corrupt("page ends early") }
        try budget.take(cursor.remaining)
        let page = cursor.rest
        var used = 0
        try output.withArena { (ends, arena) throws(ParquetError) in
            let first = arena.count
            try ends.grow(by: count) { (ends) throws(ParquetError) in
                try arena.grow(upTo: page.count + block) { (arena) throws(ParquetError) in
                    guard let source = page.baseAddress else { return 0 }
                    let target = UnsafeMutableRawPointer(arena)
                    var written = 0
                    for index in 0..<count {
                        guard page.count - used >= 4 else { throw cursor.corrupt("page ends early") }
                        let length = Int(
                            UInt32(littleEndian: source.loadUnaligned(fromByteOffset: used, as: UInt32.self))
                        )
                        used += 4
                        guard length <= page.count - used else { throw cursor.corrupt("page ends early") }
                        copy(source + used, length, room: page.count - used, to: target + written)
                        used += length
                        written += length
                        ends[index] = first + written
                    }
                    return written
                }
            }
        }
        _ = try cursor.take(used)
    }

    /// Copies `length` bytes; may read up to `room` bytes and write 15 more than it should, which later values
    /// overwrite.
    @inline(__always)
    private static func copy(
        _ source: UnsafeRawPointer,
        _ length: Int,
        room: Int,
        to target: UnsafeMutableRawPointer
    ) {
        guard length <= 64, room >= length + block else {
            target.copyMemory(from: source, byteCount: length)
            return
        }
        var offset = 0
        repeat {
            let part = source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            (target + offset).storeBytes(of: part, as: SIMD16<UInt8>.self)
            offset += block
        } while offset < length
    }

    /// Appends only the byte values at `picks`, of `count` in the page.
    static func appendBytes(
        _ cursor: inout ByteCursor,
        count: Int,
        picks: [Int32],
        to output: inout Column,
        budget: inout ReadBudget
    ) throws(ParquetError) {
        precondition(picks.last.map { Int($0) < count } != false, "picks lie within the page")
        let before = output.arena.count
        var index: Int32 = 0
        for pick in picks {
            while index < pick {
                _ = try cursor.take(Int(try cursor.uint32()))
                index += 1
            }
            let value = try cursor.take(Int(try cursor.uint32()))
            output.arena.append(copying: value)
            output.ends.append(output.arena.count)
            index += 1
        }
        // No more than the page holds, so it may grow before it is counted.
        try budget.take(output.arena.count - before)
    }

    /// Appends BYTE_STREAM_SPLIT values: the first bytes of all values, then the second bytes, and so on.
    static func appendStreams(
        _ cursor: inout ByteCursor,
        count: Int,
        _ stored: StoredLeaf,
        to output: inout Column,
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
        try ByteCursor.over(joined[...]) { (content) throws(ParquetError) in
            try append(&content, count: count, stored, to: &output, budget: &budget)
        }
    }
}

extension [UInt8] {
    /// Appends by one copy; appending a raw buffer as a sequence would go byte by byte.
    @inline(__always)
    mutating func append(copying source: UnsafeRawBufferPointer) {
        append(contentsOf: source.assumingMemoryBound(to: UInt8.self))
    }
}
