extension ConfigurationNode {
    /// This mapping with the entries of `other` in place of its own, and those only `other` has after them.
    ///
    /// Where `deeper` gives a depth above 0 for a key that both hold as mappings, their entries are merged in turn,
    /// else the value of `other` stands alone. Every value keeps the file and line it came from.
    package func merged(with other: ConfigurationNode, deeper: (String) -> Int) -> ConfigurationNode {
        guard case .mapping(let own) = content, case .mapping(let others) = other.content else {
            return other
        }
        var left = Dictionary(others.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        var entries: [(key: String, value: ConfigurationNode)] = []
        for (key, value) in own {
            guard let newer = left.removeValue(forKey: key) else {
                entries.append((key, value))
                continue
            }
            let depth = deeper(key)
            entries.append((key, depth > 0 ? value.merged(with: newer) { _ in depth - 1 } : newer))
        }
        return holding(.mapping(entries + others.filter { left[$0.key] != nil }))
    }

    /// This mapping with the entries for which `keep` gives a value; nil where this is no mapping.
    package func mapping(keeping keep: (String, ConfigurationNode) -> ConfigurationNode?)
        -> ConfigurationNode?
    {
        guard case .mapping(let entries) = content else { return nil }
        return holding(
            .mapping(
                entries.compactMap { entry in keep(entry.key, entry.value).map { (entry.key, $0) } }
            )
        )
    }

    /// The values of the tree by their path, `limits.lateness`; a list and a mapping without entries are one value.
    package func leaves() -> [(path: String, text: String)] {
        switch content {
        case .scalar(let text): return [(path, text)]
        case .list: return [(path, inOneLine)]
        case .mapping(let entries) where entries.isEmpty: return [(path, inOneLine)]
        case .mapping(let entries): return entries.flatMap { $0.value.leaves() }
        }
    }

    /// How the value reads in a sentence: `24h`, `[07:00, 19:00]`, `{beds: 60}`.
    package var inOneLine: String {
        switch content {
        case .scalar(let text): text
        case .list(let elements): "[\(elements.map(\.inOneLine).joined(separator: ", "))]"
        case .mapping(let entries):
            "{\(entries.map { "\($0.key): \($0.value.inOneLine)" }.joined(separator: ", "))}"
        }
    }

    /// The tree as JSON on one line with sorted keys; trees that read the same give the same text.
    ///
    /// It reads back as the same tree. Characters that a YAML reader would fold or refuse are escaped.
    package var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to json: inout String) {
        switch content {
        case .scalar(let text): Self.isPlain(text) ? json += text : Self.write(text, to: &json)
        case .list(let elements):
            json += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { json += "," }
                element.write(to: &json)
            }
            json += "]"
        case .mapping(let entries):
            json += "{"
            // By bytes: the order of a `String` may change with the tables of Unicode.
            let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, entry) in sorted.enumerated() {
                if index > 0 { json += "," }
                Self.write(entry.key, to: &json)
                json += ":"
                entry.value.write(to: &json)
            }
            json += "}"
        }
    }

    /// Whether the text is a number or a truth value of JSON, which needs no quotes there.
    private static func isPlain(_ text: String) -> Bool {
        if text == "true" || text == "false" { return true }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        guard text.utf8.count - digits.count <= 1, text.utf8.count <= 17 else { return false }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        } && (parts[0].count == 1 || parts[0].first != UInt8(ascii: "0"))
    }

    private static func write(_ text: String, to json: inout String) {
        json += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\u{0}"..<" ", "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}",
                "\u{FFFE}"..."\u{FFFF}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        json += "\""
    }
}
