/// Why bytes could not be read as HL7: what, where, expected and found kind; never the value.
package struct HL7Error: Error, Equatable, Sendable, CustomStringConvertible {
    /// The stable code of a fault; its raw value is the reason code of a quarantined record.
    package enum Reason: String, Sendable, CaseIterable {
        case notHL7 = "not_hl7"
        case headerTooShort = "header_too_short"
        case badDelimiter = "bad_delimiter"
        case badSegmentName = "bad_segment_name"
        case tooLarge = "too_large"
        case badTimestamp = "bad_timestamp"
        case badText = "bad_text"
        case badNumber = "bad_number"
    }

    package var reason: Reason
    /// The segment concerned, or nil outside any.
    package var segment: SegmentCode?
    /// The field number as HL7 counts, or nil when no field is concerned.
    package var field: Int?
    /// Byte offset from the start of the message.
    package var offset: Int
    package var expected: String
    package var found: String

    package init(
        _ reason: Reason,
        segment: SegmentCode? = nil,
        field: Int? = nil,
        offset: Int,
        expected: String,
        found: String
    ) {
        self.reason = reason
        self.segment = segment
        self.field = field
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    /// For example: `bad_timestamp at EVN-2, byte 57: expected month 01 to 12, found another number`.
    package var description: String {
        var place = ""
        if let segment {
            place = " at \(segment)"
            if let field { place += "-\(field)" }
            place += ","
        }
        return "\(reason.rawValue)\(place) byte \(offset): expected \(expected), found \(found)"
    }

    /// The kind of a byte in words, without its value where that could be patient data.
    package static func kind(of byte: UInt8) -> String {
        switch byte {
        case 0x0D: "a carriage return"
        case 0x0A: "a line feed"
        case 0x20: "a blank"
        case 0..<0x20, 0x7F: "a control byte"
        case 0x30...0x39: "a digit"
        case 0x41...0x5A, 0x61...0x7A: "a letter"
        case 0x80...: "a byte outside ASCII"
        default: "punctuation"
        }
    }
}
