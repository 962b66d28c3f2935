/// Why a CSV and a mapping do not fit together.
package enum AttendanceMappingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file has no header line.
    case noHeader
    /// The mapping names a column the header lacks.
    case unknownColumn(key: String, column: String, available: [String])

    package var description: String {
        switch self {
        case .noHeader: "the CSV has no header line; expected the column names in its first line"
        case .unknownColumn(let key, let column, let available):
            "mapping key `\(key)` names column `\(column)`; the CSV has \(available.joined(separator: ", "))"
        }
    }
}
