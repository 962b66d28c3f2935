/// Why saved state could not be read back.
package struct StateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is to be done about it depends on this.
    package enum Reason: Sendable, Equatable {
        /// Cut short, or not what was written.
        case damaged
        /// The part is not there.
        case missing
        /// A newer version of the program wrote the part.
        case newer
        /// An older version wrote the part, and this one does not migrate it: the part must be made anew.
        case outdated
    }

    package var reason: Reason
    /// The part of the state that it is about; empty where none is known.
    package var part: String
    private var detail: String

    package init(_ description: String) {
        self.init(.damaged, part: "", description)
    }

    package init(_ reason: Reason, part: String, _ detail: String) {
        self.reason = reason
        self.part = part
        self.detail = detail
    }

    package var description: String {
        part.isEmpty ? detail : "state part \"\(part)\": \(detail)"
    }
}

/// A value that can be saved in a state snapshot and read back equal.
///
/// The format is private to one version of the part it lies in: little-endian fields in declaration order. `StateParts`
/// keeps that version beside the bytes.
package protocol StateCoded {
    func write(to writer: inout StateWriter)
    init(from reader: inout StateReader) throws(StateError)
}

/// Collects the bytes of a snapshot.
package struct StateWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Double) { write(value.bitPattern) }
    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func write(_ blob: [UInt8]) {
        write(UInt32(blob.count))
        bytes.append(contentsOf: blob)
    }

    package mutating func write(_ value: Timestamp) { write(value.microseconds) }

    package mutating func write(_ value: (some StateCoded)?) {
        write(value != nil)
        value?.write(to: &self)
    }

    package mutating func write(_ values: [some StateCoded]) {
        write(UInt32(values.count))
        for value in values { value.write(to: &self) }
    }

    /// Sorted by key, so that equal dictionaries give equal bytes.
    package mutating func write<Key: StateCoded & Comparable>(_ values: [Key: some StateCoded]) {
        write(UInt32(values.count))
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            key.write(to: &self)
            value.write(to: &self)
        }
    }
}

/// Reads a snapshot's bytes; every length is checked before it is used.
package struct StateReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether everything has been read.
    package var isAtEnd: Bool { position == bytes.count }

    private mutating func take(_ count: Int) throws(StateError) -> Range<Int> {
        guard count <= bytes.count - position else {
            throw StateError("state is cut short at byte \(position)")
        }
        defer { position += count }
        return position..<position + count
    }

    package mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self)
        throws(StateError) -> Value
    {
        var value: Value = 0
        for (shift, index) in try take(MemoryLayout<Value>.size).enumerated() {
            value |= Value(truncatingIfNeeded: bytes[index]) << Value(truncatingIfNeeded: 8 * shift)
        }
        return value
    }

    package mutating func double() throws(StateError) -> Double { Double(bitPattern: try integer()) }

    package mutating func bool() throws(StateError) -> Bool { try integer(UInt8.self) != 0 }

    package mutating func string() throws(StateError) -> String {
        String(decoding: bytes[try take(Int(try integer(UInt32.self)))], as: UTF8.self)
    }

    package mutating func blob() throws(StateError) -> [UInt8] {
        Array(bytes[try take(Int(try integer(UInt32.self)))])
    }

    package mutating func timestamp() throws(StateError) -> Timestamp {
        Timestamp(microseconds: try integer())
    }

    package mutating func optional<Value: StateCoded>(_ type: Value.Type = Value.self) throws(StateError)
        -> Value?
    {
        try bool() ? try Value(from: &self) : nil
    }

    package mutating func array<Value: StateCoded>(_ type: Value.Type = Value.self) throws(StateError)
        -> [Value]
    {
        let count = Int(try integer(UInt32.self))
        var values: [Value] = []
        values.reserveCapacity(min(count, bytes.count - position))
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    package mutating func dictionary<Key: StateCoded & Hashable, Value: StateCoded>() throws(StateError)
        -> [Key: Value]
    {
        let count = Int(try integer(UInt32.self))
        var values: [Key: Value] = [:]
        values.reserveCapacity(min(count, bytes.count - position))
        for _ in 0..<count {
            let key = try Key(from: &self)
            values[key] = try Value(from: &self)
        }
        return values
    }

    /// A case of an enumeration saved by its raw value.
    package mutating func raw<Value: RawRepresentable>(_ type: Value.Type = Value.self) throws(StateError)
        -> Value
    where Value.RawValue: FixedWidthInteger {
        guard let value = Value(rawValue: try integer()) else {
            throw StateError("unknown \(type) at byte \(position)")
        }
        return value
    }

    /// A case of an enumeration saved by its name.
    package mutating func named<Value: RawRepresentable>(_ type: Value.Type = Value.self) throws(StateError)
        -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try string()) else {
            throw StateError("unknown \(type) at byte \(position)")
        }
        return value
    }
}

extension Timestamp: StateCoded {
    package func write(to writer: inout StateWriter) { writer.write(microseconds) }
    package init(from reader: inout StateReader) throws(StateError) { self = try reader.timestamp() }
}

extension String: StateCoded {
    package func write(to writer: inout StateWriter) { writer.write(self) }
    package init(from reader: inout StateReader) throws(StateError) { self = try reader.string() }
}

extension Double: StateCoded {
    package func write(to writer: inout StateWriter) { writer.write(self) }
    package init(from reader: inout StateReader) throws(StateError) { self = try reader.double() }
}
