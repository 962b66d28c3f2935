/// Which state of a model made a prediction: the stays it had learned, and a digest of them in their order.
public struct ModelVersion: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Count of stays learned.
    public let learned: UInt64
    /// Digest of the seed and of all that was learned.
    public let digest: UInt64

    /// A version.
    public init(learned: UInt64, digest: UInt64) {
        self.learned = learned
        self.digest = digest
    }

    /// Count and 16 hexadecimal digits, such as "1204-00ab54a98ceb1f0a".
    public var description: String {
        let digits = String(digest, radix: 16)
        return "\(learned)-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
