internal import Synchronization

/// Large arrays of columns and files that were released, kept for the next read or write.
///
/// An allocator gives memory of this size back to the kernel, which clears each page anew at its next use; for a
/// full read that took longer than the decoding. So the arrays of a column that was read, and the bytes of a
/// file that was encoded, come here when the last copy of them is gone. Only arrays of 4 MiB or more are kept,
/// and at most `limit` bytes in all.
public enum KeptBuffers {
    private static let shelves = Mutex(BufferShelves())

    /// Bytes kept at most, for the whole process; 2 GiB unless changed.
    ///
    /// When they are full, the oldest array of the same kind of values makes room; what then still does not fit
    /// is freed. Setting a limit frees everything kept so far; 0 turns keeping off.
    public static var limit: Int {
        get { shelves.withLock { $0.limit } }
        set { shelves.withLock { $0 = BufferShelves(limit: newValue) } }
    }

    /// Bytes kept at the moment.
    public static var byteCount: Int { shelves.withLock { $0.byteCount } }

    /// Keeps the array if it is large enough and fits.
    static func keep<Element>(_ array: [Element], _ shelf: BufferShelves.Place<Element>) {
        guard BufferShelves.isLarge(Element.self, count: array.capacity) else { return }
        shelves.withLock { $0.keep(array, shelf) }
    }

    /// An empty array with room for `capacity` values, a kept one if there is one.
    static func array<Element>(capacity: Int, _ shelf: BufferShelves.Place<Element>) -> [Element]? {
        guard BufferShelves.isLarge(Element.self, count: capacity) else { return nil }
        var kept = shelves.withLock { $0.take(capacity: capacity, shelf) }
        // When the array is still in use elsewhere, this makes another one of that capacity.
        kept?.removeAll(keepingCapacity: true)
        return kept
    }
}

extension Array where Element: BitwiseCopyable & Sendable {
    /// Makes room for `minimum` elements in all, in a kept array if there is one.
    mutating func reserve(_ minimum: Int, from shelf: BufferShelves.Place<Element>) {
        guard minimum > capacity else { return }
        guard var kept = KeptBuffers.array(capacity: minimum, shelf) else {
            return reserveCapacity(minimum)
        }
        kept.append(contentsOf: self)
        self = kept
    }
}
