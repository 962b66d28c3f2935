/// Writes one HL7 message segment by segment; data is escaped, so no value can break the structure.
package struct MessageBuilder: Sendable {
    package private(set) var bytes: [UInt8] = []
    package let delimiters: Delimiters
    private var fieldNumber = 0

    /// - Parameter delimiters: all five must be set, none `Delimiters.missing`.
    package init(delimiters: Delimiters = .standard, capacity: Int = 512) {
        self.delimiters = delimiters
        bytes.reserveCapacity(capacity)
    }

    /// Starts over, keeping the buffer.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fieldNumber = 0
    }

    /// Begins the segment `code`; a header writes its delimiters and stands at field 2.
    package mutating func begin(_ code: SegmentCode) {
        bytes.append(UInt8(truncatingIfNeeded: code.rawValue >> 16))
        bytes.append(UInt8(truncatingIfNeeded: code.rawValue >> 8))
        bytes.append(UInt8(truncatingIfNeeded: code.rawValue))
        fieldNumber = 0
        if code.isHeader {
            bytes.append(delimiters.field)
            bytes.append(delimiters.component)
            bytes.append(delimiters.repetition)
            bytes.append(delimiters.escape)
            bytes.append(delimiters.subcomponent)
            fieldNumber = 2
        }
    }

    /// Moves on to field `number` of the segment, leaving those between empty; never backwards.
    package mutating func field(_ number: Int) {
        while fieldNumber < number {
            bytes.append(delimiters.field)
            fieldNumber += 1
        }
    }

    /// Begins the next component of the field.
    package mutating func component() { bytes.append(delimiters.component) }

    /// Begins the next repetition of the field.
    package mutating func repetition() { bytes.append(delimiters.repetition) }

    /// Begins the next subcomponent of the component.
    package mutating func subcomponent() { bytes.append(delimiters.subcomponent) }

    /// Ends the segment with a carriage return.
    package mutating func end() {
        bytes.append(0x0D)
        fieldNumber = 0
    }

    /// Appends `value`, with delimiters, CR, LF and MLLP frame bytes escaped.
    package mutating func text(_ value: String) {
        var copy = value
        copy.withUTF8 { utf8 in
            for byte in utf8 { append(escaping: byte) }
        }
    }

    /// Appends `value` in UTF-8 as it is; delimiters in it take effect, field separators are counted.
    package mutating func raw(_ value: String) {
        for byte in value.utf8 where byte == delimiters.field { fieldNumber += 1 }
        bytes.append(contentsOf: value.utf8)
    }

    /// Appends `value` in decimal.
    package mutating func number(_ value: Int) {
        if value >= 0, value < 10 {
            bytes.append(0x30 + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    /// Appends the delete mark, two double quotes.
    package mutating func delete() {
        bytes.append(0x22)
        bytes.append(0x22)
    }

    /// Appends `YYYYMMDDHHMMSS+0000`; years 0 to 9999, fractions of a second are dropped.
    package mutating func timestamp(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        pair(year / 100)
        pair(year % 100)
        pair(month)
        pair(day)
        pair(hour)
        pair(minute)
        pair(second)
        bytes.append(0x2B)
        pair(0)
        pair(0)
    }

    /// Appends `YYYYMMDD`.
    package mutating func date(year: Int, month: Int, day: Int) {
        pair(year / 100)
        pair(year % 100)
        pair(month)
        pair(day)
    }

    private mutating func pair(_ value: Int) {
        let clipped = min(max(value, 0), 99)
        bytes.append(UInt8(truncatingIfNeeded: 0x30 + clipped / 10))
        bytes.append(UInt8(truncatingIfNeeded: 0x30 + clipped % 10))
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case delimiters.field: escape(0x46)
        case delimiters.component: escape(0x53)
        case delimiters.repetition: escape(0x52)
        case delimiters.escape: escape(0x45)
        case delimiters.subcomponent: escape(0x54)
        case 0x0D, 0x0A, 0x0B, 0x1C:
            bytes.append(delimiters.escape)
            bytes.append(0x58)
            bytes.append(0x30 + byte >> 4)
            let low = byte & 0x0F
            bytes.append(low < 10 ? 0x30 + low : 0x37 + low)
            bytes.append(delimiters.escape)
        default: bytes.append(byte)
        }
    }

    private mutating func escape(_ letter: UInt8) {
        bytes.append(delimiters.escape)
        bytes.append(letter)
        bytes.append(delimiters.escape)
    }
}
