internal import Glibc

/// The calls of the system (POSIX).
package struct SystemCalls: FileCalls {
    /// Largest file read into memory at once, in bytes.
    package static let readLimit = 4 << 30

    /// The system this process runs on.
    package init() {}

    /// The names in a folder, unsorted, without `.` and `..`.
    package func list(_ folder: String) throws(StorageError) -> [String] {
        guard let stream = opendir(folder) else { throw failure("opendir", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            // Unsafe: the entry is a C struct whose name is a fixed array of bytes.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw failure("readdir", folder) }
        return names
    }

    /// The whole file.
    package func read(_ path: String) throws(StorageError) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("open", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("fstat", path) }
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, size <= Self.readLimit else {
            throw StorageError(call: "read", path: path, code: EFBIG)
        }
        var failed = false
        // Unsafe: read(2) fills the array's own memory, which saves zeroing and copying the file.
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let step = Glibc.read(file, buffer.baseAddress?.advanced(by: count), size - count)
                if step < 0 && errno == EINTR { continue }
                failed = step < 0
                if step <= 0 { break }
                count += step
            }
        }
        guard !failed else { throw failure("read", path) }
        return bytes
    }

    /// A file to be read in pieces.
    package func open(_ path: String) throws(StorageError) -> any StoredObject {
        try LocalFile(path)
    }

    /// Whether a file is there.
    package func exists(_ path: String) throws(StorageError) -> Bool {
        if access(path, F_OK) == 0 { return true }
        guard errno == ENOENT || errno == ENOTDIR else { throw failure("access", path) }
        return false
    }

    /// Size and times of a file.
    package func status(of path: String) throws(StorageError) -> ObjectStatus {
        var status = Glibc.stat()
        guard stat(path, &status) == 0 else { throw failure("stat", path) }
        let time = status.st_mtim
        return ObjectStatus(
            size: Int64(status.st_size),
            modificationTime: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000,
            isFolder: status.st_mode & S_IFMT == S_IFDIR
        )
    }

    /// Makes a folder and its parents; no error when it is there.
    package func makeFolder(_ path: String) throws(StorageError) {
        if mkdir(path, 0o755) == 0 { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o755) == 0 { return }
        }
        guard errno == EEXIST else { throw failure("mkdir", path) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw StorageError(call: "mkdir", path: path, code: ENOTDIR)
        }
    }

    /// Writes a file that must not exist yet; with `sync` its bytes are on the device on return.
    package func create(_ path: String, _ bytes: [UInt8], sync: Bool) throws(StorageError) {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure("open", path) }
        do throws(StorageError) {
            try writeAll(bytes, to: file, path)
            if sync, fsync(file) != 0 { throw failure("fsync", path) }
        } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw failure("close", path) }
    }

    /// Gives a file a second name; false when that name is taken.
    package func link(_ path: String, as name: String) throws(StorageError) -> Bool {
        if Glibc.link(path, name) == 0 { return true }
        guard errno == EEXIST else { throw failure("link", name) }
        return false
    }

    /// Renames a file over another.
    package func rename(_ path: String, to name: String) throws(StorageError) {
        guard Glibc.rename(path, name) == 0 else { throw failure("rename", name) }
    }

    /// Removes a file.
    package func remove(_ path: String) throws(StorageError) {
        guard unlink(path) == 0 else { throw failure("unlink", path) }
    }

    /// Makes the names in a folder durable.
    package func syncFolder(_ path: String) throws(StorageError) {
        let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("open", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("fsync", path) }
    }

    private func writeAll(_ bytes: [UInt8], to file: Int32, _ path: String) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            // Unsafe: write(2) takes a pointer.
            let step = bytes.withUnsafeBytes { raw in
                write(file, raw.baseAddress?.advanced(by: offset), raw.count - offset)
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw failure("write", path) }
            offset += step
        }
    }

    private func failure(_ call: String, _ path: String) -> StorageError {
        StorageError(call: call, path: path, code: errno)
    }
}
