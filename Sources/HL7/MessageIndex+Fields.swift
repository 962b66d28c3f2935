extension MessageIndex {
    /// The name of segment number `position`, counted from 0.
    package func code(ofSegment position: Int) -> SegmentCode { codes[position] }

    /// The position of the `occurrence`-th segment called `code`, counted from 0, or nil.
    package func segment(_ code: SegmentCode, occurrence: Int = 0) -> Int? {
        var left = occurrence
        for position in 0..<codes.count where codes[position] == code {
            if left == 0 { return position }
            left -= 1
        }
        return nil
    }

    /// How many segments are called `code`.
    package func count(of code: SegmentCode) -> Int {
        codes.count { $0 == code }
    }

    /// Positions of all segments called `code`.
    package func segments(named code: SegmentCode) -> [Int] {
        codes.indices.filter { codes[$0] == code }
    }

    /// Bytes of the whole segment at `position` without its terminator.
    package func bytes(ofSegment position: Int) -> Range<Int> {
        base + Int(starts[Int(firsts[position])])..<base + Int(starts[Int(firsts[position + 1]) - 1]) - 1
    }

    /// Number of the last field present in the segment at `position`, as HL7 counts.
    package func fieldCount(ofSegment position: Int) -> Int {
        Int(firsts[position + 1] - firsts[position]) - 2 + (codes[position].isHeader ? 1 : 0)
    }

    /// Bytes of field `number` (HL7's numbering) of the segment at `position`, or nil when it is not there.
    package func field(ofSegment position: Int, _ number: Int) -> Range<Int>? {
        guard position >= 0, position < codes.count, number >= 1 else { return nil }
        let first = Int(firsts[position])
        var entry = number
        if codes[position].isHeader {
            if number == 1 {
                let separator = base + Int(starts[first]) + 3
                return separator..<separator + 1
            }
            entry = number - 1
        }
        guard entry < Int(firsts[position + 1]) - first - 1 else { return nil }
        return base + Int(starts[first + entry])..<base + Int(starts[first + entry + 1]) - 1
    }

    /// Bytes of field `number` of the `occurrence`-th segment called `code`; empty when absent.
    package func field(_ code: SegmentCode, _ number: Int, occurrence: Int = 0) -> Range<Int> {
        guard let position = segment(code, occurrence: occurrence) else { return 0..<0 }
        return field(ofSegment: position, number) ?? 0..<0
    }

    /// What the message says about field `number` of the `occurrence`-th segment called `code`.
    package func state(
        _ code: SegmentCode,
        _ number: Int,
        occurrence: Int = 0,
        in bytes: [UInt8]
    ) -> FieldState {
        guard let position = segment(code, occurrence: occurrence),
            let range = field(ofSegment: position, number)
        else { return .absent }
        return state(of: range, in: bytes)
    }

    /// Whether `range` is empty, the delete mark or a value; never `absent`.
    package func state(of range: Range<Int>, in bytes: [UInt8]) -> FieldState {
        if range.isEmpty { return .empty }
        let isDelete =
            range.count == 2 && bytes[range.lowerBound] == 0x22 && bytes[range.lowerBound + 1] == 0x22
        return isDelete ? .delete : .value
    }

    /// Repetition `number` of a field, counted from 1; empty when there are fewer.
    package func repetition(_ number: Int, of field: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        Self.part(number, of: field, in: bytes, splitBy: delimiters.repetition)
    }

    /// Number of repetitions of a field; 0 when it is empty.
    package func repetitionCount(of field: Range<Int>, in bytes: [UInt8]) -> Int {
        var count = field.isEmpty ? 0 : 1
        for at in field where bytes[at] == delimiters.repetition { count += 1 }
        return count
    }

    /// Component `number` of a field's first or only repetition, counted from 1; empty when absent.
    package func component(_ number: Int, of field: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let one = Self.part(1, of: field, in: bytes, splitBy: delimiters.repetition)
        return Self.part(number, of: one, in: bytes, splitBy: delimiters.component)
    }

    /// Component `number` of field `field` of the `occurrence`-th segment called `code`; empty when absent.
    package func component(
        _ code: SegmentCode,
        _ field: Int,
        _ number: Int,
        occurrence: Int = 0,
        in bytes: [UInt8]
    ) -> Range<Int> {
        component(number, of: self.field(code, field, occurrence: occurrence), in: bytes)
    }

    /// Subcomponent `number` of a component, counted from 1; empty when absent.
    package func subcomponent(_ number: Int, of component: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        Self.part(number, of: component, in: bytes, splitBy: delimiters.subcomponent)
    }

    /// Position of the first OBX whose OBX-3.1 is `identifier`, or nil.
    package func observation(_ identifier: String, in bytes: [UInt8]) -> Int? {
        for position in 0..<codes.count where codes[position] == .obx {
            guard let name = field(ofSegment: position, 3) else { continue }
            if equals(component(1, of: name, in: bytes), identifier, in: bytes) { return position }
        }
        return nil
    }

    /// True when the bytes in `range` are those of `text`; escapes are not decoded.
    package func equals(_ range: Range<Int>, _ text: String, in bytes: [UInt8]) -> Bool {
        let wanted = text.utf8
        guard wanted.count == range.count else { return false }
        var at = range.lowerBound
        for byte in wanted {
            if bytes[at] != byte { return false }
            at += 1
        }
        return true
    }

    private static func part(
        _ number: Int,
        of range: Range<Int>,
        in bytes: [UInt8],
        splitBy delimiter: UInt8
    ) -> Range<Int> {
        var left = number - 1
        var start = range.lowerBound
        for at in range where bytes[at] == delimiter {
            if left == 0 { return start..<at }
            left -= 1
            start = at + 1
        }
        return left == 0 ? start..<range.upperBound : range.upperBound..<range.upperBound
    }
}
