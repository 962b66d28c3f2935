/// Folder names of partitions and the URI form of file paths.
package enum PartitionPath {
    /// The folder of a null partition value, by Hive's convention.
    package static let nullFolder = "__HIVE_DEFAULT_PARTITION__"
    /// Longest folder name before it is cut, in bytes; file systems allow 255.
    package static let folderLimit = 200

    /// `ward=A%2F1/day=2026-01-05`, each name percent-encoded once; empty for no partition columns.
    ///
    /// The log is the truth about partition values, so an overlong folder name is cut and ends in a hash.
    package static func folder(_ columns: [String], _ values: [String: String?]) -> String {
        columns.map { column in
            let value = (values[column] ?? nil).map { encode($0, keeping: "") } ?? nullFolder
            let name = "\(encode(column, keeping: ""))=\(value)"
            guard name.utf8.count > folderLimit else { return name }
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            let kept = String(decoding: name.utf8.prefix(folderLimit - 20), as: UTF8.self)
            return "\(kept)~\(String(hash, radix: 16))"
        }.joined(separator: "/")
    }

    /// A relative file path as the URI of `add.path`.
    package static func uri(_ path: String) -> String {
        encode(path, keeping: "/=")
    }

    /// The relative file path of an `add.path`; nil for an absolute one, one that leaves the table, or bad
    /// escapes.
    package static func file(uri: String) -> String? {
        guard let path = decoded(uri), !path.isEmpty, !uri.contains(":") else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(".."), !parts.contains("") else { return nil }
        return path
    }

    /// A text with its percent escapes undone; nil for bad escapes, a zero byte or what is not UTF-8.
    package static func decoded(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func encode(_ text: String, keeping kept: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                out.append(byte)
            case _ where kept.utf8.contains(byte): out.append(byte)
            default:
                out.append(UInt8(ascii: "%"))
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
