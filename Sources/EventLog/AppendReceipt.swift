/// The proof that an append is durable.
package struct AppendReceipt: Sendable, Equatable {
    /// The offset of this append's last record in each partition it touched.
    ///
    /// Kafka leaves a partition out if it recognised all its records as a retry of records it already had.
    package var lastOffsets: [Int: Int64]

    /// A receipt over the given last offsets.
    package init(lastOffsets: [Int: Int64]) {
        self.lastOffsets = lastOffsets
    }
}
