/// Finds the distinct values of a column chunk and numbers every value by its first occurrence.
///
/// Gives up, so that the chunk is written PLAIN, when after 256, 1,024, 4,096, ... values more than 7/8,
/// 3/4, 1/2, ... of them are distinct, or the distinct values take more than 1 MiB.
///
/// Unsafe: the hot loop of bronze's encoding. Open addressing over (hash, index) words; no value is copied.
struct Interner {
    /// The dictionary number of each value.
    private(set) var indices: [UInt32] = []
    /// The position of the first occurrence of each distinct value.
    private(set) var firstPositions: [Int] = []
    /// What the distinct values take as a PLAIN page.
    private(set) var dictionaryBytes = 0

    private var slots: [UInt64] = []
    private var capacity = 0
    // Keeps crafted collisions from slowing the table; the output does not depend on it.
    private let seed = UInt64.random(in: .min ... .max)
    private static let dictionaryLimit = 1 << 20

    /// Interns `values`; false when it gave up, and for booleans.
    mutating func intern(_ values: DenseValues) -> Bool {
        let range = values.range
        switch values.column.storage {
        case .boolean, .int128: return false
        case .int32:
            return values.column.int32s.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { intern($0, range: range) } ?? false
            }
        case .int64:
            return values.column.int64s.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { intern($0, range: range) } ?? false
            }
        case .float:
            return values.column.floats.withUnsafeBytes { raw in
                let bits = raw.bindMemory(to: UInt32.self)
                return bits.baseAddress.map { intern($0, range: range) } ?? false
            }
        case .double:
            return values.column.doubles.withUnsafeBytes { raw in
                let bits = raw.bindMemory(to: UInt64.self)
                return bits.baseAddress.map { intern($0, range: range) } ?? false
            }
        case .bytes:
            let interned = try? values.withBytes { (arena, ends) throws(ParquetError) in
                intern(arena: arena, ends: ends, range: range)
            }
            return interned ?? false
        }
    }

    /// One position of each distinct value among values `part`, of values interned from position `first`.
    func distinctPositions(_ part: Range<Int>, from first: Int) -> [Int] {
        var isSeen = [Bool](repeating: false, count: firstPositions.count)
        var positions: [Int] = []
        for index in indices[part.lowerBound - first..<part.upperBound - first] where !isSeen[Int(index)] {
            isSeen[Int(index)] = true
            positions.append(firstPositions[Int(index)])
        }
        return positions
    }

    /// Interns byte values `range`, value k being `arena[ends[k - 1]..<ends[k]]`; false when it gave up.
    private mutating func intern(arena: UnsafeRawPointer, ends: UnsafePointer<Int>, range: Range<Int>) -> Bool
    {
        let seed = seed
        return internAll(range) { position in
            let start = position == 0 ? 0 : ends[position - 1]
            return Self.hash(arena + start, ends[position] - start, seed)
        } equal: { left, right in
            let leftStart = left == 0 ? 0 : ends[left - 1]
            let rightStart = right == 0 ? 0 : ends[right - 1]
            let length = ends[left] - leftStart
            return length == ends[right] - rightStart
                && Self.equal(arena + leftStart, arena + rightStart, length)
        } size: { position in
            ends[position] - (position == 0 ? 0 : ends[position - 1]) + 4
        }
    }

    /// Interns the bit patterns of fixed-width values; false when it gave up.
    private mutating func intern<T: FixedWidthInteger>(_ values: UnsafePointer<T>, range: Range<Int>) -> Bool
    {
        let seed = seed
        return internAll(range) { position in
            Self.mix(UInt64(truncatingIfNeeded: values[position]) ^ seed, 0x9E37_79B9_7F4A_7C15)
        } equal: { left, right in
            values[left] == values[right]
        } size: { _ in
            MemoryLayout<T>.size
        }
    }

    @inline(__always)
    private mutating func internAll(
        _ range: Range<Int>,
        hash: (Int) -> UInt64,
        equal: (Int, Int) -> Bool,
        size: (Int) -> Int
    ) -> Bool {
        indices.removeAll(keepingCapacity: true)
        indices.reserveCapacity(range.count)
        firstPositions.removeAll(keepingCapacity: true)
        dictionaryBytes = 0
        resize(to: max(64, min(1024, range.count.nextPowerOfTwo * 2)))
        var position = range.lowerBound
        var checkpoint = 256
        while position < range.upperBound {
            if firstPositions.count * 4 >= capacity { resize(to: capacity * 4) }
            let room = capacity / 2 - firstPositions.count
            let stop = min(range.upperBound, position + room, range.lowerBound + checkpoint)
            probe(position..<stop, hash: hash, equal: equal, size: size)
            position = stop
            if dictionaryBytes > Self.dictionaryLimit { return false }
            if position == range.lowerBound + checkpoint {
                let allowed = checkpoint == 256 ? 224 : checkpoint == 1024 ? 768 : checkpoint / 2
                if firstPositions.count > allowed { return false }
                checkpoint *= 4
            }
        }
        return true
    }

    /// Numbers the values of one stretch; the table has room for all of them being new.
    @inline(__always)
    private mutating func probe(
        _ range: Range<Int>,
        hash: (Int) -> UInt64,
        equal: (Int, Int) -> Bool,
        size: (Int) -> Int
    ) {
        let mask = UInt64(capacity - 1)
        slots.withUnsafeMutableBufferPointer { slots in
            for position in range {
                let code = hash(position) & 0xFFFF_FFFF
                var slot = code & mask
                while true {
                    let word = slots[Int(slot)]
                    if word == 0 {
                        slots[Int(slot)] = code << 32 | UInt64(firstPositions.count + 1)
                        indices.append(UInt32(truncatingIfNeeded: firstPositions.count))
                        firstPositions.append(position)
                        dictionaryBytes += size(position)
                        break
                    }
                    let index = Int(word & 0xFFFF_FFFF) - 1
                    if word >> 32 == code && equal(firstPositions[index], position) {
                        indices.append(UInt32(truncatingIfNeeded: index))
                        break
                    }
                    slot = (slot + 1) & mask
                }
            }
        }
    }

    /// Empties the table to `newCapacity` slots and puts the known values back by their stored hashes.
    private mutating func resize(to newCapacity: Int) {
        let known = firstPositions.isEmpty ? [] : slots[..<capacity].filter { $0 != 0 }
        if slots.count < newCapacity {
            slots = [UInt64](repeating: 0, count: newCapacity)
        } else {
            slots.withUnsafeMutableBufferPointer { $0[..<newCapacity].update(repeating: 0) }
        }
        capacity = newCapacity
        let mask = UInt64(newCapacity - 1)
        for word in known {
            var slot = (word >> 32) & mask
            while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
            slots[Int(slot)] = word
        }
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func word(_ place: UnsafeRawPointer) -> UInt64 {
        place.loadUnaligned(as: UInt64.self)
    }

    /// Hashes eight bytes at a time; the last word overlaps the one before.
    @inline(__always)
    private static func hash(_ place: UnsafeRawPointer, _ length: Int, _ seed: UInt64) -> UInt64 {
        let key: UInt64 = 0xA076_1D64_78BD_642F
        var state = seed ^ UInt64(truncatingIfNeeded: length)
        if length >= 8 {
            var offset = 0
            while offset + 8 < length {
                state = mix(state ^ word(place + offset), key)
                offset += 8
            }
            return mix(state ^ word(place + length - 8), key ^ 0xE703_7ED1_A0B4_28DB)
        }
        var tail: UInt64 = 0
        if length >= 4 {
            tail = UInt64(place.loadUnaligned(as: UInt32.self)) << 32
            tail |= UInt64((place + length - 4).loadUnaligned(as: UInt32.self))
        } else {
            for index in 0..<length {
                tail = tail << 8 | UInt64(place.load(fromByteOffset: index, as: UInt8.self))
            }
        }
        return mix(state ^ tail, key ^ 0xE703_7ED1_A0B4_28DB)
    }

    @inline(__always)
    private static func equal(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ length: Int) -> Bool {
        if length >= 8 {
            var offset = 0
            while offset + 8 < length {
                if word(left + offset) != word(right + offset) { return false }
                offset += 8
            }
            return word(left + length - 8) == word(right + length - 8)
        }
        for offset in 0..<length
        where left.load(fromByteOffset: offset, as: UInt8.self)
            != right.load(fromByteOffset: offset, as: UInt8.self)
        {
            return false
        }
        return true
    }
}

extension Int {
    /// The smallest power of two not below a positive number.
    fileprivate var nextPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}
