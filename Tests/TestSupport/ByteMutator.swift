/// Damages bytes the way disks, cut uploads and attackers do; the same seed damages the same way.
package struct ByteMutator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The bytes after one to four changes.
    ///
    /// Changes are flipped bits, set bytes, spliced lengths, moved, lost or doubled stretches, and now and
    /// then a truncation. Half of them fall into the last `tail` bytes, where a file keeps its metadata.
    package mutating func mutated(_ original: [UInt8], tail: Int = 0) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            change(&bytes, tail: min(tail, bytes.count))
        }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], tail: Int) {
        let inTail = tail > 0 && next() % 2 == 0
        let place = Int.random(in: (inTail ? bytes.count - tail : 0)..<bytes.count, using: &self)
        let stretch = place..<min(bytes.count, place + Int.random(in: 1...16, using: &self))
        switch next() % 16 {
        case 0...4: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self)
        case 5, 6: bytes[place] = UInt8.random(in: .min ... .max, using: &self)
        case 7, 8: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][Int(next() % 6)]
        case 9, 10: splice(length, into: &bytes, at: place)
        case 11: for index in stretch { bytes[index] = 0xFF }
        case 12:
            let from = Int.random(in: 0..<bytes.count, using: &self)
            splice(Array(bytes[from..<min(bytes.count, from + stretch.count)]), into: &bytes, at: place)
        case 13: bytes.removeSubrange(stretch)
        case 14: bytes.insert(contentsOf: Array(bytes[stretch]), at: place)
        default: if next() % 4 == 0 { bytes.removeSubrange(place...) } else { bytes[place] &+= 1 }
        }
    }

    private func splice(_ part: [UInt8], into bytes: inout [UInt8], at place: Int) {
        for (offset, byte) in part.enumerated() where place + offset < bytes.count {
            bytes[place + offset] = byte
        }
    }

    /// A length that lies: a varint or a little-endian word at the edges of its range.
    private var length: [UInt8] {
        mutating get {
            switch next() % 5 {
            case 0: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
            case 1: [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
            case 2: [0xFF, 0xFF, 0xFF, 0x7F]
            case 3: [0, 0, 0, 0x80]
            default: [0x80, 0x80, UInt8.random(in: 0x80...0xFF, using: &self), 0x01]
            }
        }
    }
}
