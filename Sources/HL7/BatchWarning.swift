/// A batch or file trailer whose count differs from what was read.
package struct BatchWarning: Sendable, Equatable, CustomStringConvertible {
    /// BTS for messages in a batch, FTS for batches in a file.
    package var trailer: SegmentCode
    /// The count the trailer states, or nil when it is no number.
    package var stated: Int?
    package var counted: Int

    package init(trailer: SegmentCode, stated: Int?, counted: Int) {
        self.trailer = trailer
        self.stated = stated
        self.counted = counted
    }

    /// For example: `BTS-1 states 3, counted 2`.
    package var description: String {
        "\(trailer)-1 states \(stated.map(String.init) ?? "no number"), counted \(counted)"
    }
}
