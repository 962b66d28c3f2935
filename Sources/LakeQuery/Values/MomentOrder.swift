/// Orders texts by the moment they name; texts that name none come after all that do, in order of bytes.
enum MomentOrder {
    /// Below zero, zero or above zero.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int32 {
        let bytes = DecimalOrder.bytes(left, right)
        if bytes == 0 { return 0 }
        switch (Moment(left), Moment(right)) {
        case (let left?, let right?): return left == right ? 0 : left < right ? -1 : 1
        case (nil, nil): return bytes
        case (nil, _): return 1
        case (_, nil): return -1
        }
    }
}
