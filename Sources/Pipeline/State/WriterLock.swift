import Foundation
import Lake

/// Says that a pipeline writes a lake, for as long as its process lives: a shared lock on a file beside the saved state.
///
/// Several pipelines may hold it, each with its own partitions. It orders nothing; it only answers whether somebody is
/// there who will read a command.
final class WriterLock: Sendable {
    private static let name = "writers.lock"
    private let descriptor: Int32

    /// Notes a writer.
    init(folder: String) throws(LakeError) {
        let path = "\(folder)/\(Self.name)"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .unusableState(path: path, detail: "cannot be opened (errno \(errno))")
        }
        // Whoever asks holds the lock for the moment of the question.
        while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }

    deinit { close(descriptor) }

    /// Whether a pipeline has noted itself in `folder`.
    static func isHeld(folder: String) -> Bool {
        let descriptor = open("\(folder)/\(name)", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
