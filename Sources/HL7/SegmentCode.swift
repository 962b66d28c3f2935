/// A three-byte segment name packed into an integer, so that lookups compare numbers.
package struct SegmentCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name's bytes, first byte highest; 0 for no name.
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The code of the name `first` `second` `third`.
    package init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        rawValue = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
    }

    /// The code called `name`, or nil unless it is a capital followed by two capitals or digits.
    package init?(name: String) {
        let bytes = Array(name.utf8)
        guard bytes.count == 3 else { return nil }
        self.init(bytes[0], bytes[1], bytes[2])
        if !isValid { return nil }
    }

    package static let msh = SegmentCode(0x4D, 0x53, 0x48)
    package static let evn = SegmentCode(0x45, 0x56, 0x4E)
    package static let pid = SegmentCode(0x50, 0x49, 0x44)
    package static let pv1 = SegmentCode(0x50, 0x56, 0x31)
    package static let pv2 = SegmentCode(0x50, 0x56, 0x32)
    package static let obx = SegmentCode(0x4F, 0x42, 0x58)
    package static let mrg = SegmentCode(0x4D, 0x52, 0x47)
    package static let msa = SegmentCode(0x4D, 0x53, 0x41)
    package static let err = SegmentCode(0x45, 0x52, 0x52)
    package static let fhs = SegmentCode(0x46, 0x48, 0x53)
    package static let bhs = SegmentCode(0x42, 0x48, 0x53)
    package static let bts = SegmentCode(0x42, 0x54, 0x53)
    package static let fts = SegmentCode(0x46, 0x54, 0x53)

    /// The name as text; empty for no name.
    package var description: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// True for a capital followed by two capitals or digits.
    package var isValid: Bool {
        let first = UInt8(truncatingIfNeeded: rawValue >> 16)
        return first &- 0x41 < 26 && Self.isNameByte(UInt8(truncatingIfNeeded: rawValue >> 8))
            && Self.isNameByte(UInt8(truncatingIfNeeded: rawValue))
    }

    /// True for segments that carry the delimiters themselves: MSH, FHS, BHS.
    package var isHeader: Bool { self == .msh || self == .bhs || self == .fhs }

    var bytes: [UInt8] {
        rawValue == 0
            ? [] : [UInt8(rawValue >> 16 & 0xFF), UInt8(rawValue >> 8 & 0xFF), UInt8(rawValue & 0xFF)]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte &- 0x41 < 26 || byte &- 0x30 < 10
    }
}
