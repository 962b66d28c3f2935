import Hospital

/// Stands for a patient of a facility where the identifier must not be: it finds the patient, but does not tell who it is.
///
/// 64 bits of the message hash. Whoever can guess identifiers can test them against it, so it is no secret; it keeps the
/// identifier out of what is stored.
package struct PatientDigest: Sendable, Hashable {
    private let bits: UInt64

    package init(facility: String, patient: String) {
        let parts = [facility, patient].map { Array($0.utf8) }.map { ContentHash.hash($0, 0..<$0.count) }
        bits = ContentHash.combine(parts[0], parts[1])
    }

    /// Reads what `text` gives; nil for anything else.
    package init?(text: String) {
        guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
        self.bits = bits
    }

    /// Sixteen hexadecimal digits.
    package var text: String {
        StableHash.hexadecimal(bits)
    }
}
