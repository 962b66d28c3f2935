/// Random access to the bytes of a file; a `[UInt8]` is one.
public protocol ByteSource: Sendable {
    /// The length of the file in bytes; does not change while it is read.
    var count: Int { get }
    /// The bytes at `range`, which lies within the file; the result's indices start anywhere.
    ///
    /// May be called from several threads at once.
    ///
    /// - Throws: `ParquetError.source` when they cannot be read.
    func bytes(in range: Range<Int>) throws(ParquetError) -> ArraySlice<UInt8>
}

extension [UInt8]: ByteSource {
    /// The stretch itself, without a copy.
    public func bytes(in range: Range<Int>) throws(ParquetError) -> ArraySlice<UInt8> {
        self[range]
    }
}

/// A source of which every read is checked: within the file, and as long as asked for.
struct CheckedSource {
    let source: any ByteSource
    var count: Int { source.count }

    /// Fails when `range` is not within the file or the source returns another number of bytes.
    func bytes(in range: Range<Int>) throws(ParquetError) -> ArraySlice<UInt8> {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .corrupt(what: "bytes beyond the end of the file", offset: range.lowerBound)
        }
        let bytes = try source.bytes(in: range)
        guard bytes.count == range.count else {
            throw .source("\(bytes.count) of \(range.count) bytes could be read at \(range.lowerBound)")
        }
        return bytes
    }
}
