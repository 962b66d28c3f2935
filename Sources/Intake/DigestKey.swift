import Crypto

/// The lake's secret with which digests of patients are made, so that nobody without it can try out identifiers.
package struct DigestKey: Sendable {
    /// Bytes of a secret.
    package static let byteCount = 32

    private let key: SymmetricKey
    /// Eight hexadecimal digits that tell this key from another, and nothing of it.
    package let id: String

    /// nil unless `secret` has `byteCount` bytes.
    package init?(_ secret: [UInt8]) {
        guard secret.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: secret)
        id = Self.hexadecimal(HMAC<SHA256>.authenticationCode(for: Array("wardflow key".utf8), using: key), 4)
    }

    /// 32 hexadecimal digits: HMAC-SHA-256 of the parts, the first 128 bits.
    func digest(_ parts: String...) -> String {
        var code = HMAC<SHA256>(key: key)
        for part in parts {
            code.update(data: Array(part.utf8))
            // No text has this byte, so that no two lists of parts run together.
            code.update(data: [0xFF])
        }
        return Self.hexadecimal(code.finalize(), 16)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>, _ count: Int) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.prefix(count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
