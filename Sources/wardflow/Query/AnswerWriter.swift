import ArgumentParser
import Foundation
import LakeQuery

/// Prints the rows of a query as they come.
struct AnswerWriter {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// Aligned columns for a person.
        case table
        /// RFC 4180 with a line of headings.
        case csv
        /// An array of objects, one on a line.
        case json
    }

    private let format: Format
    private let columns: [String]
    private var table: TextTable
    private(set) var count = 0

    /// Prints what comes before the rows.
    init(_ format: Format, _ columns: [String]) {
        self.format = format
        // Two columns of one name would hide each other in an object.
        self.columns = format == .json ? Self.distinct(columns) : columns
        table = TextTable(columns)
        if format == .csv { line(columns.map(Self.quoted).joined(separator: ","), end: "\r\n") }
    }

    /// Prints a row.
    mutating func add(_ row: [SQLValue]) {
        count += 1
        switch format {
        case .table: table.add(row.map(Self.cell))
        case .csv: line(row.map(Self.field).joined(separator: ","), end: "\r\n")
        case .json:
            let members = zip(columns, row).map { "\(JSONLine.encode($0)):\(Self.json($1))" }
            line((count == 1 ? "[" : ",\n") + "{\(members.joined(separator: ","))}", end: "")
        }
    }

    /// Prints what comes after the rows.
    mutating func finish() {
        switch format {
        case .table:
            table.flush()
            Terminal.say(count == 1 ? "(1 row)" : "(\(count) rows)")
        case .csv: break
        case .json: line(count == 0 ? "[]" : "]", end: "\n")
        }
    }

    /// Prints the rows that wait, when no more will come because of an error.
    ///
    /// A JSON array stays open, so that nobody takes a part for the whole.
    mutating func abandon() {
        if format == .table { table.flush() }
    }

    private func line(_ text: String, end: String) {
        FileHandle.standardOutput.write(Data((text + end).utf8))
    }

    // MARK: Values

    private static func cell(_ value: SQLValue) -> TextTable.Cell {
        switch value {
        case .null: TextTable.Cell(text: "")
        case .integer(let number): TextTable.Cell(text: "\(number)", isNumber: true)
        case .real(let number): TextTable.Cell(text: "\(number)", isNumber: true)
        case .text(let text): TextTable.Cell(text: text)
        case .blob(let bytes): TextTable.Cell(text: "(\(bytes.count) bytes)")
        }
    }

    /// Null is an empty field and the empty text a quoted one.
    private static func field(_ value: SQLValue) -> String {
        switch value {
        case .null: ""
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): text.isEmpty ? "\"\"" : quoted(text)
        case .blob(let bytes): hex(bytes)
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    private static func json(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): "\(number)"
        // Readers of JSON take a number too large for a double as infinity.
        case .real(let number): number.isFinite ? "\(number)" : number < 0 ? "-1e999" : "1e999"
        case .text(let text): JSONLine.encode(text)
        case .blob(let bytes): "\"\(hex(bytes))\""
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: [String: Int] = [:]
        return names.map { name in
            let number = seen[name, default: 0] + 1
            seen[name] = number
            return number == 1 ? name : "\(name)_\(number)"
        }
    }
}
