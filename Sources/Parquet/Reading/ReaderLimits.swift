internal import Synchronization

/// Bounds on what reading a hostile or broken file may allocate.
public struct ReaderLimits: Hashable, Sendable {
    /// Bytes of the footer, whose parsed form takes up to a few hundred times as much; 16 MiB unless
    /// changed.
    public var footerBytes = 16 << 20
    /// Bytes of one decompressed page; 128 MiB unless changed.
    public var pageBytes = 128 << 20
    /// Bytes of values and levels one `read` may return; 4 GiB unless changed.
    public var decodedBytes = 4 << 30

    /// The defaults.
    public init() {}
}

/// What a read may still allocate; copies share it, on all threads of the read.
struct ReadBudget: Sendable {
    let limits: ReaderLimits
    private let rest: Rest

    private final class Rest: Sendable {
        let bytes: Mutex<Int>

        init(_ bytes: Int) {
            self.bytes = Mutex(bytes)
        }
    }

    init(limits: ReaderLimits) {
        self.limits = limits
        rest = Rest(limits.decodedBytes)
    }

    /// The bytes not taken yet.
    var left: Int { rest.bytes.withLock { $0 } }

    /// Fails when `count` values of `width` bytes are more than is left.
    mutating func take(_ count: Int, width: Int = 1) throws(ParquetError) {
        let size = try size(count, width: width)
        let isEnough = rest.bytes.withLock { left in
            guard size <= left else { return false }
            left -= size
            return true
        }
        guard isEnough else { throw exceeded(size) }
    }

    /// Fails when `count` values of `width` bytes, needed for a while only, pass the limit of a whole read.
    func allow(_ count: Int, width: Int) throws(ParquetError) {
        _ = try size(count, width: width)
    }

    private func size(_ count: Int, width: Int) throws(ParquetError) -> Int {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        guard !overflow && size <= limits.decodedBytes else { throw exceeded(overflow ? .max : size) }
        return size
    }

    private func exceeded(_ size: Int) -> ParquetError {
        .limitExceeded(limit: "decodedBytes", allowed: limits.decodedBytes, found: size)
    }
}
