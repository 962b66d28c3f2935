/// One piece of a file of messages; the pieces of a stream and the blanks between them are all its bytes.
package struct StreamItem: Sendable, Equatable {
    /// What the bytes are.
    package enum Kind: Sendable, Equatable {
        /// Starts with MSH (in any case); not yet parsed. Line ends after the last segment are left out.
        case message
        /// One line that starts with `{`: a shift event.
        case json
        /// One FHS, BHS, BTS or FTS line.
        case envelope
        /// Bytes that belong to no message.
        case junk
        /// A piece of a message or line that exceeds the limit.
        case oversized
    }

    package var kind: Kind
    package var bytes: [UInt8]
    /// Where the bytes begin in the stream.
    package var offset: Int64
    /// Set on a BTS or FTS whose count does not fit.
    package var warning: BatchWarning?

    package init(kind: Kind, bytes: [UInt8], offset: Int64, warning: BatchWarning? = nil) {
        self.kind = kind
        self.bytes = bytes
        self.offset = offset
        self.warning = warning
    }
}
