import Yams

/// One place in a YAML file that knows its file and line, so that every complaint says where.
///
/// For example: `try ConfigurationNode(yaml: "limits: {lateness: 24h}", file: "adt.yaml").mapping(["limits"])`.
/// Only the text of a scalar counts, not whether it was quoted; JSON is read as the YAML it is.
package struct ConfigurationNode: Sendable {
    /// Values one file may hold; aliases count each time they are used.
    package static let maxValues = 100_000

    /// What a place holds.
    package enum Content: Sendable {
        /// In file order.
        case mapping([(key: String, value: ConfigurationNode)])
        case list([ConfigurationNode])
        /// `""` where nothing was written.
        case scalar(String)
    }

    /// Name of the file, for messages.
    package let file: String
    /// Keys from the top, for messages.
    package let path: String
    package let content: Content
    /// Line of the key, which for a mapping comes before its value.
    private let line: Int?

    /// Reads the text of `file`.
    package init(yaml: String, file: String) throws(ConfigurationError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ConfigurationError("\(file): not valid YAML: \(error)")
        }
        guard let root else { throw ConfigurationError("\(file): the file is empty") }
        var left = Self.maxValues
        self = try Self.node(root, Place(file: file, path: "", line: root.mark?.line), &left)
    }

    init(file: String, path: String, line: Int?, content: Content) {
        self.file = file
        self.path = path
        self.line = line
        self.content = content
    }

    /// The same place with another content.
    func holding(_ content: Content) -> ConfigurationNode {
        ConfigurationNode(file: file, path: path, line: line, content: content)
    }

    private struct Place {
        var file: String
        var path: String
        var line: Int?
    }

    private static func node(_ node: Node, _ place: Place, _ left: inout Int)
        throws(ConfigurationError) -> ConfigurationNode
    {
        func made(_ content: Content) -> ConfigurationNode {
            ConfigurationNode(file: place.file, path: place.path, line: place.line, content: content)
        }
        left -= 1
        guard left >= 0 else { throw made(.scalar("")).fault("more than \(maxValues) values in one file") }
        switch node {
        case .scalar(let scalar):
            return made(.scalar(scalar.string))
        case .sequence(let sequence):
            var elements: [ConfigurationNode] = []
            for (index, element) in sequence.enumerated() {
                let path = "\(place.path)[\(index)]"
                let line = element.mark?.line
                elements.append(
                    try Self.node(element, Place(file: place.file, path: path, line: line), &left)
                )
            }
            return made(.list(elements))
        case .mapping(let mapping):
            var entries: [(key: String, value: ConfigurationNode)] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw made(.scalar("")).fault("expected a plain key")
                }
                let path = place.path.isEmpty ? name : "\(place.path).\(name)"
                let line = key.mark?.line ?? value.mark?.line
                let inner = Place(file: place.file, path: path, line: line)
                entries.append((name, try Self.node(value, inner, &left)))
            }
            return made(.mapping(entries))
        case .alias:
            throw made(.scalar("")).fault("an alias that names nothing")
        }
    }

    /// An error at this place.
    package func fault(_ message: String) -> ConfigurationError {
        let line = line.map { ":\($0)" } ?? ""
        return ConfigurationError("\(file)\(line): \(path.isEmpty ? "" : "`\(path)`: ")\(message)")
    }

    /// The text of a scalar, `""` where nothing was written; nil for keys and lists.
    package var text: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }
}
