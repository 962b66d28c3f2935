/// The saved state of one owner in named parts, each with the version of its own coding.
///
/// A part is what one file of the owner writes and reads; when its coding changes its version goes up, and only that
/// part must be migrated or made anew.
///
/// For example:
///
///     var parts = StateParts()
///     parts.add("alerts", version: 1) { alerts.write(to: &$0) }
///     let alerts = try parts.read("alerts", versions: 1...1) { reader, _ in try AlertBook(from: &reader) }
package struct StateParts: Sendable, Equatable {
    /// The bytes of one part.
    package struct Part: Sendable, Equatable {
        package var name: String
        package var version: UInt16
        package var bytes: [UInt8]

        package init(name: String, version: UInt16, bytes: [UInt8]) {
            self.name = name
            self.version = version
            self.bytes = bytes
        }
    }

    /// In the order in which they were added; no name comes twice.
    package private(set) var parts: [Part] = []

    package init() {}

    /// The part called `name`, or nil.
    package subscript(name: String) -> Part? { parts.first { $0.name == name } }

    /// Adds a part, in place of one of the same name.
    package mutating func add(_ part: Part) {
        if let place = parts.firstIndex(where: { $0.name == part.name }) {
            parts[place] = part
        } else {
            parts.append(part)
        }
    }

    /// Adds what `body` writes.
    package mutating func add(_ name: String, version: UInt16, _ body: (inout StateWriter) -> Void) {
        var writer = StateWriter()
        body(&writer)
        add(Part(name: name, version: version, bytes: writer.bytes))
    }

    /// Takes a part out, for instance one that is to be made anew.
    package mutating func remove(_ name: String) { parts.removeAll { $0.name == name } }

    /// Reads the part called `name` to its end.
    ///
    /// - Parameter versions: what `body` can read: from the oldest that it migrates to its own.
    /// - Throws: `StateError` with the reason `missing`, `newer` or `outdated`, or what `body` throws; all name the part.
    package func read<Value>(
        _ name: String,
        versions: ClosedRange<UInt16>,
        _ body: (inout StateReader, _ version: UInt16) throws(StateError) -> Value
    ) throws(StateError) -> Value {
        guard let part = self[name] else { throw StateError(.missing, part: name, "is missing") }
        guard part.version <= versions.upperBound else {
            throw StateError(
                .newer,
                part: name,
                "has version \(part.version), and this program knows \(versions.upperBound): use a newer program"
            )
        }
        guard part.version >= versions.lowerBound else {
            throw StateError(
                .outdated,
                part: name,
                "has version \(part.version), and this program reads \(versions.lowerBound) at least"
            )
        }
        var reader = StateReader(part.bytes)
        let value: Value
        do {
            value = try body(&reader, part.version)
        } catch {
            throw error.part.isEmpty ? StateError(error.reason, part: name, error.description) : error
        }
        guard reader.isAtEnd else { throw StateError(.damaged, part: name, "has bytes left over") }
        return value
    }
}

extension StateParts: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(parts.count))
        for part in parts {
            writer.write(part.name)
            writer.write(part.version)
            writer.write(part.bytes)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let part = Part(
                name: try reader.string(),
                version: try reader.integer(),
                bytes: try reader.blob()
            )
            guard self[part.name] == nil else { throw StateError("a part comes twice") }
            parts.append(part)
        }
    }
}
