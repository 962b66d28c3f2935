/// Hands the arrays of a column to `KeptBuffers` when the last copy of the column is gone.
final class KeptColumn: Sendable {
    private let column: Column

    init(_ column: Column) {
        self.column = column
    }

    deinit {
        column.keepBuffers()
    }
}

/// Hands the bytes of a file to `KeptBuffers` when the last copy of the file is gone.
final class KeptBytes: Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    deinit {
        KeptBuffers.keep(bytes, \.bytes)
    }
}

extension Column {
    /// Has the column's arrays kept once its last copy is gone; whoever appends to it until then gets a copy.
    mutating func keepBuffersAtEnd() {
        guard byteCount >= BufferShelves.leastBytes, KeptBuffers.limit > 0 else { return }
        let column = self
        kept = KeptColumn(column)
    }

    func keepBuffers() {
        KeptBuffers.keep(arena, \.bytes)
        KeptBuffers.keep(ends, \.ends)
        KeptBuffers.keep(int32s, \.int32s)
        KeptBuffers.keep(int64s, \.int64s)
        KeptBuffers.keep(floats, \.floats)
        KeptBuffers.keep(doubles, \.doubles)
        KeptBuffers.keep(int128s, \.int128s)
    }
}
