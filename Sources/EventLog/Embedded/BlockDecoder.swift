import CZstd

/// Turns stored blocks into one batch; unsafe pointers because zstd, which is C, writes into its buffer.
final class BlockDecoder {
    private let context: OpaquePointer
    private let place: String
    private var keys = KeyTable()

    init(place: String) throws(EventLogError) {
        guard let context = ZSTD_createDCtx() else {
            throw .failed(place: "zstd", reason: "no memory for a decompression context")
        }
        self.context = context
        self.place = place
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// The records of consecutive blocks of one partition, all checked against their digests.
    func decode(_ blocks: [StoredBlock]) throws(EventLogError) -> RecordBatch? {
        guard let first = blocks.first else { return nil }
        var columns = RecordColumns()
        columns.reserve(blocks.reduce(0) { $0 + $1.count })
        keys.beginBatch()
        var sizes: [Int] = []
        for block in blocks {
            do {
                sizes.append(
                    try BlockEnvelope.decode(
                        block.envelope,
                        count: block.count,
                        into: &columns,
                        keys: &keys
                    )
                )
            } catch {
                throw corrupt(block, error.found)
            }
        }
        return RecordBatch(
            partition: first.partition,
            firstOffset: first.baseOffset,
            count: columns.ends.count,
            payload: try payload(blocks, sizes),
            start: 0,
            columns: columns
        )
    }

    private func payload(_ blocks: [StoredBlock], _ sizes: [Int]) throws(EventLogError) -> [UInt8] {
        var failed: Int?
        let bytes = [UInt8](unsafeUninitializedCapacity: sizes.reduce(0, +)) { target, filled in
            let raw = UnsafeMutableRawBufferPointer(target)
            for (index, block) in blocks.enumerated() {
                let room = UnsafeMutableRawBufferPointer(rebasing: raw[filled...])
                guard inflate(block.payload, into: room, size: sizes[index]) else {
                    failed = index
                    return
                }
                filled += sizes[index]
            }
        }
        if let failed { throw corrupt(blocks[failed], "a payload that does not decompress to its size") }
        return bytes
    }

    private func inflate(_ stored: [UInt8], into target: UnsafeMutableRawBufferPointer, size: Int) -> Bool {
        if stored.count == size {
            target.copyBytes(from: stored)
            return true
        }
        return ZSTD_decompressDCtx(context, target.baseAddress, size, stored, stored.count) == size
    }

    private func corrupt(_ block: StoredBlock, _ found: String) -> EventLogError {
        .corrupt(place: "\(place) partition \(block.partition) offset \(block.baseOffset)", found: found)
    }
}
