/// A column that means yes when its cell is one of `truthy`.
package struct TruthSource: Sendable, Equatable, Decodable {
    package var column: String
    package var truthy: [String]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case column, truthy
    }

    package init(from decoder: any Decoder) throws {
        try MappingKeys.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        column = try keys.decode(String.self, forKey: .column)
        truthy = try keys.decode([String].self, forKey: .truthy)
        if truthy.isEmpty { throw MappingKeys.fault(in: decoder, "`truthy` lists no value") }
    }
}
