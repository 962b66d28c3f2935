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

/// What a read may still allocate.
struct ReadBudget {
    let limits: ReaderLimits
    private(set) var left: Int

    init(limits: ReaderLimits) {
        self.limits = limits
        left = limits.decodedBytes
    }

    /// Fails when `count` values of `width` bytes are more than is left.
    mutating func take(_ count: Int, width: Int = 1) throws(ParquetError) {
        try check(count, width: width, allowed: left)
        left -= count * width
    }

    /// Fails when `count` values of `width` bytes, needed for a while only, pass the limit of a whole read.
    func allow(_ count: Int, width: Int) throws(ParquetError) {
        try check(count, width: width, allowed: limits.decodedBytes)
    }

    private func check(_ count: Int, width: Int, allowed: Int) throws(ParquetError) {
        let (size, overflow) = count.multipliedReportingOverflow(by: width)
        guard overflow || size > allowed else { return }
        throw .limitExceeded(
            limit: "decodedBytes",
            allowed: limits.decodedBytes,
            found: overflow ? .max : size
        )
    }
}
