/// Least-significant-bit-first packing of integers into `width` bits each.
///
/// Unsafe: the innermost loops of dictionary, level and delta pages. Callers check all bounds.
enum BitPacking {
    /// The bits needed to write `value`.
    static func width(of value: UInt64) -> Int {
        64 - value.leadingZeroBitCount
    }

    /// Packs `count` values, zero-padded to a multiple of eight, into `(count + 7) / 8 * width` bytes.
    @inline(__always)
    static func pack<T: FixedWidthInteger & UnsignedInteger>(
        _ values: UnsafePointer<T>,
        count: Int,
        width: Int,
        to place: UnsafeMutableRawPointer
    ) {
        let total = (count + 7) / 8 * width
        var offset = 0
        var accumulator: UInt64 = 0
        var used = 0
        for index in 0..<count {
            let value = UInt64(truncatingIfNeeded: values[index])
            accumulator |= value << UInt64(used)
            used += width
            if used >= 64 {
                place.storeBytes(of: accumulator.littleEndian, toByteOffset: offset, as: UInt64.self)
                offset += 8
                used -= 64
                accumulator = used == 0 ? 0 : value >> UInt64(width - used)
            }
        }
        while offset < total {
            place.storeBytes(of: UInt8(truncatingIfNeeded: accumulator), toByteOffset: offset, as: UInt8.self)
            accumulator >>= 8
            offset += 1
        }
    }

    /// Reads the value at position `index`; bits past the end of `source` read as zero.
    @inline(__always)
    static func unpack(_ source: UnsafeRawBufferPointer, index: Int, width: Int) -> UInt64 {
        let bit = index &* width
        let byte = bit >> 3
        let shift = UInt64(bit & 7)
        let mask: UInt64 = width >= 64 ? .max : (1 << UInt64(width)) - 1
        if byte + 8 <= source.count && Int(shift) + width <= 64 {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: byte, as: UInt64.self))
            return (word >> shift) & mask
        }
        var value: UInt64 = 0
        for part in 0..<9 where byte + part < source.count {
            let next = UInt64(source[byte + part])
            let place = part * 8 - Int(shift)
            if place >= 64 { break }
            value |= place >= 0 ? next << UInt64(place) : next >> UInt64(-place)
        }
        return value & mask
    }

    /// Reads the first `count` values to `place`; bits past the end of `source` read as zero.
    @inline(__always)
    static func unpack<T: FixedWidthInteger & UnsignedInteger>(
        _ source: UnsafeRawBufferPointer,
        count: Int,
        width: Int,
        to place: UnsafeMutablePointer<T>
    ) {
        var index = 0
        if width <= 8, source.count >= 8 {
            // One word holds eight values, which start at a byte.
            let mask: UInt64 = (1 << UInt64(width)) - 1
            let groups = min(count / 8, width == 0 ? .max : (source.count - 8) / width + 1)
            for group in 0..<groups {
                var word = UInt64(
                    littleEndian: source.loadUnaligned(fromByteOffset: group &* width, as: UInt64.self)
                )
                for part in 0..<8 {
                    place[group &* 8 &+ part] = T(truncatingIfNeeded: word & mask)
                    word >>= UInt64(width)
                }
            }
            index = groups * 8
        } else if width <= 56, source.count >= 8 {
            let mask: UInt64 = (1 << UInt64(width)) - 1
            let whole = min(count, ((source.count - 7) * 8 + width - 1) / width)
            while index < whole {
                let bit = index &* width
                let word = UInt64(
                    littleEndian: source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
                )
                place[index] = T(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
                index &+= 1
            }
        }
        while index < count {
            place[index] = T(truncatingIfNeeded: unpack(source, index: index, width: width))
            index &+= 1
        }
    }
}
