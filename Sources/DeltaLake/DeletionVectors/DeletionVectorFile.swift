/// The form of a file of deletion vectors: a version byte, then size, bytes and CRC-32 of each.
enum DeletionVectorFile {
    /// The first byte of the file.
    static let version: UInt8 = 1

    /// The relative path of the file that `pathOrInlineDv` of a relative descriptor names; nil when it is none.
    ///
    /// The last 20 characters are a UUID in Z85, what comes before them is a folder.
    static func name(_ text: String) -> String? {
        guard text.utf8.count >= 20, let uuid = Z85.decode(String(text.suffix(20))) else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        var name: [UInt8] = []
        for (index, byte) in uuid.enumerated() {
            if [4, 6, 8, 10].contains(index) { name.append(UInt8(ascii: "-")) }
            name += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        let file = "deletion_vector_\(String(decoding: name, as: UTF8.self)).bin"
        let prefix = text.dropLast(20)
        guard !prefix.isEmpty else { return file }
        guard !prefix.contains("/"), !prefix.hasPrefix("."), !prefix.utf8.contains(0) else { return nil }
        return "\(prefix)/\(file)"
    }

    /// What a relative descriptor says for the file named after `uuid`, in its usual text form.
    static func reference(uuid: String) -> String {
        let digits = uuid.compactMap(\.hexDigitValue)
        return Z85.encode(
            stride(from: 0, to: digits.count - 1, by: 2).map {
                UInt8(truncatingIfNeeded: digits[$0] << 4 | digits[$0 + 1])
            }
        )
    }

    /// Adds a vector to the bytes of a file and returns where it begins.
    static func append(_ vector: [UInt8], to file: inout [UInt8]) -> Int {
        if file.isEmpty { file.append(version) }
        let offset = file.count
        append(UInt32(vector.count), to: &file)
        file += vector
        append(CRC32.checksum(vector), to: &file)
        return offset
    }

    /// The big-endian number at the start of `bytes`, which are at least four.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func append(_ number: UInt32, to file: inout [UInt8]) {
        for shift: UInt32 in [24, 16, 8, 0] { file.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
