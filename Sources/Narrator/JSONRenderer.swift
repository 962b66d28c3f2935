package import FoundationEssentials

/// A briefing as JSON: every piece typed, every slot with figure, ward, window, bucket, value and rounding.
package enum JSONRenderer {
    /// Pretty, with sorted keys, so that equal briefings are equal bytes; `Briefing` decodes it again.
    package static func render(_ briefing: Briefing) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(briefing)
    }

    /// The briefing `render` wrote.
    package static func parse(_ data: Data) throws -> Briefing {
        try JSONDecoder().decode(Briefing.self, from: data)
    }
}
