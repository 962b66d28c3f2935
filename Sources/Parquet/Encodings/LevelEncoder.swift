/// The level streams of V1 data pages.
///
/// Unsafe: lends the levels of a column without a copy.
enum LevelEncoder {
    /// Appends repetition and definition levels of entries `part`, as far as the column has them.
    static func encode(_ column: Column, _ part: Range<Int>, to page: ByteSink) {
        if column.maxRepetition > 0 {
            prefixed(page) { encode(column.repetitions, part, maximum: column.maxRepetition, to: page) }
        }
        guard column.maxDefinition > 0 else { return }
        prefixed(page) {
            if !column.definitions.isEmpty {
                encode(column.definitions, part, maximum: column.maxDefinition, to: page)
            } else if !part.isEmpty {
                let width = BitPacking.width(of: UInt64(column.maxDefinition))
                RunLength.encodeRun(of: column.maxDefinition, length: part.count, width: width, to: page)
            }
        }
    }

    private static func encode(_ levels: [UInt8], _ part: Range<Int>, maximum: UInt8, to page: ByteSink) {
        levels.withUnsafeBufferPointer { all in
            let width = BitPacking.width(of: UInt64(maximum))
            RunLength.encode(UnsafeBufferPointer(rebasing: all[part]), width: width, to: page)
        }
    }

    /// V1 pages put the byte length before each level stream.
    private static func prefixed(_ page: ByteSink, _ body: () -> Void) {
        let start = page.count
        page.append(littleEndian: 0)
        body()
        page.patch(littleEndian: UInt32(page.count - start - 4), at: start)
    }
}
