extension Array where Element: BitwiseCopyable {
    /// Appends what `fill` writes to memory that is not zeroed first.
    ///
    /// Unsafe: decoders store millions of values one by one. `fill` gets room for `limit` elements and returns
    /// how many it wrote, from the first on.
    @inline(__always)
    mutating func grow(
        upTo limit: Int,
        _ fill: (UnsafeMutablePointer<Element>) throws(ParquetError) -> Int
    ) throws(ParquetError) {
        try append(addingCapacity: limit) { (span: inout OutputSpan<Element>) throws(ParquetError) in
            try span.withUnsafeMutableBufferPointer { (buffer, count) throws(ParquetError) in
                guard limit > 0, let start = buffer.baseAddress else { return }
                let written = try fill(start + count)
                precondition(written <= limit, "a decoder wrote past its room")
                count += written
            }
        }
    }

    /// Appends `count` elements that `fill` writes, all of them.
    @inline(__always)
    mutating func grow(
        by count: Int,
        _ fill: (UnsafeMutablePointer<Element>) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try grow(upTo: count) { (place) throws(ParquetError) in
            try fill(place)
            return count
        }
    }

    /// Appends the elements of `source` at `picks`, all of which lie within it.
    @inline(__always)
    mutating func append(_ source: [Element], at picks: [Int32]) throws(ParquetError) {
        guard let last = picks.last else { return }
        precondition(Int(last) < source.count, "picks ascend within their source")
        try source.withUnsafeBufferPointer { (source) throws(ParquetError) in
            try grow(by: picks.count) { place in
                for (index, pick) in picks.enumerated() { place[index] = source[Int(pick)] }
            }
        }
    }
}
