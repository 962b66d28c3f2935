/// Splits a stream of bytes, fed in pieces of any size, into messages, JSON lines, batch envelopes and junk.
///
/// A message starts with `MSH` at the start of a line or frame and lasts until the next start, envelope, JSON
/// line or MLLP frame byte. Lines end with CR, LF or CRLF. The items do not depend on how the stream was cut.
/// Holds at most one item of `maxItemBytes` and the piece fed last.
package struct MessageStream: Sendable {
    /// Default cap of one item, 16 MiB.
    package static let defaultMaxItemBytes = 16 << 20

    package let maxItemBytes: Int
    private var buffer: [UInt8] = []
    private var consumed: Int64 = 0
    /// Start of the open item, or of the bytes not yet classified.
    private var head = 0
    /// First byte not yet looked at; at or after `head`.
    private var cursor = 0
    private var isAtLineStart = true
    private var open: StreamItem.Kind?
    private var batch = BatchCount()
    private var isFinished = false

    package init(maxItemBytes: Int = Self.defaultMaxItemBytes) {
        precondition(maxItemBytes >= 16, "the item cap must hold a header")
        self.maxItemBytes = maxItemBytes
    }

    /// Adds the next bytes; call `next()` until nil before feeding more.
    package mutating func feed(_ chunk: some Collection<UInt8>) {
        if head > 0 {
            buffer.removeSubrange(0..<head)
            consumed += Int64(head)
            cursor -= head
            head = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// Says that the stream has ended; `next()` then returns what is left.
    package mutating func finish() { isFinished = true }

    /// The open message, taken for whole because a live stream is silent; nil when it may not be.
    ///
    /// Whole is one with CR behind its segments and LF behind the last, as a message a line is written; after a
    /// `isLong` silence anything whose last line has ended.
    package mutating func pause(isLong: Bool) -> StreamItem? {
        guard isAtLineStart, cursor == buffer.count, open == .message || (isLong && open == .junk) else {
            return nil
        }
        guard isLong || (buffer.last == 0x0A && hasBareCarriageReturn) else { return nil }
        return close(at: cursor)
    }

    /// Whether a segment of the open message ends with CR alone.
    private var hasBareCarriageReturn: Bool {
        buffer[head..<cursor].indices.dropLast().contains { buffer[$0] == 0x0D && buffer[$0 + 1] != 0x0A }
    }

    /// Bytes that were fed and not yet given out.
    package var heldBytes: Int { buffer.count - head }

    /// The next item, or nil when more bytes are needed or all was returned.
    package mutating func next() -> StreamItem? {
        while cursor < buffer.count {
            if open != nil, cursor - head > maxItemBytes, !isAtLineStart { return cut() }
            if isAtLineStart {
                guard let line = LineStart(buffer, at: cursor, isLast: isFinished) else { return nil }
                if let item = begin(line) { return item }
            } else if let item = passLine() {
                return item
            } else if cursor == buffer.count - 1, buffer[cursor] == MLLPFrame.end, !isFinished {
                return nil
            }
        }
        if open != nil, cursor - head > maxItemBytes, !isAtLineStart { return cut() }
        return isFinished ? close(at: buffer.count) : nil
    }

    /// Acts on the line that starts at the cursor; returns the item it ends.
    private mutating func begin(_ line: LineStart) -> StreamItem? {
        switch line.kind {
        case .blank:
            cursor += line.lead
            if open == nil { head = cursor }
            return cursor - head > maxItemBytes ? close(at: cursor) : nil
        case .frame:
            let item = close(at: cursor)
            head = cursor + line.lead
            cursor = head
            return item
        case .text:
            if open == nil { start(.junk, after: 0) }
            isAtLineStart = false
            cursor += line.lead
            return nil
        case .message, .json, .envelope:
            let item = close(at: cursor)
            start(line.kind == .message ? .message : line.kind == .json ? .json : .envelope, after: line.lead)
            if line.kind == .message { batch.messages += 1 }
            return item
        }
    }

    private mutating func start(_ kind: StreamItem.Kind, after lead: Int) {
        open = kind
        head = cursor + lead
        cursor = head
        isAtLineStart = false
    }

    /// Moves the cursor past the current line, or to the cap, or to the end of what is there.
    private mutating func passLine() -> StreamItem? {
        let limit = min(buffer.count, head + maxItemBytes + 1)
        var at = cursor
        while at < limit {
            let byte = buffer[at]
            if byte <= 0x1C {
                if byte == 0x0D || byte == 0x0A || byte == MLLPFrame.start { break }
                if byte == MLLPFrame.end {
                    guard at + 1 < buffer.count || isFinished else {
                        cursor = at
                        return nil
                    }
                    let next = at + 1 < buffer.count ? buffer[at + 1] : 0x0D
                    if next == 0x0D || next == 0x0A || next == MLLPFrame.start { break }
                }
            }
            at += 1
        }
        cursor = at
        guard at < limit else { return nil }
        isAtLineStart = true
        if open == .json || open == .envelope { return close(at: at) }
        return nil
    }

    /// Returns the open item up to `end` without trailing line ends, and opens none.
    private mutating func close(at end: Int) -> StreamItem? {
        guard let kind = open else {
            head = end
            return nil
        }
        var last = end
        while last > head, Self.isBlank(buffer[last - 1]) { last -= 1 }
        let bytes = Array(buffer[head..<last])
        var item = StreamItem(kind: kind, bytes: bytes, offset: consumed + Int64(head))
        if kind == .envelope { item.warning = batch.pass(bytes) }
        head = end
        open = nil
        return item
    }

    /// Returns one piece of an item that reached the cap; what follows stays oversized until the next start.
    private mutating func cut() -> StreamItem {
        let bytes = Array(buffer[head..<head + maxItemBytes])
        let item = StreamItem(
            kind: open == .junk ? .junk : .oversized,
            bytes: bytes,
            offset: consumed + Int64(head)
        )
        if open != .junk { open = .oversized }
        head += maxItemBytes
        return item
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x0D || byte == 0x0A || byte == 0x20 || byte == 0x09
    }
}
