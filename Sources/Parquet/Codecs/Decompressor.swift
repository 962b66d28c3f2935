/// Decompresses pages of any codec, one at a time, into a buffer that is used again.
///
/// Unsafe: lends page bytes without a copy.
struct Decompressor {
    private let zstd = Zstd()
    private let page = ByteSink()

    /// The parts of a data page; valid until the next page.
    func content(
        _ header: PageHeader,
        _ body: UnsafeRawBufferPointer,
        _ codec: Int32
    ) throws(ParquetError) -> PageContent {
        guard header.kind == PageKind.dataV2 else {
            return PageContent(values: try decompress(body, codec, size: header.uncompressedSize))
        }
        // In V2 pages the levels come first and are never compressed.
        var cursor = ByteCursor(body)
        let repetition = try cursor.take(header.repetitionBytes)
        let definition = try cursor.take(header.definitionBytes)
        let size = header.uncompressedSize - repetition.count - definition.count
        guard size >= 0 else { throw cursor.corrupt("level bytes longer than the page") }
        // A page of nulls has no bytes to decompress.
        let values =
            header.isCompressed && cursor.remaining > 0
            ? try decompress(cursor.rest, codec, size: size) : cursor.rest
        return PageContent(repetition: repetition, definition: definition, values: values)
    }

    /// The `size` bytes that `body` decompresses to; valid until the next page.
    func decompress(
        _ body: UnsafeRawBufferPointer,
        _ codec: Int32,
        size: Int
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        page.removeAll()
        switch codec {
        case 0:
            guard body.count == size else {
                throw .corrupt(what: "an uncompressed page with two different sizes", offset: -1)
            }
            return body
        case 1: try Snappy.decompress(body, size: size, to: page)
        case 2: try Gzip.decompress(body, size: size, to: page)
        case 6: try zstd.decompress(body, size: size, to: page)
        case 7: try LZ4.decompress(body, size: size, to: page)
        default:
            let names: [Int32: String] = [3: "LZO", 4: "BROTLI", 5: "LZ4 (Hadoop)"]
            throw .unsupported(feature: "\(names[codec] ?? "codec \(codec)") compression")
        }
        return page.bytes
    }
}
