/// ZeroMQ's base-85 text: five characters of JSON-safe ASCII per four bytes.
package enum Z85 {
    private static let alphabet = Array(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8
    )

    /// The value of each ASCII character; 255 for those outside the alphabet.
    private static let digits: [UInt8] = {
        var digits = [UInt8](repeating: 255, count: 128)
        for (value, character) in alphabet.enumerated() { digits[Int(character)] = UInt8(value) }
        return digits
    }()

    /// The text of `bytes`, padded with zeros to a multiple of four.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 3) / 4 * 5)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            var word: UInt32 = 0
            for index in start..<start + 4 {
                word = word << 8 | UInt32(index < bytes.count ? bytes[index] : 0)
            }
            var divisor: UInt32 = 52_200_625
            while divisor > 0 {
                text.append(alphabet[Int(word / divisor % 85)])
                divisor /= 85
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; nil for a length that is no multiple of five, a foreign character, or a group
    /// above 2³²-1.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 5) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 5 * 4)
        for start in stride(from: 0, to: characters.count, by: 5) {
            var word: UInt64 = 0
            for character in characters[start..<start + 5] {
                guard character < 128, digits[Int(character)] < 85 else { return nil }
                word = word * 85 + UInt64(digits[Int(character)])
            }
            guard let group = UInt32(exactly: word) else { return nil }
            for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: group >> shift)) }
        }
        return bytes
    }
}
