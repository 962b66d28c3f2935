/// Reads what `CheckpointWriter` wrote, checking every length before use.
struct CheckpointReader {
    private let bytes: [UInt8]
    /// End of the fields, where the checksum begins.
    private let end: Int
    private(set) var offset = 0

    /// Checks the checksum, kind and format.
    init(_ bytes: [UInt8], kind: UInt32) throws(ForestError) {
        self.bytes = bytes
        guard bytes.count >= 14 else {
            throw .length(offset: 0, expected: 14, found: bytes.count)
        }
        end = bytes.count - 8
        let foundKind = try integer(UInt32.self)
        guard foundKind == kind else { throw .kind(expected: kind, found: foundKind) }
        let format = try integer(UInt16.self)
        guard format == CheckpointWriter.format else {
            throw .version(expected: CheckpointWriter.format, found: format)
        }
        var stored: UInt64 = 0
        for index in 0..<8 { stored |= UInt64(bytes[end + index]) << UInt64(8 * index) }
        guard stored == Self.checksum(bytes.span.extracting(0..<end)) else { throw .checksum }
    }

    /// FNV-1a of eight-byte words, then of the remaining bytes.
    static func checksum(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let raw = bytes.bytes
        var offset = 0
        while offset + 8 <= raw.byteCount {
            var word: UInt64 = 0
            for index in 0..<8 { word |= UInt64(bytes[offset &+ index]) &<< UInt64(8 &* index) }
            hash = (hash ^ word) &* 0x0000_0100_0000_01B3
            hash ^= hash &>> 32
            offset &+= 8
        }
        while offset < raw.byteCount {
            hash = (hash ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01B3
            offset &+= 1
        }
        return hash
    }

    /// Throws unless `count` more bytes of fields are there.
    func need(_ count: Int) throws(ForestError) {
        guard count >= 0, count <= end - offset else {
            throw .length(offset: offset, expected: count, found: end - offset)
        }
    }

    /// Throws unless all fields were read.
    func finish() throws(ForestError) {
        guard offset == end else { throw .length(offset: offset, expected: 0, found: end - offset) }
    }

    /// Throws that the field just read is out of range, unless it holds.
    func check(_ holds: Bool, _ name: String) throws(ForestError) {
        guard holds else { throw .field(name, offset: offset) }
    }

    mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(
        _ type: Value.Type
    ) throws(ForestError) -> Value {
        let size = MemoryLayout<Value>.size
        try need(size)
        var word: UInt64 = 0
        for index in 0..<size { word |= UInt64(bytes[offset &+ index]) &<< UInt64(8 &* index) }
        offset += size
        return Value(truncatingIfNeeded: word)
    }

    /// A byte that is 0 or 1.
    mutating func flag(_ name: String) throws(ForestError) -> Bool {
        let value = try integer(UInt8.self)
        try check(value <= 1, name)
        return value == 1
    }

    /// A count up to `limit`.
    mutating func count(limit: Int, _ name: String) throws(ForestError) -> Int {
        let value = Int(try integer(UInt32.self))
        try check(value <= limit, name)
        return value
    }

    /// A finite number.
    mutating func double(_ name: String) throws(ForestError) -> Double {
        let value = Double(bitPattern: try integer(UInt64.self))
        try check(value.isFinite, name)
        return value
    }

    /// A number, of any kind where `finite` is false.
    mutating func float(_ name: String, finite: Bool = true) throws(ForestError) -> Float {
        let value = Float(bitPattern: try integer(UInt32.self))
        try check(value.isFinite || !finite, name)
        return value
    }

    /// A finite number that is not below 0.
    mutating func weight(_ name: String) throws(ForestError) -> Float {
        let value = try float(name)
        try check(value >= 0, name)
        return value
    }

    /// A counted array of exactly `count` numbers.
    mutating func floats(
        count expected: Int,
        _ name: String,
        finite: Bool = true
    ) throws(ForestError) -> [Float] {
        let found = Int(try integer(UInt32.self))
        try check(found == expected, name)
        try need(expected * 4)
        var values: [Float] = []
        values.reserveCapacity(expected)
        for _ in 0..<expected { values.append(try float(name, finite: finite)) }
        return values
    }

    /// A counted array of at most `limit` finite numbers.
    mutating func floats(limit: Int, _ name: String) throws(ForestError) -> [Float] {
        let start = offset
        let found = try count(limit: limit, name)
        offset = start
        return try floats(count: found, name)
    }

    /// A counted array of at most `limit` bytes.
    mutating func byteArray(limit: Int, _ name: String) throws(ForestError) -> [UInt8] {
        let found = try count(limit: limit, name)
        try need(found)
        defer { offset += found }
        return Array(bytes[offset..<(offset + found)])
    }
}
