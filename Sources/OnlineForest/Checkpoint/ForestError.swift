/// Why bytes are not a checkpoint of this module.
public enum ForestError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes end before the field at `offset` does, or go on after the last field.
    case length(offset: Int, expected: Int, found: Int)
    /// The first four bytes name another kind of content.
    case kind(expected: UInt32, found: UInt32)
    /// Written by another version of the format.
    case version(expected: UInt16, found: UInt16)
    /// The bytes were altered after writing.
    case checksum
    /// A field at `offset` has a value that no writer produces.
    case field(String, offset: Int)

    /// What is wrong and where, without learned values.
    public var description: String {
        switch self {
        case .length(let offset, let expected, let found):
            "checkpoint at byte \(offset): expected \(expected) more bytes, found \(found)"
        case .kind(let expected, let found):
            "checkpoint at byte 0: expected kind \(String(expected, radix: 16)), "
                + "found \(String(found, radix: 16))"
        case .version(let expected, let found):
            "checkpoint at byte 4: expected format \(expected), found \(found)"
        case .checksum: "checkpoint: the checksum does not match; the bytes were altered"
        case .field(let name, let offset): "checkpoint at byte \(offset): \(name) is out of range"
        }
    }
}
