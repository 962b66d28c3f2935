import CZstd

/// A reusable zstd compression context; unsafe pointers because zstd is C.
final class ZstdCompressor {
    /// Speed 1 of zstd: HL7 shrinks to about a fifth, and higher levels gain little.
    private static let level: Int32 = 1

    private let context: OpaquePointer

    init() throws(EventLogError) {
        guard let context = ZSTD_createCCtx() else {
            throw .failed(place: "zstd", reason: "no memory for a compression context")
        }
        self.context = context
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    /// The compressed bytes, or the same ones if that is not smaller.
    func compress(_ raw: [UInt8]) throws(EventLogError) -> [UInt8] {
        guard raw.count > 64 else { return raw }
        var status = 0
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(raw.count)) { target, count in
            status = ZSTD_compressCCtx(
                context,
                target.baseAddress,
                target.count,
                raw,
                raw.count,
                Self.level
            )
            count = ZSTD_isError(status) == 0 ? status : 0
        }
        guard ZSTD_isError(status) == 0 else {
            throw .failed(place: "zstd", reason: String(cString: ZSTD_getErrorName(status)))
        }
        return frame.count < raw.count ? frame : raw
    }
}
