/// The serialized form of a set of row numbers: a magic number and a portable 64-bit Roaring bitmap.
///
/// Layout, little endian: `magic: u32`, `buckets: u64`, then per bucket its upper 32 bits and a 32-bit bitmap.
/// A 32-bit bitmap is a cookie, one header (upper 16 bits, cardinality - 1) per container, and the containers:
/// - array: the sorted lower 16 bits, up to 4,096 of them;
/// - bitmap: 8,192 bytes, one bit per value;
/// - runs: a count, then (first value, length - 1) pairs.
package enum RoaringBitmap {
    /// Marks this form in a deletion vector.
    package static let magic: UInt32 = 1_681_511_377

    /// The cookie of a 32-bit bitmap without run containers.
    static let plainCookie: UInt32 = 12_346
    /// The cookie of one with them; its upper half is the number of containers less one.
    static let runCookie: UInt32 = 12_347
    /// With this many containers or more, a bitmap with runs lists their offsets too.
    static let offsetThreshold = 4
    /// The most values an array container holds.
    static let arrayLimit = 4_096
    /// The bytes of a bitmap container.
    static let bitmapBytes = 8_192
}

/// Bytes that are no Roaring bitmap, or not one for a file of so many rows.
package struct RoaringError: Error, Hashable, Sendable {
    /// Where in the serialized bitmap, in bytes.
    package let offset: Int
    /// What is wrong there.
    package let reason: String
}
