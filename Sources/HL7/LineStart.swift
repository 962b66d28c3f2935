/// What the line that begins at some byte of a stream is, judged by its first bytes.
struct LineStart {
    enum Kind { case blank, frame, message, json, envelope, text }

    var kind: Kind
    /// Bytes before the line's content: blanks, a byte order mark, frame bytes; for `blank`, `frame` all.
    var lead: Int

    /// Longest run of blanks looked through before a header; beyond it the line is text.
    static let maxLeadBytes = 64

    /// Nil when more bytes are needed to tell.
    init?(_ bytes: [UInt8], at start: Int, isLast: Bool) {
        switch bytes[start] {
        case 0x0D, 0x0A:
            self.init(.blank, 1)
            return
        case MLLPFrame.start:
            self.init(.frame, 1)
            return
        case MLLPFrame.end:
            guard start + 1 < bytes.count || isLast else { return nil }
            let hasTail = start + 1 < bytes.count && bytes[start + 1] == MLLPFrame.tail
            self.init(.frame, hasTail ? 2 : 1)
            return
        default: break
        }
        var at = start
        while at < bytes.count, at - start < Self.maxLeadBytes {
            if bytes[at] == 0x20 || bytes[at] == 0x09 {
                at += 1
            } else if bytes[at] == 0xEF {
                guard at + 2 < bytes.count || isLast else { return nil }
                guard at + 2 < bytes.count, bytes[at + 1] == 0xBB, bytes[at + 2] == 0xBF else { break }
                at += 3
            } else {
                break
            }
        }
        guard at < bytes.count else {
            if !isLast { return nil }
            self.init(.blank, at - start)
            return
        }
        let first = bytes[at]
        if first == 0x7B {
            self.init(.json, at - start)
            return
        }
        if first == 0x0D || first == 0x0A {
            self.init(.blank, at - start)
            return
        }
        switch first | 0x20 {
        case 0x6D, 0x66, 0x62:
            guard at + 3 < bytes.count || isLast else { return nil }
            self.init(Self.header(bytes, at), at - start)
        default: self.init(.text, at - start)
        }
        if kind == .text, lead == 0 { lead = 1 }
    }

    private init(_ kind: Kind, _ lead: Int) {
        self.kind = kind
        self.lead = lead
    }

    /// Tells MSH, FHS, BHS, BTS and FTS, followed by punctuation or the end of the line, from text.
    private static func header(_ bytes: [UInt8], _ at: Int) -> Kind {
        guard at + 2 < bytes.count else { return .text }
        if at + 3 < bytes.count {
            let next = bytes[at + 3]
            let isWord = (next | 0x20) &- 0x61 < 26 || next &- 0x30 < 10 || next >= 0x80 || next == 0x20
            if isWord { return .text }
        }
        let code = SegmentCode(bytes[at], bytes[at + 1], bytes[at + 2])
        if code.rawValue | 0x202020 == SegmentCode.msh.rawValue | 0x202020 { return .message }
        switch code {
        case .fhs, .bhs, .bts, .fts: return .envelope
        default: return .text
        }
    }
}
