import Hospital

/// A hash of rows in their order, to tell whether a slice of live rows changed since it was last written.
final class RowDigest: CellSink {
    private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

    private func mix(_ word: UInt64) {
        let product = (value ^ word).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        value = product.high ^ product.low &+ 0x9e37_79b9_7f4a_7c15
    }

    func text(_ value: String) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in value.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count & 7 == 0 {
                mix(word)
                word = 0
            }
        }
        mix(word ^ count << 56)
    }

    func integer(_ value: Int) { mix(UInt64(bitPattern: Int64(value))) }
    func long(_ value: Int64) { mix(UInt64(bitPattern: value)) }
    func double(_ value: Double) { mix(value.bitPattern) }
    func boolean(_ value: Bool) { mix(value ? 1 : 0) }
    func bytes(_ value: ArraySlice<UInt8>) { for byte in value { mix(UInt64(byte)) } }
    /// Two words, so that no value looks like a missing one.
    func null() {
        mix(0x6e75_6c6c_0000_0001)
        mix(0x6e75_6c6c_0000_0002)
    }
}
