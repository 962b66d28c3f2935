import Yams

extension ConfigurationNode {
    /// The entries of a mapping in file order.
    package func entries() throws(ConfigurationError) -> [(key: String, value: ConfigurationNode)] {
        guard case .mapping(let entries) = content else { throw fault("expected keys and values") }
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

    /// The elements of a list; a single scalar counts as one element.
    package func elements() throws(ConfigurationError) -> [ConfigurationNode] {
        switch content {
        case .list(let elements): return elements
        case .scalar: return [self]
        case .mapping: throw fault("expected a list")
        }
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
        guard let text, let value = Node(text).int, range.contains(value) else {
            throw fault("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number in `range`.
    package func number(_ range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        guard let text, let value = Node(text).float, range.contains(value) else {
            throw fault("expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `true` or `false`.
    package func bool() throws(ConfigurationError) -> Bool {
        guard let text, let value = Node(text).bool else { throw fault("expected true or false") }
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

    /// A local time of day such as `07:00`, in minutes after midnight.
    package func minuteOfDay() throws(ConfigurationError) -> Int {
        let parts = try string().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { throw fault("expected a local time such as \"07:00\"") }
        return hour * 60 + minute
    }
}
