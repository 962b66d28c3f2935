import Hospital

extension AttendanceReader {
    func cell(_ column: String, _ cells: [String]) -> String {
        guard let position = positions[column] else { return "" }
        return String(cells[position].trimming(while: { $0 == " " || $0 == "\t" }))
    }

    /// The source's text after value map and default; empty when it says nothing.
    func text(
        _ key: String,
        _ source: ValueSource?,
        _ cells: [String],
        _ number: Int
    ) throws(Fault) -> String {
        guard let source else { return "" }
        if let constant = source.constant { return constant }
        if let prefix = source.row { return prefix + String(number) }
        let found = cell(source.column ?? "", cells)
        if found.isEmpty { return source.fallback ?? "" }
        guard let values = source.values else { return found }
        if let mapped = values[found] ?? source.fallback { return mapped }
        throw Fault(row: number, key: key, column: source.column, reason: .unlistedValue)
    }

    func required(
        _ key: String,
        _ source: ValueSource,
        _ cells: [String],
        _ number: Int
    ) throws(Fault) -> String {
        let found = try text(key, source, cells, number)
        if found.isEmpty { throw Fault(row: number, key: key, column: source.column, reason: .empty) }
        return found
    }

    func whole(
        _ key: String,
        _ source: ValueSource?,
        _ cells: [String],
        _ number: Int,
        _ range: ClosedRange<Double>
    ) throws(Fault) -> Int? {
        let found = try text(key, source, cells, number)
        if found.isEmpty { return nil }
        guard let value = Double(found), range.contains(value) else {
            throw Fault(row: number, key: key, column: source?.column, reason: .badNumber)
        }
        return Int(value)
    }

    func word<Word>(
        _ key: String,
        _ source: ValueSource?,
        _ cells: [String],
        _ number: Int,
        _ read: (String) -> Word?
    ) throws(Fault) -> Word? {
        let found = try text(key, source, cells, number)
        if found.isEmpty { return nil }
        guard let word = read(found) else {
            throw Fault(row: number, key: key, column: source?.column, reason: .unlistedValue)
        }
        return word
    }

    static func gender(_ word: String) -> Gender? {
        switch word.lowercased() {
        case "f", "female": .female
        case "m", "male": .male
        case "o", "other": .other
        case "u", "unknown": .unknown
        default: nil
        }
    }

    static func mode(_ word: String) -> ArrivalMode? {
        ArrivalMode.allCases.first { $0.word == word.lowercased() } ?? (word == "unknown" ? .unknown : nil)
    }
}

extension String {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> Substring {
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
