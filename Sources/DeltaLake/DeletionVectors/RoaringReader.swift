/// Reads a serialized bitmap front to back, checking every count, order and bound on the way.
package struct RoaringReader {
    private let bytes: [UInt8]
    private let rows: Int64
    private var offset = 0

    private init(_ bytes: [UInt8], rows: Int64) {
        self.bytes = bytes
        self.rows = rows
    }

    /// Hands the set's stretches of adjacent row numbers, in order, to `body`.
    ///
    /// Fails on anything that is not exactly one bitmap of row numbers below `rows`; `body` may have been
    /// called before that.
    package static func read(
        _ bytes: [UInt8],
        rows: Int64,
        _ body: (Range<Int64>) -> Void
    ) throws(RoaringError) {
        var reader = RoaringReader(bytes, rows: rows)
        guard try reader.number(4) == UInt64(RoaringBitmap.magic) else {
            throw RoaringError(offset: 0, reason: "another magic number than \(RoaringBitmap.magic)")
        }
        let buckets = try reader.number(8)
        var previous: UInt64?
        for _ in 0..<buckets {
            let key = try reader.number(4)
            // Writers keep the top bit clear, so that Java can read the keys as signed numbers.
            guard previous.map({ $0 < key }) ?? true, key <= 0x7FFF_FFFF else {
                throw reader.error("bucket keys do not ascend or are negative")
            }
            previous = key
            try reader.bucket(base: Int64(key) << 32, body)
        }
        guard reader.offset == bytes.count else { throw reader.error("bytes after the bitmap") }
    }

    private struct Container {
        var base: Int64
        var cardinality: Int
        var isRuns: Bool
    }

    private mutating func bucket(base: Int64, _ body: (Range<Int64>) -> Void) throws(RoaringError) {
        for container in try headers(base: base) {
            if container.isRuns {
                try runs(container, body)
            } else if container.cardinality <= RoaringBitmap.arrayLimit {
                try array(container, body)
            } else {
                try bitmap(container, body)
            }
        }
    }

    private mutating func headers(base: Int64) throws(RoaringError) -> [Container] {
        let cookie = UInt32(truncatingIfNeeded: try number(4))
        var count = Int(cookie >> 16) + 1
        var runFlags: ArraySlice<UInt8> = []
        if cookie & 0xFFFF == RoaringBitmap.runCookie {
            runFlags = try take((count + 7) / 8)
        } else {
            guard cookie == RoaringBitmap.plainCookie else { throw error("an unknown cookie") }
            count = Int(try number(4))
            guard count <= 65_536 else { throw error("more than 65,536 containers") }
        }
        var containers: [Container] = []
        var previous = -1
        for index in 0..<count {
            let key = Int(try number(2))
            guard key > previous else { throw error("container keys do not ascend") }
            previous = key
            let isRuns =
                !runFlags.isEmpty && runFlags[runFlags.startIndex + index / 8] >> (index % 8) & 1 == 1
            let cardinality = Int(try number(2)) + 1
            containers.append(
                Container(base: base + Int64(key) << 16, cardinality: cardinality, isRuns: isRuns)
            )
        }
        // The offsets only help readers that jump.
        if runFlags.isEmpty || count >= RoaringBitmap.offsetThreshold { _ = try take(count * 4) }
        return containers
    }

    private mutating func array(_ container: Container, _ body: (Range<Int64>) -> Void) throws(RoaringError) {
        var first = -1
        var last = -1
        for _ in 0..<container.cardinality {
            let value = Int(try number(2))
            guard value > last else { throw error("array values do not ascend") }
            if value != last + 1 || first < 0 {
                if first >= 0 { try give(container, first...last, body) }
                first = value
            }
            last = value
        }
        if first >= 0 { try give(container, first...last, body) }
    }

    private mutating func runs(_ container: Container, _ body: (Range<Int64>) -> Void) throws(RoaringError) {
        var last = -1
        var cardinality = 0
        for _ in 0..<(try number(2)) {
            let first = Int(try number(2))
            let end = first + Int(try number(2))
            guard first > last, end <= 0xFFFF else { throw error("runs overlap or leave their container") }
            last = end
            cardinality += end - first + 1
            try give(container, first...end, body)
        }
        guard cardinality == container.cardinality else { throw error("runs of another cardinality") }
    }

    private mutating func bitmap(_ container: Container, _ body: (Range<Int64>) -> Void) throws(RoaringError)
    {
        let bits = try take(RoaringBitmap.bitmapBytes)
        var cardinality = 0
        var first = -1
        for value in 0..<65_536 {
            let isSet = bits[bits.startIndex + value >> 3] >> (value & 7) & 1 == 1
            if isSet {
                cardinality += 1
                if first < 0 { first = value }
            } else if first >= 0 {
                try give(container, first...(value - 1), body)
                first = -1
            }
        }
        if first >= 0 { try give(container, first...0xFFFF, body) }
        guard cardinality == container.cardinality else { throw error("a bitmap of another cardinality") }
    }

    private func give(_ container: Container, _ values: ClosedRange<Int>, _ body: (Range<Int64>) -> Void)
        throws(RoaringError)
    {
        let end = container.base + Int64(values.upperBound) + 1
        guard end <= rows else { throw error("row \(end - 1) of a file of \(rows) rows") }
        body(container.base + Int64(values.lowerBound)..<end)
    }

    private mutating func take(_ count: Int) throws(RoaringError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - offset else { throw error("ends \(count) bytes early") }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    private mutating func number(_ width: Int) throws(RoaringError) -> UInt64 {
        guard width <= bytes.count - offset else { throw error("ends within a number") }
        var value: UInt64 = 0
        for index in (0..<width).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
        offset += width
        return value
    }

    private func error(_ reason: String) -> RoaringError {
        RoaringError(offset: offset, reason: reason)
    }
}
