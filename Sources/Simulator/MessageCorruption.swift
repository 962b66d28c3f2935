/// Ways to spoil an ADT message so that any reader must refuse it.
enum MessageCorruption: CaseIterable, Sendable {
    case truncated, badTimestamp, noControlID, noVisitSegment, noVisitNumber, unknownTrigger, garbage

    /// `message` spoiled in a way drawn by chance.
    static func spoil(_ message: ADTMessage, _ random: inout SeededRandom) -> [UInt8] {
        let ways = allCases
        let way = ways[Int(random.integer(0...Int64(ways.count - 1)))]
        if way == .garbage {
            return (0..<random.integer(40...200)).map { _ in UInt8(random.integer(0x80...0xFF)) }
        }
        return way.spoiled(message.bytes)
    }

    /// The bytes of a message spoiled this way; for `garbage` nothing is left of it.
    func spoiled(_ bytes: [UInt8]) -> [UInt8] {
        var segments = String(decoding: bytes, as: UTF8.self).split(separator: "\r").map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
        switch self {
        case .truncated:
            let visit = segments.firstIndex { $0.first == "PV1" } ?? 0
            segments.removeLast(segments.count - visit - 1)
            segments[visit] = Array(segments[visit].prefix(3))
            return Array(segments.map { $0.joined(separator: "|") }.joined(separator: "\r").utf8)
        case .badTimestamp:
            let bad = "20261399256199"
            Self.set(&segments, "MSH", 6, bad)
            Self.set(&segments, "EVN", 2, bad)
            Self.set(&segments, "EVN", 6, bad)
        case .noControlID: Self.set(&segments, "MSH", 9, "")
        case .noVisitSegment: segments.removeAll { $0.first == "PV1" }
        case .noVisitNumber: Self.set(&segments, "PV1", 19, "")
        case .unknownTrigger:
            Self.set(&segments, "MSH", 8, "ADT^A99^ADT_A01")
            Self.set(&segments, "EVN", 1, "A99")
        case .garbage: return []
        }
        return Array(segments.map { $0.joined(separator: "|") + "\r" }.joined().utf8)
    }

    /// Sets the part after the `index`-th field separator of the segment called `name`.
    private static func set(_ segments: inout [[String]], _ name: String, _ index: Int, _ value: String) {
        guard let position = segments.firstIndex(where: { $0.first == name }),
            segments[position].count > index
        else { return }
        segments[position][index] = value
    }
}
