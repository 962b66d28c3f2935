/// The targets that Package.swift declares, read from its text: asking SwiftPM would need its lock during `swift test`.
struct Manifest {
    /// Names of targets and library products that each target depends on.
    private(set) var dependencies: [String: Set<String>] = [:]

    private static let openings = ["library(", "tests(", ".target(", ".executableTarget(", ".testTarget("]

    init(text: String) {
        let code = text.split(separator: "\n").filter { !trimmed($0).hasPrefix("//") }.joined(separator: "\n")
        let constants = Self.constants(in: code)
        for opening in Self.openings {
            for call in code.ranges(of: opening) {
                // `.library(` is a product and `func library(` the helper itself.
                let before = code[..<call.lowerBound]
                if !opening.hasPrefix("."), before.hasSuffix(".") || before.hasSuffix("func ") { continue }
                let body = Self.balanced(code[call.upperBound...], "(", ")")
                guard let name = Self.literals(in: body.prefix { $0 != "[" }).first else { continue }
                let list =
                    if opening.hasPrefix(".") {
                        body.firstRange(of: "dependencies:").map { body[$0.upperBound...] } ?? ""
                    } else {
                        body
                    }
                dependencies[name] = Self.names(
                    in: Self.balanced(list.drop { $0 != "[" }.dropFirst(), "[", "]"),
                    constants: constants
                )
            }
        }
    }

    /// `let grdb = Target.Dependency.product(name: "GRDB", ...)` gives grdb -> GRDB.
    private static func constants(in code: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in code.split(separator: "\n") where line.contains("= Target.Dependency.product(") {
            let words = line.split(separator: " ")
            if words.count > 1, let product = literals(in: line).first { found[String(words[1])] = product }
        }
        return found
    }

    /// Names in a list of string literals, `.product(name:package:)` calls and constants.
    private static func names(in list: Substring, constants: [String: String]) -> Set<String> {
        var found: Set<String> = []
        for element in topLevelElements(of: list) {
            if let literal = literals(in: element).first {
                found.insert(literal)
            } else if !trimmed(element).isEmpty {
                let word = trimmed(element)
                found.insert(constants[word] ?? word)
            }
        }
        return found
    }

    private static func topLevelElements(of list: Substring) -> [String] {
        var elements = [""]
        var depth = 0
        for character in list where character != "\n" {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                elements.append("")
            } else {
                elements[elements.count - 1].append(character)
            }
        }
        return elements
    }

    private static func literals(in text: some StringProtocol) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// What comes before the closing character that belongs to an opening one just before `text`.
    private static func balanced(_ text: Substring, _ opening: Character, _ closing: Character) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == opening { depth += 1 }
            if text[index] == closing { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        return text
    }
}
