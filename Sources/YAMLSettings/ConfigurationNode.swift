import Yams

/// One place in a YAML file that knows its line, so that every complaint says where.
///
/// For example: `try ConfigurationNode(yaml: "limits: {lateness: 24h}", file: "adt.yaml").mapping(["limits"])`.
/// Only the text of a scalar counts, not whether it was quoted; JSON is read as the YAML it is.
package struct ConfigurationNode {
    /// Name of the file, for messages.
    package let file: String
    /// Keys from the top, for messages.
    package let path: String
    private let node: Node
    /// Line of the key, which for a mapping comes before its value.
    private let line: Int?

    /// What a node is made of.
    package enum Kind: Sendable {
        case mapping, list, scalar
    }

    /// Reads the text of `file`.
    package init(yaml: String, file: String) throws(ConfigurationError) {
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                throw ConfigurationError("\(file): the file is empty")
            }
            self.init(file: file, path: "", node: node)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError("\(file): not valid YAML: \(error)")
        }
    }

    private init(file: String, path: String, node: Node, line: Int? = nil) {
        self.file = file
        self.path = path
        self.node = node
        self.line = line ?? node.mark?.line
    }

    /// An error at this place.
    package func fault(_ message: String) -> ConfigurationError {
        let line = line.map { ":\($0)" } ?? ""
        return ConfigurationError("\(file)\(line): \(path.isEmpty ? "" : "`\(path)`: ")\(message)")
    }

    /// Whether this has keys, elements or neither.
    package var kind: Kind {
        switch node {
        case .mapping: .mapping
        case .sequence: .list
        case .scalar, .alias: .scalar
        }
    }

    /// The text of a scalar, `""` where nothing was written; nil for keys and lists.
    package var text: String? { node.scalar?.string }

    /// The entries of a mapping in file order.
    package func entries() throws(ConfigurationError) -> [(key: String, value: ConfigurationNode)] {
        guard let mapping = node.mapping else { throw fault("expected keys and values") }
        var entries: [(key: String, value: ConfigurationNode)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw fault("expected a plain key") }
            let full = path.isEmpty ? name : "\(path).\(name)"
            entries.append(
                (name, ConfigurationNode(file: file, path: full, node: value, line: key.mark?.line))
            )
        }
        return entries
    }

    /// The entries by key; a key not in `known` is an error.
    package func mapping(_ known: [String]) throws(ConfigurationError) -> [String: ConfigurationNode] {
        var values: [String: ConfigurationNode] = [:]
        for (key, value) in try entries() {
            guard known.contains(key) else {
                throw value.fault("unknown key; known here: \(known.joined(separator: ", "))")
            }
            values[key] = value
        }
        return values
    }

    /// The elements of a sequence; a single scalar counts as one element.
    package func elements() throws(ConfigurationError) -> [ConfigurationNode] {
        guard let sequence = node.sequence else {
            guard node.scalar != nil else { throw fault("expected a list") }
            return [self]
        }
        return sequence.enumerated().map { ConfigurationNode(file: file, path: "\(path)[\($0)]", node: $1) }
    }

    /// A text that is not empty.
    package func string() throws(ConfigurationError) -> String {
        guard let text, !text.isEmpty else { throw fault("expected text") }
        return text
    }

    /// Whether this is the given word and nothing else.
    package func isWord(_ word: String) -> Bool { text == word }

    /// A whole number in `range`.
    package func integer(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard let value = node.int, range.contains(value) else {
            throw fault("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number in `range`.
    package func number(_ range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        guard let value = node.float, range.contains(value) else {
            throw fault("expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `true` or `false`.
    package func bool() throws(ConfigurationError) -> Bool {
        guard let value = node.bool else { throw fault("expected true or false") }
        return value
    }

    /// A length of time such as `500ms`, `90s`, `30m`, `24h` or `2d`, in microseconds.
    package func microseconds() throws(ConfigurationError) -> Int64 {
        let text = try string()
        let units: [(String, Int64)] = [
            ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000),
        ]
        for (unit, scale) in units where text.hasSuffix(unit) {
            if let count = Int64(text.dropLast(unit.count)), count >= 0, count < 1_000_000 {
                return count * scale
            }
        }
        throw fault("expected a length of time such as 500ms, 90s, 30m, 24h or 2d")
    }
}
