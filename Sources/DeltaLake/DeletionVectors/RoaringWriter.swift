/// Serializes a set of row numbers, each container in its smallest form, so that equal sets give equal bytes.
package struct RoaringWriter {
    /// One container's runs of lower 16 bits.
    private struct Container {
        var key: UInt64
        var runs: [ClosedRange<Int>] = []

        var cardinality: Int { runs.reduce(0) { $0 + $1.count } }
        var runBytes: Int { 2 + 4 * runs.count }
        var plainBytes: Int {
            cardinality <= RoaringBitmap.arrayLimit ? 2 * cardinality : RoaringBitmap.bitmapBytes
        }
        var isRuns: Bool { runBytes < plainBytes }
        var byteCount: Int { min(runBytes, plainBytes) }
    }

    private var bytes: [UInt8] = []

    /// The bytes of the set whose stretches are `ranges`: in order, apart from each other, not empty, of
    /// numbers below 2⁶³.
    package static func write(_ ranges: some Sequence<Range<Int64>>) -> [UInt8] {
        var containers: [Container] = []
        for range in ranges {
            precondition(range.lowerBound >= 0 && !range.isEmpty, "row numbers must be sorted stretches")
            var start = UInt64(range.lowerBound)
            let end = UInt64(range.upperBound)
            while start < end {
                let key = start >> 16
                let stop = min(end, (key + 1) << 16)
                if containers.last?.key != key { containers.append(Container(key: key)) }
                containers[containers.count - 1].runs.append(Int(start & 0xFFFF)...Int((stop - 1) & 0xFFFF))
                start = stop
            }
        }
        return write(containers)
    }

    private static func write(_ containers: [Container]) -> [UInt8] {
        var buckets: [ArraySlice<Container>] = []
        var start = 0
        for index in containers.indices
        where index + 1 == containers.count || containers[index].key >> 16 != containers[index + 1].key >> 16
        {
            buckets.append(containers[start...index])
            start = index + 1
        }
        var writer = RoaringWriter()
        writer.append(UInt64(RoaringBitmap.magic), 4)
        writer.append(UInt64(buckets.count), 8)
        for bucket in buckets {
            writer.append((bucket.first?.key ?? 0) >> 16, 4)
            writer.append(bucket)
        }
        return writer.bytes
    }

    private mutating func append(_ bucket: ArraySlice<Container>) {
        let start = bytes.count
        let hasRuns = bucket.contains(where: \.isRuns)
        if hasRuns {
            append(UInt64(RoaringBitmap.runCookie) | UInt64(bucket.count - 1) << 16, 4)
            var flags = [UInt8](repeating: 0, count: (bucket.count + 7) / 8)
            for (index, container) in bucket.enumerated() where container.isRuns {
                flags[index / 8] |= 1 << (index % 8)
            }
            bytes += flags
        } else {
            append(UInt64(RoaringBitmap.plainCookie), 4)
            append(UInt64(bucket.count), 4)
        }
        for container in bucket {
            append(container.key & 0xFFFF, 2)
            append(UInt64(container.cardinality - 1), 2)
        }
        if !hasRuns || bucket.count >= RoaringBitmap.offsetThreshold {
            var offset = bytes.count - start + 4 * bucket.count
            for container in bucket {
                append(UInt64(offset), 4)
                offset += container.byteCount
            }
        }
        for container in bucket { append(container) }
    }

    private mutating func append(_ container: Container) {
        if container.isRuns {
            append(UInt64(container.runs.count), 2)
            for run in container.runs {
                append(UInt64(run.lowerBound), 2)
                append(UInt64(run.count - 1), 2)
            }
        } else if container.cardinality <= RoaringBitmap.arrayLimit {
            for value in container.runs.joined() { append(UInt64(value), 2) }
        } else {
            var bits = [UInt8](repeating: 0, count: RoaringBitmap.bitmapBytes)
            for value in container.runs.joined() { bits[value >> 3] |= 1 << (value & 7) }
            bytes += bits
        }
    }

    private mutating func append(_ value: UInt64, _ width: Int) {
        for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
}
