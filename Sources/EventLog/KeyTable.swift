/// Turns key bytes into shared strings, and into indexes of the batch being built.
struct KeyTable {
    /// Beyond this many keys the table starts anew, so that hostile keys cannot fill the memory.
    static let limit = 65_536

    private var strings: [ArraySlice<UInt8>: String] = [:]
    private var indexes: [String: UInt32] = [:]

    /// Forgets the indexes, not the strings: the next batch begins.
    mutating func beginBatch() {
        indexes.removeAll(keepingCapacity: true)
        if strings.count > Self.limit { strings.removeAll() }
    }

    /// The index in `columns.keys` of the key, which is added if it is new to the batch.
    mutating func index(of key: ArraySlice<UInt8>, in columns: inout RecordColumns) -> UInt32 {
        let string: String
        if let known = strings[key] {
            string = known
        } else {
            string = String(decoding: key, as: UTF8.self)
            strings[ArraySlice(Array(key))] = string
        }
        return index(of: string, in: &columns)
    }

    /// The index in `columns.keys` of the key, which is added if it is new to the batch.
    mutating func index(of key: String, in columns: inout RecordColumns) -> UInt32 {
        if let index = indexes[key] { return index }
        let index = UInt32(columns.keys.count)
        indexes[key] = index
        columns.keys.append(key)
        return index
    }
}
