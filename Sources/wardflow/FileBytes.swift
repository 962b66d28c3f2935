import Foundation

/// The bytes of a file or a pipe as they come: what is there is given at once.
///
/// Owned by one thread.
final class FileBytes {
    /// What the next read brought.
    enum Piece {
        case bytes(ArraySlice<UInt8>)
        /// Nothing came for `silence`, or a signal did.
        case silence
        case end
    }

    /// A pipe without bytes for this long is silent.
    static let silence = Duration.milliseconds(100)
    private static let chunk = 1 << 20

    /// The path, for errors.
    let path: String
    private let descriptor: Int32
    private var offset: Int64 = 0
    private var buffer = [UInt8](repeating: 0, count: chunk)

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws {
        self.path = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(.failed, "\(path): cannot be opened, \(Self.reason(errno))")
        }
    }

    /// Whether it is a file, whose bytes stay where they are, and no pipe.
    var isRegular: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next bytes, after waiting for some no longer than `silence`.
    func next() throws -> Piece {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&waiting, 1, Int32(Self.silence / .milliseconds(1)))
        if ready == 0 { return .silence }
        let count = ready < 0 ? -1 : read(descriptor, &buffer, buffer.count)
        guard count >= 0 else {
            let code = errno
            if code == EINTR || code == EAGAIN { return .silence }
            throw Failure(.failed, "\(path): cannot be read at byte \(offset), \(Self.reason(code))")
        }
        offset += Int64(count)
        return count == 0 ? .end : .bytes(buffer[..<count])
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
