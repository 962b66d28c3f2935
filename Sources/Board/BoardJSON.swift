package import FoundationEssentials
import Synchronization

/// The encoded parts of one snapshot: each is made once, on first use, never on the publishing thread.
package final class BoardJSON: Sendable {
    private enum Part: Hashable {
        case board(facility: String?)
        case facility(String)
        case accounting
    }

    private let snapshot: BoardSnapshot
    private let made = Mutex<[Part: [UInt8]]>([:])

    init(_ snapshot: BoardSnapshot) {
        self.snapshot = snapshot
    }

    /// The whole board, or the board with one facility only; nil when that facility is unknown.
    package func board(facility: String? = nil) -> [UInt8]? {
        guard let facility else { return part(.board(facility: nil)) { snapshot } }
        guard let one = snapshot.facility(facility) else { return nil }
        return part(.board(facility: facility)) {
            var filtered = snapshot
            filtered.facilities = [one]
            return filtered
        }
    }

    /// One facility's board alone; nil when it is unknown.
    package func facility(_ name: String) -> [UInt8]? {
        guard let one = snapshot.facility(name) else { return nil }
        return part(.facility(name)) { one }
    }

    /// The accounting sum.
    package var accounting: [UInt8] {
        part(.accounting) { snapshot.accounting }
    }

    /// The encoder of everything the control room sends: sorted keys, numbers that are not finite as text.
    package static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity",
            negativeInfinity: "-Infinity",
            nan: "NaN"
        )
        return encoder
    }

    private func part(_ part: Part, _ value: () -> some Encodable) -> [UInt8] {
        made.withLock { made in
            if let bytes = made[part] { return bytes }
            guard let data = try? Self.encoder().encode(value()) else {
                preconditionFailure("board values always encode")
            }
            let bytes = [UInt8](data)
            made[part] = bytes
            return bytes
        }
    }
}
