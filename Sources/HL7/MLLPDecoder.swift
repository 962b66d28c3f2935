/// Takes frames out of a byte stream that arrives in pieces of any size.
///
/// Holds at most one frame of `maxFrameBytes` and the piece fed last. An end byte counts as the end when it
/// follows a line end, or when CR or a start byte follows it, or when nothing more comes; otherwise it is
/// data.
package struct MLLPDecoder: Sendable {
    /// What the stream held next.
    package enum Item: Sendable, Equatable {
        /// The payload of one complete frame; empty for a keep-alive.
        case frame([UInt8])
        /// Bytes outside any frame, or of a frame cut short by the next one or by the end of the stream.
        case junk([UInt8])
        /// A frame outgrew the limit; its bytes so far. The rest of it comes as `junk`.
        case oversized([UInt8])
    }

    /// Default cap of one frame, 16 MiB.
    package static let defaultMaxFrameBytes = 16 << 20

    package let maxFrameBytes: Int
    private var buffer: [UInt8] = []
    /// Start of the bytes not yet returned.
    private var head = 0
    /// First byte not yet looked at.
    private var scanned = 0
    private var isInFrame = false
    private var isFinished = false

    package init(maxFrameBytes: Int = Self.defaultMaxFrameBytes) {
        precondition(maxFrameBytes > 0, "the frame cap must be positive")
        self.maxFrameBytes = maxFrameBytes
    }

    /// True in the middle of a frame or when bytes wait to be taken.
    package var isMidway: Bool { isInFrame || head < buffer.count }

    /// Adds the next bytes of the stream; call `next()` until nil before feeding more.
    package mutating func feed(_ chunk: some Collection<UInt8>) {
        if head > 0 {
            buffer.removeSubrange(0..<head)
            scanned -= head
            head = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// Says that the stream has ended; `next()` then returns what is left.
    package mutating func finish() { isFinished = true }

    /// The next item, or nil when more bytes are needed.
    package mutating func next() -> Item? {
        while scanned < buffer.count {
            if scanned - head >= maxFrameBytes, !endsHere {
                let bytes = take(to: scanned, next: scanned)
                if !isInFrame { return .junk(bytes) }
                isInFrame = false
                return .oversized(bytes)
            }
            let byte = buffer[scanned]
            if byte == MLLPFrame.start {
                isInFrame = true
                let bytes = take(to: scanned, next: scanned + 1)
                if !bytes.isEmpty { return .junk(bytes) }
                continue
            }
            if byte == MLLPFrame.end, isInFrame {
                guard let skip = endLength() else { return nil }
                if skip > 0 {
                    isInFrame = false
                    return .frame(take(to: scanned, next: scanned + skip))
                }
            } else if !isInFrame, head == scanned, byte == 0x0D || byte == 0x0A {
                head += 1
            }
            scanned += 1
        }
        guard isFinished, head < buffer.count || isInFrame else { return nil }
        isInFrame = false
        return .junk(take(to: buffer.count, next: buffer.count))
    }

    /// Bytes of the frame end under the cursor, 0 when it is data, nil when the next byte must come first.
    private func endLength() -> Int? {
        if scanned == head { return 1 }
        let before = buffer[scanned - 1]
        if before == 0x0D || before == 0x0A { return 1 }
        guard scanned + 1 < buffer.count else { return isFinished ? 1 : nil }
        switch buffer[scanned + 1] {
        case MLLPFrame.tail: return 2
        case MLLPFrame.start: return 1
        default: return 0
        }
    }

    /// True when the byte under the cursor may close a frame that just reaches the cap.
    private var endsHere: Bool {
        scanned - head == maxFrameBytes
            && (buffer[scanned] == MLLPFrame.end || buffer[scanned] == MLLPFrame.start)
    }

    private mutating func take(to end: Int, next: Int) -> [UInt8] {
        let bytes = Array(buffer[head..<end])
        head = next
        scanned = next
        return bytes
    }
}
