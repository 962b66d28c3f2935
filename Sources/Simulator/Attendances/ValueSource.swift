/// Where a value comes from: exactly one of a column, a constant, or the row number behind a prefix.
package struct ValueSource: Sendable, Equatable, Decodable {
    package var column: String?
    package var constant: String?
    /// Prefix before the row number; rows count from 1.
    package var row: String?
    /// Replaces cells; with it, other cells take the default or make the row malformed.
    package var values: [String: String]?
    /// Stands for an empty or unlisted cell.
    package var fallback: String?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case column, constant, row, values
        case fallback = "default"
    }

    package init(from decoder: any Decoder) throws {
        try MappingKeys.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        column = try keys.decodeIfPresent(String.self, forKey: .column)
        constant = try keys.decodeIfPresent(String.self, forKey: .constant)
        row = try keys.decodeIfPresent(String.self, forKey: .row)
        values = try keys.decodeIfPresent([String: String].self, forKey: .values)
        fallback = try keys.decodeIfPresent(String.self, forKey: .fallback)
        guard [column, constant, row].count(where: { $0 != nil }) == 1 else {
            throw MappingKeys.fault(in: decoder, "name exactly one of `column`, `constant`, `row`")
        }
    }
}
