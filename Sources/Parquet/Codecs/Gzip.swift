private import CZlib

/// Decoder of gzip pages, by zlib.
///
/// Unsafe: zlib is C.
enum Gzip {
    /// Appends exactly `size` decompressed bytes to `sink`; the caller has checked `size` against its
    /// limit.
    ///
    /// Takes gzip or zlib framing, and several members after each other.
    static func decompress(
        _ source: UnsafeRawBufferPointer,
        size: Int,
        to sink: ByteSink
    ) throws(ParquetError) {
        guard let length = UInt32(exactly: source.count), let room = UInt32(exactly: size) else {
            throw .unsupported(feature: "a gzip page of 4 GiB or more")
        }
        var stream = z_stream()
        // Window of 32 KiB; 32 more asks zlib to tell the framing by its first bytes.
        guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .compression("zlib could not start")
        }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(
            mutating: source.assumingMemoryBound(to: UInt8.self).baseAddress
        )
        stream.avail_in = length
        // zlib wants a place even for no bytes.
        stream.next_out = sink.reserve(size + 1).assumingMemoryBound(to: UInt8.self)
        stream.avail_out = room
        repeat {
            guard inflate(&stream, Z_FINISH) == Z_STREAM_END else {
                throw .corrupt(what: "gzip: a broken or overlong page", offset: -1)
            }
        } while stream.avail_in > 0 && inflateReset(&stream) == Z_OK
        guard stream.avail_out == 0 else { throw .corrupt(what: "gzip: output ends early", offset: -1) }
        sink.advance(size)
    }
}
