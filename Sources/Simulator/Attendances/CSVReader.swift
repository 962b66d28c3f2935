/// Reads CSV of RFC 4180: quotes, doubled quotes, line ends in quotes, LF or CRLF, a byte order mark.
struct CSVReader {
    /// One record of the file.
    struct Row {
        /// The bytes of the record without its line end.
        var bytes: Range<Int>
        var fields: [String]
        /// False when a quote is not closed or text follows a closing quote.
        var isWellFormed = true
    }

    /// Longest quoted field; a longer one counts as unclosed, so a stray quote cannot take many rows with it.
    static let maxQuotedBytes = 65_536

    let bytes: [UInt8]
    private var at: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next record, or nil at the end; blank lines are passed over.
    ///
    /// After an unclosed quote reading goes on at the next line, so that one bad record cannot swallow the
    /// rest.
    mutating func next() -> Row? {
        while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
        guard at < bytes.count else { return nil }
        let start = at
        var row = Row(bytes: start..<start, fields: [])
        while true {
            let isQuoted = at < bytes.count && bytes[at] == 0x22
            if isQuoted {
                guard let field = quoted(&row) else { return unclosed(from: start) }
                row.fields.append(field)
            } else {
                let end = plainEnd(from: at)
                row.fields.append(String(decoding: bytes[at..<end], as: UTF8.self))
                at = end
            }
            guard at < bytes.count, bytes[at] == 0x2C else { break }
            at += 1
        }
        row.bytes = start..<at
        return row
    }

    /// Reads a quoted field and leaves `at` on what ends it; nil when its quote is never closed.
    private mutating func quoted(_ row: inout Row) -> String? {
        var content: [UInt8] = []
        var cursor = at + 1
        let limit = min(bytes.count, at + Self.maxQuotedBytes)
        while cursor < limit {
            if bytes[cursor] == 0x22 {
                guard cursor + 1 < bytes.count, bytes[cursor + 1] == 0x22 else { break }
                cursor += 1
            }
            content.append(bytes[cursor])
            cursor += 1
        }
        guard cursor < limit else { return nil }
        let end = plainEnd(from: cursor + 1)
        if end != cursor + 1 { row.isWellFormed = false }
        at = end
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func unclosed(from start: Int) -> Row {
        at = start
        while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        return Row(bytes: start..<at, fields: [], isWellFormed: false)
    }

    private func plainEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != 0x2C, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return end
    }
}
