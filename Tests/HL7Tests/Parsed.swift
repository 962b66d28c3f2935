import HL7

/// Shorthands for reading a message written as a string.
struct Parsed {
    let bytes: [UInt8]
    var index = MessageIndex()

    init(_ bytes: [UInt8]) throws(HL7Error) {
        self.bytes = bytes
        try index.parse(bytes)
    }

    init(_ text: String) throws(HL7Error) { try self.init(Array(text.utf8)) }

    func raw(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    func field(_ code: SegmentCode, _ number: Int, occurrence: Int = 0) -> String {
        raw(index.field(code, number, occurrence: occurrence))
    }
}
