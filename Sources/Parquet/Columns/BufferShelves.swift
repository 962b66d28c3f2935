/// Arrays that are kept for use again, one shelf for each kind of value, within a limit for all of them.
package struct BufferShelves: Sendable {
    /// A shelf by its name.
    package typealias Place<Element: BitwiseCopyable & Sendable> = WritableKeyPath<Self, Shelf<Element>>

    /// Arrays of one kind of value, oldest first.
    package struct Shelf<Element: BitwiseCopyable & Sendable>: Sendable {
        fileprivate var arrays: [[Element]] = []
    }

    /// Smaller arrays are not worth keeping: an allocator keeps those itself.
    package static let leastBytes = 4 << 20

    /// Bytes all arrays may have room for together.
    package let limit: Int
    /// Bytes all arrays have room for.
    package private(set) var byteCount = 0

    package var bytes = Shelf<UInt8>()
    package var ends = Shelf<Int>()
    package var int32s = Shelf<Int32>()
    package var int64s = Shelf<Int64>()
    package var floats = Shelf<Float>()
    package var doubles = Shelf<Double>()
    package var int128s = Shelf<Int128>()

    /// Empty shelves; 2 GiB unless stated otherwise.
    package init(limit: Int = 2 << 30) {
        self.limit = max(0, limit)
    }

    /// True when so many values are worth keeping.
    static func isLarge<Element>(_: Element.Type, count: Int) -> Bool {
        count >= leastBytes / MemoryLayout<Element>.stride
    }

    /// Keeps the array; older ones of its kind go when there is no room, and it goes itself when that is not
    /// enough.
    package mutating func keep<Element>(_ array: [Element], _ place: Place<Element>) {
        let size = Self.size(array)
        guard size >= Self.leastBytes, size <= limit else { return }
        while byteCount + size > limit {
            guard !self[keyPath: place].arrays.isEmpty else { return }
            byteCount -= Self.size(self[keyPath: place].arrays.removeFirst())
        }
        byteCount += size
        self[keyPath: place].arrays.append(array)
    }

    /// The smallest array with room for `capacity` values, but not for more than twice as many; nil when there
    /// is none.
    package mutating func take<Element>(capacity: Int, _ place: Place<Element>) -> [Element]? {
        let arrays = self[keyPath: place].arrays
        let fitting = arrays.indices.filter {
            arrays[$0].capacity >= capacity && arrays[$0].capacity / 2 <= capacity
        }
        guard let best = fitting.min(by: { arrays[$0].capacity < arrays[$1].capacity }) else { return nil }
        let array = self[keyPath: place].arrays.remove(at: best)
        byteCount -= Self.size(array)
        return array
    }

    private static func size<Element>(_ array: [Element]) -> Int {
        array.capacity * MemoryLayout<Element>.stride
    }
}
