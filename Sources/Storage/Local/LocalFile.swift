internal import Glibc

/// A file that is read piece by piece through its descriptor, which it closes at the end.
///
/// It stays readable after its name is gone, as a vacuum may take it away under a running scan.
final class LocalFile: StoredObject {
    /// The length at the time of opening, in bytes.
    let count: Int
    private let descriptor: Int32
    private let path: String

    /// Opens a regular file for reading.
    init(_ path: String) throws(StorageError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            count = 0
            throw StorageError(call: "open", path: path, code: errno)
        }
        var status = stat()
        let failed = fstat(descriptor, &status) != 0
        count = Int(status.st_size)
        if failed { throw StorageError(call: "fstat", path: path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(call: "open", path: path, code: EISDIR)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The bytes at `range`; fewer when the file has become shorter.
    func bytes(in range: Range<Int>) throws(StorageError) -> ArraySlice<UInt8> {
        var code: Int32 = 0
        // Unsafe: pread(2) fills the array's own memory, which saves zeroing and copying what is read.
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let place = off_t(range.lowerBound + count)
                let step = pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: count),
                    range.count - count,
                    place
                )
                if step < 0 && errno == EINTR { continue }
                if step < 0 { code = errno }
                if step <= 0 { break }
                count += step
            }
        }
        guard code == 0 else { throw StorageError(call: "pread", path: path, code: code) }
        return bytes[...]
    }
}
