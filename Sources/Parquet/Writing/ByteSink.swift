/// A growing output buffer that keeps its memory between files.
///
/// Unsafe: encoders store words at computed places in hot loops; `[UInt8]` would zero or check each byte.
final class ByteSink {
    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutableRawPointer

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        base.deallocate()
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    func removeAll() {
        count = 0
    }

    /// Room for `extra` bytes at the end; `advance` makes the ones written part of the buffer.
    func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
        if count + extra > capacity {
            capacity = max(capacity * 2, count + extra)
            let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            grown.copyMemory(from: base, byteCount: count)
            base.deallocate()
            base = grown
        }
        return base + count
    }

    func advance(_ written: Int) {
        count += written
    }

    func append(_ byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    func append(littleEndian value: UInt32) {
        reserve(4).storeBytes(of: value.littleEndian, as: UInt32.self)
        count += 4
    }

    func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress, source.count > 0 else { return }
        reserve(source.count).copyMemory(from: start, byteCount: source.count)
        count += source.count
    }

    func append(_ source: [UInt8]) {
        source.withUnsafeBytes { append($0) }
    }

    func append(varint value: UInt64) {
        let place = reserve(10)
        var value = value
        var length = 0
        while value >= 0x80 {
            place.storeBytes(
                of: UInt8(truncatingIfNeeded: value) | 0x80,
                toByteOffset: length,
                as: UInt8.self
            )
            value >>= 7
            length += 1
        }
        place.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: length, as: UInt8.self)
        count += length + 1
    }

    func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Overwrites four bytes written before.
    func patch(littleEndian value: UInt32, at offset: Int) {
        precondition(offset + 4 <= count, "patch past the end")
        (base + offset).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    /// Appends the content to an array.
    func appendContent(to array: inout [UInt8]) {
        array.append(contentsOf: bytes)
    }

    /// A copy of the content.
    func array() -> [UInt8] {
        [UInt8](bytes)
    }
}
