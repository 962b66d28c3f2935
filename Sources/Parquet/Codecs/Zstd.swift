private import CZstd

/// Compression contexts of libzstd, kept for many pages.
///
/// Unsafe: owns two C handles; frees them when it goes away.
final class Zstd {
    private let compressor: OpaquePointer?
    private let decompressor: OpaquePointer?

    init() {
        compressor = ZSTD_createCCtx()
        decompressor = ZSTD_createDCtx()
    }

    deinit {
        ZSTD_freeCCtx(compressor)
        ZSTD_freeDCtx(decompressor)
    }

    /// Appends the compressed form of `source` to `sink` as one frame and returns its size.
    func compress(_ source: UnsafeRawBufferPointer, level: Int32, to sink: ByteSink) throws(ParquetError)
        -> Int
    {
        let bound = ZSTD_compressBound(source.count)
        let place = sink.reserve(bound)
        let size = ZSTD_compressCCtx(compressor, place, bound, source.baseAddress, source.count, level)
        guard ZSTD_isError(size) == 0 else { throw .compression(String(cString: ZSTD_getErrorName(size))) }
        sink.advance(size)
        return size
    }

    /// Appends exactly `size` decompressed bytes to `sink`; the caller has checked `size` against its
    /// limit.
    func decompress(
        _ source: UnsafeRawBufferPointer,
        size: Int,
        to sink: ByteSink
    ) throws(ParquetError) {
        let place = sink.reserve(size)
        let found = ZSTD_decompressDCtx(decompressor, place, size, source.baseAddress, source.count)
        guard ZSTD_isError(found) == 0 else {
            throw .corrupt(what: "zstd: \(String(cString: ZSTD_getErrorName(found)))", offset: -1)
        }
        guard found == size else {
            throw .corrupt(what: "a page decompressed to \(found) bytes, expected \(size)", offset: -1)
        }
        sink.advance(size)
    }
}
