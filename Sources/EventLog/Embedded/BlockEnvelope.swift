/// The bytes of a block beside the payloads.
///
/// All numbers are LEB128 varints.
/// ```
/// version (1)   payload bytes before compression
/// key count     then per key: length, UTF-8
/// kind runs     per run: kind, length
/// key runs      per run: index, length
/// received at   per record: zigzag difference to the one before (the first to 0)
/// lengths       per record: payload bytes
/// ```
enum BlockEnvelope {
    static let version: UInt64 = 1

    /// What is wrong with the bytes.
    struct Fault: Error {
        var found: String
    }

    /// Encodes the columns of one block.
    static func encode(_ columns: RecordColumns) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + columns.ends.count * 6)
        append(version, to: &bytes)
        append(UInt64(columns.ends.last ?? 0), to: &bytes)
        append(UInt64(columns.keys.count), to: &bytes)
        for key in columns.keys {
            append(UInt64(key.utf8.count), to: &bytes)
            bytes.append(contentsOf: key.utf8)
        }
        appendRuns(of: columns.kinds, to: &bytes) { UInt64($0.rawValue) }
        appendRuns(of: columns.keyIndexes, to: &bytes) { UInt64($0) }
        var previous: Int64 = 0
        for time in columns.receivedAt {
            let step = time &- previous
            append(UInt64(bitPattern: (step << 1) ^ (step >> 63)), to: &bytes)
            previous = time
        }
        var end: UInt32 = 0
        for next in columns.ends {
            append(UInt64(next - end), to: &bytes)
            end = next
        }
        return bytes
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func appendRuns<Value: Equatable>(
        of values: [Value],
        to bytes: inout [UInt8],
        number: (Value) -> UInt64
    ) {
        var index = 0
        while index < values.count {
            let first = values[index]
            var end = index + 1
            while end < values.count, values[end] == first { end += 1 }
            append(number(first), to: &bytes)
            append(UInt64(end - index), to: &bytes)
            index = end
        }
    }

    /// Appends the columns of a block of `count` records to `columns`; returns its payload bytes.
    static func decode(
        _ bytes: [UInt8],
        count: Int,
        into columns: inout RecordColumns,
        keys: inout KeyTable
    ) throws(Fault) -> Int {
        var reader = Cursor(bytes: bytes)
        let found = try reader.number()
        guard found == version else { throw Fault(found: "block version \(found), expected \(version)") }
        let rawBytes = try reader.number(limit: StoredBlock.rawByteLimit, of: "payload bytes")
        let keyCount = try reader.number(limit: count, of: "keys")
        var keyIndexes: [UInt32] = []
        for _ in 0..<keyCount {
            let length = try reader.number(limit: reader.remaining, of: "key bytes")
            keyIndexes.append(keys.index(of: bytes[reader.position..<reader.position + length], in: &columns))
            reader.position += length
        }
        try decodeRuns(&reader, count, "kind") { (value, length) throws(Fault) in
            guard let number = UInt8(exactly: value) else {
                throw Fault(found: "record kind \(value), expected at most 255")
            }
            let kind = RecordKind(rawValue: number)
            columns.kinds.append(contentsOf: repeatElement(kind, count: length))
        }
        try decodeRuns(&reader, count, "key") { (value, length) throws(Fault) in
            guard value < UInt64(keyCount) else { throw Fault(found: "key \(value) of \(keyCount)") }
            columns.keyIndexes.append(contentsOf: repeatElement(keyIndexes[Int(value)], count: length))
        }
        try decodeTimes(&reader, count, into: &columns)
        try decodeLengths(&reader, count, rawBytes, into: &columns)
        guard reader.remaining == 0 else { throw Fault(found: "\(reader.remaining) bytes after the columns") }
        return rawBytes
    }

    /// Whether one of the `count` records is of that kind; reads no further than it has to.
    static func holds(_ kind: RecordKind, _ bytes: [UInt8], count: Int) throws(Fault) -> Bool {
        var reader = Cursor(bytes: bytes)
        let found = try reader.number()
        guard found == version else { throw Fault(found: "block version \(found), expected \(version)") }
        _ = try reader.number(limit: StoredBlock.rawByteLimit, of: "payload bytes")
        for _ in 0..<(try reader.number(limit: count, of: "keys")) {
            reader.position += try reader.number(limit: reader.remaining, of: "key bytes")
        }
        var isFound = false
        try decodeRuns(&reader, count, "kind") { (value, _) throws(Fault) in
            if value == UInt64(kind.rawValue) { isFound = true }
        }
        return isFound
    }

    private static func decodeRuns(
        _ reader: inout Cursor,
        _ count: Int,
        _ name: String,
        _ body: (UInt64, Int) throws(Fault) -> Void
    ) throws(Fault) {
        var left = count
        while left > 0 {
            let value = try reader.number()
            let length = try reader.number(limit: left, of: "\(name)s in a run")
            guard length > 0 else { throw Fault(found: "an empty \(name) run") }
            try body(value, length)
            left -= length
        }
    }

    private static func decodeTimes(
        _ reader: inout Cursor,
        _ count: Int,
        into columns: inout RecordColumns
    ) throws(Fault) {
        var time: Int64 = 0
        for _ in 0..<count {
            let step = try reader.number()
            time &+= Int64(bitPattern: step >> 1) ^ -Int64(bitPattern: step & 1)
            columns.receivedAt.append(time)
        }
    }

    private static func decodeLengths(
        _ reader: inout Cursor,
        _ count: Int,
        _ rawBytes: Int,
        into columns: inout RecordColumns
    ) throws(Fault) {
        let start = UInt64(columns.ends.last ?? 0)
        var total: UInt64 = 0
        for _ in 0..<count {
            total += UInt64(try reader.number(limit: rawBytes, of: "bytes in a record"))
            guard let end = UInt32(exactly: start + total) else {
                throw Fault(found: "a batch over 4 GiB")
            }
            columns.ends.append(end)
        }
        guard total == UInt64(rawBytes) else {
            throw Fault(found: "records of \(total) bytes in all, expected \(rawBytes)")
        }
    }

    /// Reads varints off the front of bytes.
    private struct Cursor {
        let bytes: [UInt8]
        var position = 0

        var remaining: Int { bytes.count - position }

        @inline(__always)
        mutating func number() throws(Fault) -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                value |= UInt64(byte & 0x7f) &<< shift
                if byte < 0x80 { return value }
                shift += 7
                guard shift < 64 else { throw Fault(found: "a number of more than 64 bits") }
            }
            throw Fault(found: "the end of the columns inside a number")
        }

        @inline(__always)
        mutating func number(limit: Int, of what: String) throws(Fault) -> Int {
            let value = try number()
            guard value <= UInt64(limit) else { throw Fault(found: "\(value) \(what), at most \(limit)") }
            return Int(value)
        }
    }
}
