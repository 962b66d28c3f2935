internal import Glibc

/// A file call that failed: the call, the path and the system's error number.
public struct StorageError: Error, Hashable, Sendable {
    /// The call, such as `open` or `link`.
    public var call: String
    /// The path it was made on.
    public var path: String
    /// The `errno` it left.
    public var code: Int32

    /// Describes a failed call.
    public init(call: String, path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// The file or folder is not there.
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    /// No room is left on the device or in the quota.
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    /// The call certainly changed nothing; false for an I/O error, whose effect is unknown.
    public var isDefinite: Bool { code != EIO && code != EINTR && code != ESTALE && code != ETIMEDOUT }
}
