/// Checks and errors shared by the parts of a mapping file.
enum MappingKeys {
    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Throws a `DecodingError` that lists the known keys when the mapping holds another.
    static func refuseUnknown(in decoder: any Decoder, known: [String]) throws {
        let present = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
        guard let unknown = present.first(where: { !known.contains($0) }) else { return }
        throw fault(in: decoder, "unknown key `\(unknown)`; known are \(known.joined(separator: ", "))")
    }

    static func fault(in decoder: any Decoder, _ text: String) -> DecodingError {
        let path = decoder.codingPath.map(\.stringValue).joined(separator: ".")
        return .dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: path.isEmpty ? text : "\(path): \(text)")
        )
    }
}
