import Foundation

/// Rows under headings, numbers to the right, printed as they come.
///
/// Widths follow the first rows; a later, longer cell pushes its line out rather than lose anything. On a terminal the
/// widest columns are cut so that a row fits.
struct TextTable {
    /// A cell: its text and whether it stands to the right.
    struct Cell {
        var text: String
        var isNumber = false
    }

    /// Rows that decide the widths.
    static let sampleRows = 1_000
    private static let gap = "  "
    private static let leastWidth = 8

    private let headings: [String]
    private let lineWidth: Int?
    private let print: (String) -> Void
    private var waiting: [[Cell]] = []
    private var widths: [Int]?
    private var standsRight: [Bool]

    /// - Parameter lineWidth: columns of the terminal; nil for no limit.
    init(
        _ headings: [String],
        lineWidth: Int? = Terminal.width,
        print: @escaping (String) -> Void = Terminal.say
    ) {
        self.headings = headings.map(DisplayWidth.visible)
        self.lineWidth = lineWidth
        self.print = print
        standsRight = headings.map { _ in false }
    }

    /// Adds a row with one cell per heading.
    mutating func add(_ row: [Cell]) {
        let row = row.map { Cell(text: DisplayWidth.visible($0.text), isNumber: $0.isNumber) }
        guard let widths else {
            waiting.append(row)
            if waiting.count == Self.sampleRows { flush() }
            return
        }
        print(line(row, widths))
    }

    /// Prints what waits, and the headings if nothing was printed yet.
    mutating func flush() {
        guard self.widths == nil else { return }
        for column in headings.indices {
            let filled = waiting.map { $0[column] }.filter { !$0.text.isEmpty }
            standsRight[column] = !filled.isEmpty && filled.allSatisfy(\.isNumber)
        }
        let widths = fitted(
            headings.indices.map { column in
                waiting.reduce(DisplayWidth.of(headings[column])) {
                    max($0, DisplayWidth.of($1[column].text))
                }
            }
        )
        self.widths = widths
        print(line(headings.map { Cell(text: $0) }, widths))
        print(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap))
        for row in waiting { print(line(row, widths)) }
        waiting = []
    }

    private func fitted(_ wanted: [Int]) -> [Int] {
        guard let lineWidth else { return wanted }
        var widths = wanted
        var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - lineWidth
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Self.leastWidth
        {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let text = lineWidth == nil ? cell.text : DisplayWidth.cut(cell.text, to: widths[column])
            let room = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(text)))
            if column > 0 { line += Self.gap }
            if standsRight[column] {
                line += room + text
            } else {
                line += column == cells.count - 1 ? text : text + room
            }
        }
        return line
    }
}
