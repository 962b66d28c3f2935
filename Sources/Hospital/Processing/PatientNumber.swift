/// A patient identifier as it is compared: senders pad the same number with blanks or zeros, and change its case.
///
/// For example: `PatientNumber.compared(" 00m4711 ") == PatientNumber.compared("M4711")`.
package enum PatientNumber {
    /// Upper case without blanks and leading zeros; empty for what identifies nobody: nothing, zeros, HL7's null.
    package static func compared(_ text: String) -> String {
        let plain = text.filter { !$0.isWhitespace }.uppercased()
        return plain == "\"\"" ? "" : String(plain.drop { $0 == "0" })
    }
}
