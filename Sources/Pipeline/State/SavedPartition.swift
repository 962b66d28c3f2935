import Hospital

/// What a snapshot of a partition says: where each owner stands, and what must be true of log and lake for it to hold.
struct SavedPartition: Sendable, Equatable {
    /// A table as it stood when the snapshot was begun.
    struct TableMark: Sendable, Equatable {
        var path: String
        var version: Int64
        /// Last offset of the partition that the table held; -1 for none.
        var offset: Int64
    }

    /// One owner: its parts and the offset of the next record for it.
    struct SavedOwner: Sendable, Equatable {
        var key: String
        var nextOffset: Int64
        var parts: [SavedPart]
    }

    /// Where a part's bytes lie.
    struct SavedPart: Sendable, Equatable {
        var name: String
        var version: UInt16
        /// Number of the snapshot whose file holds the bytes.
        var file: Int64
        var start: Int64
        var count: Int64
        var hash: UInt64
    }

    var partition: Int
    /// Offset of the next record to read; no owner stands behind it unless it says so itself.
    var nextOffset: Int64
    /// Offset and hash of the last record that was read; nil before the first.
    var last: RecordMark?
    var tables: [TableMark]
    /// What the partition remembers besides its owners.
    var own: [UInt8]
    var owners: [SavedOwner]

    /// The offset from which the log must be read.
    var replayFrom: Int64 { owners.map(\.nextOffset).min().map { min($0, nextOffset) } ?? nextOffset }
}

/// Binds a place in the log to what lay there, so that another log of the same name is not taken for it.
struct RecordMark: Sendable, Equatable {
    var offset: Int64
    var hash: UInt64
}

extension SavedPartition: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(Int64(partition))
        writer.write(nextOffset)
        writer.write(last != nil)
        writer.write(last?.offset ?? 0)
        writer.write(last?.hash ?? 0)
        writer.write(tables)
        writer.write(own)
        writer.write(owners)
    }

    init(from reader: inout StateReader) throws(StateError) {
        partition = Int(try reader.integer(Int64.self))
        nextOffset = try reader.integer()
        let hasLast = try reader.bool()
        let mark = RecordMark(offset: try reader.integer(), hash: try reader.integer())
        last = hasLast ? mark : nil
        tables = try reader.array()
        own = try reader.blob()
        owners = try reader.array()
    }
}

extension SavedPartition.TableMark: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(path)
        writer.write(version)
        writer.write(offset)
    }

    init(from reader: inout StateReader) throws(StateError) {
        path = try reader.string()
        version = try reader.integer()
        offset = try reader.integer()
    }
}

extension SavedPartition.SavedOwner: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(key)
        writer.write(nextOffset)
        writer.write(parts)
    }

    init(from reader: inout StateReader) throws(StateError) {
        key = try reader.string()
        nextOffset = try reader.integer()
        parts = try reader.array()
    }
}

extension SavedPartition.SavedPart: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(name)
        writer.write(version)
        writer.write(file)
        writer.write(start)
        writer.write(count)
        writer.write(hash)
    }

    init(from reader: inout StateReader) throws(StateError) {
        name = try reader.string()
        version = try reader.integer()
        file = try reader.integer()
        start = try reader.integer()
        count = try reader.integer()
        hash = try reader.integer()
    }
}
