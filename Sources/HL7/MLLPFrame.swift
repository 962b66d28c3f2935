/// The minimal lower layer protocol's frame around one message: `0B` message `1C 0D`.
package enum MLLPFrame {
    package static let start: UInt8 = 0x0B
    package static let end: UInt8 = 0x1C
    package static let tail: UInt8 = 0x0D

    /// `payload` in a frame.
    package static func encode(_ payload: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(payload.count + 3)
        frame.append(start)
        frame.append(contentsOf: payload)
        frame.append(end)
        frame.append(tail)
        return frame
    }
}
