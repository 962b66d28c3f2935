import Foundation
import Parquet

/// A file read by position, as much as is asked for.
final class PositionedFile: ByteSource {
    let count: Int
    private let file: Int32

    init(_ path: String) throws {
        file = Foundation.open(path, O_RDONLY)
        guard file >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
        count = Int(lseek(file, 0, SEEK_END))
    }

    deinit {
        close(file)
    }

    func bytes(in range: Range<Int>) throws(ParquetError) -> ArraySlice<UInt8> {
        [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let place = buffer.baseAddress.map { $0 + count }
                let got = pread(file, place, range.count - count, off_t(range.lowerBound + count))
                // The reader says what is missing.
                guard got > 0 else { break }
                count += got
            }
        }[...]
    }

    /// Writes `bytes` as a new file.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        var done = 0
        try bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let put = Foundation.write(file, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                guard put > 0 else { throw CocoaError(.fileWriteUnknown) }
                done += put
            }
        }
    }
}
