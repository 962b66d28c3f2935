/// A record that counts as erased although a log may still hold it: whoever reads it passes it over.
package struct ErasedRecord: Sendable, Equatable {
    /// Where it lies in its partition.
    package var offset: Int64
    /// A few bits of the record's hash, so that another record at that place (a log that was copied to other offsets) is
    /// not taken for it; too few to try out what it held.
    package var check: UInt16

    package init(offset: Int64, check: UInt16) {
        self.offset = offset
        self.check = check
    }

    package init(offset: Int64, hash: UInt64) {
        self.init(offset: offset, check: UInt16(truncatingIfNeeded: hash))
    }
}
