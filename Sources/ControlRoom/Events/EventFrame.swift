import FoundationEssentials
import Hummingbird
import Board

/// One server-sent event, encoded once and shared by every client of its view.
struct EventFrame: Sendable {
    /// The board sequence a client must have before this frame; nil when it applies to any.
    var base: Int64?
    /// The board sequence a client has after this frame; nil for frames that carry no board.
    var sequence: Int64?
    var bytes: ByteBuffer

    /// An `event:` frame whose data is one line.
    static func event(_ name: String, id: Int64?, data: [UInt8], base: Int64? = nil, board: Int64? = nil)
        -> EventFrame
    {
        var buffer = ByteBuffer()
        if let id { buffer.writeString("id: \(id)\n") }
        buffer.writeString("event: \(name)\ndata: ")
        buffer.writeBytes(data)
        buffer.writeString("\n\n")
        return EventFrame(base: base, sequence: board, bytes: buffer)
    }

    /// An `alert` event.
    static func alert(_ line: AlertLine, sequence: Int64) -> EventFrame {
        event("alert", id: sequence, data: json(line))
    }

    /// Keeps connections open and proxies awake.
    static let heartbeat = EventFrame(bytes: ByteBuffer(string: ": heartbeat\n\n"))

    /// Tells a client that events it missed are no longer kept.
    static func resync(_ sequence: Int64) -> EventFrame {
        event("resync", id: nil, data: Array("{\"sequence\":\(sequence)}".utf8))
    }

    /// Tells how old the board is and which page version this server has.
    static func age(_ age: Duration, version: String) -> EventFrame {
        let milliseconds = Int64(min(max(0, age / .milliseconds(1)), 1e12))
        return event(
            "age",
            id: nil,
            data: Array("{\"age_milliseconds\":\(milliseconds),\"version\":\"\(version)\"}".utf8)
        )
    }

    /// `value` as one line of JSON; `null` if it does not encode.
    static func json(_ value: some Encodable) -> [UInt8] {
        (try? BoardJSON.encoder().encode(value)).map { [UInt8]($0) } ?? Array("null".utf8)
    }
}
