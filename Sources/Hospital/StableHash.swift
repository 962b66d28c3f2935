/// The hash of short names that is the same in every process and every version, unlike Swift's `Hasher`.
///
/// It stands in identifiers that people see and in what trained models keep, so it never changes. It tells names
/// apart; it is no signature. Whole messages are hashed by `ContentHash`, eight bytes a step.
///
/// For example: `StableHash.hexadecimal(StableHash.fnv1a("V1"))`.
package enum StableHash {
    /// 64-bit FNV-1a of the bytes of `text` (Fowler, Noll, Vo).
    package static func fnv1a(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        return hash
    }

    /// Sixteen hexadecimal digits, small letters.
    package static func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The hash that `hexadecimal` gave; nil for any other text.
    package static func parse(_ text: String) -> UInt64? {
        guard text.utf8.count == 16, let hash = UInt64(text, radix: 16), hexadecimal(hash) == text else {
            return nil
        }
        return hash
    }
}
