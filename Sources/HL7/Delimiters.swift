/// The five delimiters a message declares in MSH-1 and MSH-2.
package struct Delimiters: Sendable, Equatable {
    package var field: UInt8
    package var component: UInt8
    package var repetition: UInt8
    package var escape: UInt8
    package var subcomponent: UInt8

    /// Stands for a delimiter the header leaves out; a carriage return can occur in no field.
    package static let missing: UInt8 = 0x0D

    /// The usual delimiters `|^~\&`.
    package static let standard = Delimiters(
        field: 0x7C,
        component: 0x5E,
        repetition: 0x7E,
        escape: 0x5C,
        subcomponent: 0x26
    )

    package init(field: UInt8, component: UInt8, repetition: UInt8, escape: UInt8, subcomponent: UInt8) {
        self.field = field
        self.component = component
        self.repetition = repetition
        self.escape = escape
        self.subcomponent = subcomponent
    }

    /// Reads the delimiters of the header segment whose name begins at `start`.
    ///
    /// MSH-2 may have one to five characters; those it leaves out are `missing`, a fifth (truncation) is
    /// ignored. Throws when the header is too short, or a delimiter is repeated, a letter, a digit, a blank
    /// or a control byte.
    package init(headerAt start: Int, in bytes: [UInt8], end: Int) throws(HL7Error) {
        if end - start > 8, Self.isStandard(bytes, start) {
            self = .standard
            return
        }
        guard end - start >= 5 else {
            throw HL7Error(
                .headerTooShort,
                segment: .msh,
                field: 1,
                offset: min(end, start + 3),
                expected: "a field separator and encoding characters",
                found: "end of segment"
            )
        }
        var found = (bytes[start + 3], Self.missing, Self.missing, Self.missing, Self.missing)
        var count = 0
        var at = start + 4
        while at < end, bytes[at] != found.0, bytes[at] != 0x0D, bytes[at] != 0x0A {
            switch count {
            case 0: found.1 = bytes[at]
            case 1: found.2 = bytes[at]
            case 2: found.3 = bytes[at]
            case 3: found.4 = bytes[at]
            case 4: break
            default:
                throw HL7Error(
                    .badDelimiter,
                    segment: .msh,
                    field: 2,
                    offset: at,
                    expected: "at most five encoding characters",
                    found: "more"
                )
            }
            if Self.unfit(bytes[at]) { throw Self.fault(at, bytes[at]) }
            count += 1
            at += 1
        }
        if Self.unfit(found.0) { throw Self.fault(start + 3, found.0) }
        self.init(
            field: found.0,
            component: found.1,
            repetition: found.2,
            escape: found.3,
            subcomponent: found.4
        )
        if count == 0 || hasRepeats(count) {
            throw HL7Error(
                .badDelimiter,
                segment: .msh,
                field: 2,
                offset: start + 4,
                expected: "encoding characters that differ from each other and from MSH-1",
                found: count == 0 ? "none" : "a repeated one"
            )
        }
    }

    private func hasRepeats(_ count: Int) -> Bool {
        let encoding = (component, repetition, escape, subcomponent)
        if field == encoding.0 { return true }
        if count > 1, encoding.1 == field || encoding.1 == encoding.0 { return true }
        if count > 2, encoding.2 == field || encoding.2 == encoding.0 || encoding.2 == encoding.1 {
            return true
        }
        guard count > 3 else { return false }
        return [field, encoding.0, encoding.1, encoding.2].contains(encoding.3)
    }

    /// True when the header at `start` declares the usual delimiters.
    private static func isStandard(_ bytes: [UInt8], _ start: Int) -> Bool {
        bytes[start + 3] == 0x7C && bytes[start + 4] == 0x5E && bytes[start + 5] == 0x7E
            && bytes[start + 6] == 0x5C
            && bytes[start + 7] == 0x26 && bytes[start + 8] == 0x7C
    }

    private static func unfit(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }

    private static func fault(_ offset: Int, _ byte: UInt8) -> HL7Error {
        HL7Error(
            .badDelimiter,
            segment: .msh,
            field: 2,
            offset: offset,
            expected: "a punctuation character",
            found: HL7Error.kind(of: byte)
        )
    }
}
