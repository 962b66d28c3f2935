/// One Swift file in two forms with the same lines.
struct SourceFile: Sendable {
    /// Below the package root, `Sources/HL7/Charset.swift`.
    let path: String
    /// As written.
    let lines: [Substring]
    /// Without comments and contents of string literals.
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = CodeText.code(of: text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The folder below `Sources` or `Tests`.
    var target: String { String(path.split(separator: "/")[1]) }

    /// The file's name without `.swift`.
    var name: String { String((path.split(separator: "/").last ?? "").dropLast(".swift".count)) }

    /// `path:line` of each line of code for which `matches` holds, with what it says.
    func findings(where matches: (Substring) -> Bool) -> [String] {
        codeLines.indices.filter { matches(codeLines[$0]) }.map { "\(place($0)): \(trimmed(lines[$0]))" }
    }

    /// `path:line` of a line counted from 0.
    func place(_ line: Int) -> String { "\(path):\(line + 1)" }
}

/// Without spaces at either end.
func trimmed(_ line: some StringProtocol) -> String {
    String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// The list with a line each, for the message of an expectation.
func listing(_ findings: [String]) -> String { "\n" + findings.joined(separator: "\n") }
