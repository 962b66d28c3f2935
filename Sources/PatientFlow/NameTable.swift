package import Hospital

/// Small numbers for the ward, bed and service names of one facility, so that facts compare and hash fast.
///
/// Number 0 is the empty name. The table only grows; `capacity` bounds what junk input can add.
package struct NameTable: Sendable, Equatable {
    /// Most names a facility may use; a hospital has a few thousand beds.
    package static let capacity = 50_000

    package private(set) var names: [String] = [""]
    private var numbers: [String: Int32] = ["": 0]

    package init() {}

    /// The number of `name`, new if need be; nil when the table is full.
    package mutating func number(of name: String) -> Int32? {
        if name.isEmpty { return 0 }
        if let known = numbers[name] { return known }
        guard names.count < Self.capacity else { return nil }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    /// The number of `name` if it was ever used.
    package func number(known name: String) -> Int32? {
        numbers[name]
    }

    /// The name behind `number`.
    package subscript(number: Int32) -> String {
        names[Int(number)]
    }
}

extension NameTable {
    /// The name behind a number that may come from elsewhere; "?" for one never given out.
    package subscript(known number: Int) -> String {
        names.indices.contains(number) ? names[number] : "?"
    }
}

extension NameTable: StateCoded {
    /// Version of the coding below.
    package static let stateVersion: UInt16 = 1

    package func write(to writer: inout StateWriter) { writer.write(names) }

    package init(from reader: inout StateReader) throws(StateError) {
        for (index, name) in try reader.array(String.self).enumerated() {
            guard number(of: name) == Int32(index) else {
                throw StateError("the table of names is too long, or has a name twice")
            }
        }
    }
}
