/// PLAIN page bodies.
///
/// Unsafe: copies every value that is written.
enum ValueEncoder {
    /// Appends values `part` as PLAIN.
    static func plain(_ values: DenseValues, _ part: Range<Int>, to sink: ByteSink) throws(ParquetError) {
        guard !part.isEmpty else { return }
        switch values.column.storage {
        case .boolean: booleans(values.column.booleans, part, to: sink)
        case .int32:
            values.column.int32s.withUnsafeBytes {
                sink.append(UnsafeRawBufferPointer(rebasing: $0[part.scaled(4)]))
            }
        case .int64:
            values.column.int64s.withUnsafeBytes {
                sink.append(UnsafeRawBufferPointer(rebasing: $0[part.scaled(8)]))
            }
        case .float:
            values.column.floats.withUnsafeBytes {
                sink.append(UnsafeRawBufferPointer(rebasing: $0[part.scaled(4)]))
            }
        case .double:
            values.column.doubles.withUnsafeBytes {
                sink.append(UnsafeRawBufferPointer(rebasing: $0[part.scaled(8)]))
            }
        case .int128: preconditionFailure("decimals are encoded in their stored form")
        case .bytes where values.column.type.fixedLength != nil:
            values.column.arena.withUnsafeBytes {
                sink.append(UnsafeRawBufferPointer(rebasing: $0[values.byteSpan(part)]))
            }
        case .bytes:
            try values.withBytes { (arena, ends) throws(ParquetError) in
                var place = sink.reserve(values.plainSize(part))
                let first = place
                for index in part { store(arena, ends, index, prefix: 4, &place) }
                sink.advance(place - first)
            }
        }
    }

    /// Appends the values at `positions` as PLAIN: the dictionary page.
    static func plain(
        _ values: DenseValues,
        positions: [Int],
        size: Int,
        to sink: ByteSink
    ) throws(ParquetError) {
        switch values.column.storage {
        case .boolean: break
        case .int32: gather(values.column.int32s, positions, to: sink)
        case .int64: gather(values.column.int64s, positions, to: sink)
        case .float: gather(values.column.floats, positions, to: sink)
        case .double: gather(values.column.doubles, positions, to: sink)
        case .int128: preconditionFailure("decimals are encoded in their stored form")
        case .bytes:
            let prefix = values.column.type.fixedLength == nil ? 4 : 0
            try values.withBytes { (arena, ends) throws(ParquetError) in
                var place = sink.reserve(size)
                let first = place
                for index in positions { store(arena, ends, index, prefix: prefix, &place) }
                sink.advance(place - first)
            }
        }
    }

    /// Appends byte values `part` as DELTA_LENGTH_BYTE_ARRAY: packed lengths, then the bytes as they lie.
    static func deltaLength(_ values: DenseValues, _ part: Range<Int>, to sink: ByteSink) {
        let ends = values.column.ends
        var start = values.byteSpan(part).lowerBound
        let lengths = part.map { index in
            defer { start = ends[index] }
            return Int32(truncatingIfNeeded: ends[index] - start)
        }
        lengths.withUnsafeBufferPointer { DeltaBinaryPacked.encode($0, to: sink) }
        values.column.arena.withUnsafeBytes {
            sink.append(UnsafeRawBufferPointer(rebasing: $0[values.byteSpan(part)]))
        }
    }

    @inline(__always)
    private static func store(
        _ arena: UnsafeRawPointer,
        _ ends: UnsafePointer<Int>,
        _ index: Int,
        prefix: Int,
        _ place: inout UnsafeMutableRawPointer
    ) {
        let start = index == 0 ? 0 : ends[index - 1]
        let length = ends[index] - start
        if prefix > 0 {
            place.storeBytes(of: UInt32(truncatingIfNeeded: length).littleEndian, as: UInt32.self)
        }
        (place + prefix).copyMemory(from: arena + start, byteCount: length)
        place += prefix + length
    }

    private static func gather<T: BitwiseCopyable>(_ values: [T], _ positions: [Int], to sink: ByteSink) {
        let place = sink.reserve(positions.count * MemoryLayout<T>.size)
        for (index, position) in positions.enumerated() {
            place.storeBytes(of: values[position], toByteOffset: index * MemoryLayout<T>.size, as: T.self)
        }
        sink.advance(positions.count * MemoryLayout<T>.size)
    }

    private static func booleans(_ values: [Bool], _ part: Range<Int>, to sink: ByteSink) {
        let size = (part.count + 7) / 8
        let place = sink.reserve(size)
        for byte in 0..<size {
            let start = part.lowerBound + byte * 8
            var bits: UInt8 = 0
            for index in start..<min(start + 8, part.upperBound) where values[index] {
                bits |= 1 << UInt8(index - start)
            }
            place.storeBytes(of: bits, toByteOffset: byte, as: UInt8.self)
        }
        sink.advance(size)
    }
}

extension Range<Int> {
    /// The same stretch counted in bytes of `width`-byte elements.
    func scaled(_ width: Int) -> Range<Int> {
        lowerBound * width..<upperBound * width
    }
}
