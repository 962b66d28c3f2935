/// Cuts a column chunk into data pages: at most 20,000 entries, about 1 MiB of PLAIN or length-prefixed bytes,
/// and always whole rows.
struct PageCuts {
    static let entries = 20_000
    static let bytes = 1 << 20

    let column: Column
    private let limit: Int
    private let sizesBytes: Bool

    /// The pages of `column` up to entry `limit`.
    init(_ column: Column, limit: Int, encoding: Int32) {
        self.column = column
        self.limit = limit
        sizesBytes = column.storage == .bytes && encoding != PageEncoding.runLengthDictionary
    }

    /// The end of the page that starts at entry `start`.
    func end(from start: Int) -> Int {
        let end = sizesBytes ? byteEnd(from: start) : min(limit, start + Self.entries)
        guard column.maxRepetition > 0, end < limit else { return end }
        var boundary = end
        while boundary > start && column.repetitions[boundary] > 0 { boundary -= 1 }
        if boundary > start { return boundary }
        boundary = end
        while boundary < limit && column.repetitions[boundary] > 0 { boundary += 1 }
        return boundary
    }

    /// The last end whose values fit, by bisection; one entry always goes in.
    private func byteEnd(from start: Int) -> Int {
        let base = start == 0 ? 0 : column.ends[start - 1]
        var end = min(limit, start + Self.entries)
        var low = min(start + 1, end)
        while low < end {
            let middle = (low + end + 1) / 2
            if column.ends[middle - 1] - base + 4 * (middle - start) <= Self.bytes {
                low = middle
            } else {
                end = middle - 1
            }
        }
        return end
    }

    /// The entries of `part` that hold a value.
    func presentCount(_ part: Range<Int>) -> Int {
        guard !column.definitions.isEmpty else { return part.count }
        return column.definitions[part].reduce(0) { $0 + ($1 == column.maxDefinition ? 1 : 0) }
    }

    /// The rows that start in `part`.
    func rowCount(_ part: Range<Int>) -> Int {
        guard column.maxRepetition > 0 else { return part.count }
        return column.repetitions[part].reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
    }
}
