package import Hospital
package import YAMLSettings

/// The rules that one file gives, as the text a record carries: JSON on one line with sorted keys.
///
/// Two documents are equal when their text is. JSON is YAML, so that a record is read by the code that reads the files.
package struct RulesDocument: Sendable {
    /// Bytes of a document; a record of Kafka holds 990,000.
    package static let maxBytes = 512 * 1_024

    package let text: String
    /// The values with the file and line they came from.
    let root: ConfigurationNode

    /// The document of a file's values.
    package init(_ root: ConfigurationNode) throws(ConfigurationError) {
        try self.init(root, text: root.json)
    }

    /// Reads the text of a record back; `place` names the record in messages.
    package init(text: String, place: String = "configuration record") throws(ConfigurationError) {
        // As it was written: what the hash says must not depend on how this version would write it.
        try self.init(ConfigurationNode(yaml: text, file: place), text: text)
    }

    private init(_ root: ConfigurationNode, text: String) throws(ConfigurationError) {
        self.root = root
        self.text = text
        guard text.utf8.count <= Self.maxBytes else {
            throw ConfigurationError("\(root.file): more than \(Self.maxBytes) bytes of rules")
        }
    }

    /// 64-bit hash of the text in 16 hexadecimal digits.
    package var hash: String { StableHash.hexadecimal(StableHash.fnv1a(text)) }

    /// The keys that differ, sorted, with the value before and the value after: `limits.lateness: 24h -> 48h`.
    package static func changes(from old: RulesDocument?, to new: RulesDocument?) -> [String] {
        func values(_ document: RulesDocument?) -> [String: String] {
            let leaves = document?.root.leaves() ?? []
            return Dictionary(leaves.map { ($0.path, $0.text) }, uniquingKeysWith: { $1 })
        }
        let before = values(old)
        let after = values(new)
        return Set(before.keys).union(after.keys).sorted().compactMap { key in
            guard before[key] != after[key] else { return nil }
            return "\(key): \(before[key] ?? "not set") -> \(after[key] ?? "not set")"
        }
    }
}

extension RulesDocument: Equatable {
    package static func == (left: RulesDocument, right: RulesDocument) -> Bool { left.text == right.text }
}

extension RulesDocument: StateCoded {
    package func write(to writer: inout StateWriter) { writer.write(text) }

    package init(from reader: inout StateReader) throws(StateError) {
        do {
            try self.init(text: try reader.string())
        } catch let error as StateError {
            throw error
        } catch {
            throw StateError("saved rules cannot be read: \(error)")
        }
    }
}
