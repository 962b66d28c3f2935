/// A character set named in MSH-18.
package enum Charset: Sendable, Equatable {
    /// UTF-8 or ASCII; also when MSH-18 is absent.
    case utf8
    /// ISO 8859-1, `8859/1`.
    case latin1
    /// A set this reader does not know: text outside ASCII is refused.
    case unknown

    /// The set called `name` in HL7 table 0211.
    package init(name: String) {
        switch name {
        case "", "ASCII", "UNICODE UTF-8", "UTF-8", "UTF8", "\"\"": self = .utf8
        case "8859/1", "ISO-8859-1", "ISO8859-1": self = .latin1
        default: self = .unknown
        }
    }
}
