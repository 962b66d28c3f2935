import DeltaLake
import Parquet

/// A column of a table as SQL sees it.
struct SQLColumn: Hashable, Sendable {
    /// How the values look in SQL, and with that what can be pushed down.
    enum Kind: Hashable, Sendable {
        /// TEXT in byte order.
        case text
        /// INTEGER within the type's range.
        case integer(ClosedRange<Int64>, isWide: Bool)
        /// REAL; NaN shows as NULL, since SQLite has none.
        case real(isSingle: Bool)
        /// INTEGER 0 or 1.
        case boolean
        /// BLOB.
        case bytes
        /// ISO 8601 text of a day.
        case date
        /// ISO 8601 text of a moment; without Z when the column has no zone.
        case moment(isLocal: Bool)
        /// TEXT that orders as a number, so that no digit is lost.
        case decimal
        /// JSON text of a struct, list or map.
        case json
    }

    let name: String
    let kind: Kind
    let isIdentifying: Bool

    /// How `CREATE TABLE` declares it: the type decides SQLite's affinity, the collation its comparisons.
    var declaration: String {
        let type =
            switch kind {
            case .text: "TEXT"
            case .integer: "INTEGER"
            case .real: "REAL"
            case .boolean: "BOOLEAN"
            case .bytes: "BLOB"
            case .date: "DATE TEXT COLLATE \(Collation.timeColumn.rawValue)"
            case .moment: "TIMESTAMP TEXT COLLATE \(Collation.timeColumn.rawValue)"
            case .decimal: "DECIMAL TEXT COLLATE \(Collation.decimal.rawValue)"
            case .json: "JSON TEXT"
            }
        return "\(quotedName) \(type)"
    }

    /// The collation its comparisons use unless the query says otherwise.
    var collation: String {
        switch kind {
        case .date, .moment: Collation.timeColumn.rawValue
        case .decimal: Collation.decimal.rawValue
        default: "BINARY"
        }
    }

    /// The name as SQL quotes it.
    var quotedName: String { SQLName.quoted(name) }

    /// Whether a value is of the kind the column gives, so that SQLite compares them as they are; null is.
    func holds(_ value: SQLValue) -> Bool {
        switch (kind, value) {
        case (_, .null), (.bytes, .blob): true
        case (.integer, .integer), (.integer, .real), (.real, .integer), (.real, .real): true
        case (.boolean, .integer), (.boolean, .real): true
        case (.text, .text), (.date, .text), (.moment, .text), (.decimal, .text), (.json, .text): true
        default: false
        }
    }
}

/// Names in SQL text.
enum SQLName {
    /// A name between double quotes.
    static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}

/// The orders this engine adds to SQLite's; a query may name them after COLLATE.
enum Collation: String, CaseIterable, Sendable {
    /// By the moment a text names, whatever its form.
    case moment
    /// As `moment`, of columns that hold times: a literal that names none is an error.
    case timeColumn = "time_column"
    /// By the number a text spells.
    case decimal
}

extension SQLColumn {
    /// A column of a Delta table.
    init(_ column: DeltaColumn) {
        name = column.name
        isIdentifying = column.isIdentifying
        switch column.type {
        case .string: kind = .text
        case .long: kind = .integer(Int64.min...Int64.max, isWide: true)
        case .integer: kind = .integer(Int64(Int32.min)...Int64(Int32.max), isWide: false)
        case .double: kind = .real(isSingle: false)
        case .float: kind = .real(isSingle: true)
        case .boolean: kind = .boolean
        case .binary: kind = .bytes
        case .date: kind = .date
        case .timestamp: kind = .moment(isLocal: false)
        case .timestampNtz: kind = .moment(isLocal: true)
        case .short: kind = .integer(Int64(Int16.min)...Int64(Int16.max), isWide: false)
        case .byte: kind = .integer(Int64(Int8.min)...Int64(Int8.max), isWide: false)
        case .decimal: kind = .decimal
        case .structure, .array, .map, .unsupported: kind = .json
        }
    }
}
