import Board

/// The ward heat map: a table whose every row draws one square per bed.
enum WardPart {
    /// Squares above one another in a strip.
    private static let rows = 4
    /// Side of a square with its gap, in drawing units.
    private static let pitch = 6
    /// Columns drawn at most in one strip; a ward of more beds is cut there.
    private static let columnLimit = 80

    static func draw(_ wards: [WardCell]) -> HTML {
        let widest = wards.map { max($0.beds, $0.occupied) }.max() ?? 1
        let columns = min(columnLimit, max(1, (max(0, widest) + rows - 1) / rows))
        let lines: [HTML] = wards.map { row($0, columns: columns) }
        return """
            <table id="wards" data-part>\
            <thead><tr><th scope="col">Ward</th><th scope="col" class="strip">One square a bed</th>\
            <th scope="col" class="n">In / beds</th>\
            <th scope="col" class="n">Full</th>\
            <th scope="col" class="n" title="Expected to leave in the next 4 and 24 hours">Leave 4 / 24 h</th>\
            <th scope="col">State</th></tr></thead><tbody>\(lines)</tbody></table>
            """
    }

    private static func row(_ cell: WardCell, columns: Int) -> HTML {
        let heat = Int(min(120, max(0, cell.percent)) / 10)
        return """
            <tr class="\(cell.severity.rawValue)"><th scope="row">\(cell.ward)</th>\
            <td class="strip">\(strip(cell, columns: columns))</td>\
            <td class="n">\(cell.occupied) <small>/ \(cell.beds)</small></td>\
            <td class="n heat h\(heat)">\(Wording.number(cell.percent, places: 0)) %</td>\
            \(leaving(cell))<td>\(Wording.mark(cell.severity))</td></tr>
            """
    }

    /// Expected numbers of the nearest and the farthest forecast; their intervals on pointing there.
    private static func leaving(_ cell: WardCell) -> HTML {
        guard let near = cell.leaving.first, let far = cell.leaving.last else {
            return "<td class=\"n dim\">–</td>"
        }
        let intervals = [near, far].map { "\($0.horizonHours) h: \($0.lower) to \($0.upper)" }
        return """
            <td class="n" title="80 % interval, \(intervals.joined(separator: "; "))">\
            \(Wording.number(near.expected, places: 0)) <small>/ \
            \(Wording.number(far.expected, places: 0))</small></td>
            """
    }

    private static func strip(_ cell: WardCell, columns: Int) -> HTML {
        let beds = max(0, cell.beds)
        let occupied = max(0, cell.occupied)
        let within = min(beds, occupied)
        let squares: [HTML] = [
            run(from: 0, to: within, fill: "full"),
            run(from: within, to: beds, fill: "free"),
            run(from: beds, to: occupied, fill: "over"),
        ]
        return """
            <svg class="beds" viewBox="0 0 \(columns * pitch) \(rows * pitch)" \
            preserveAspectRatio="xMinYMid" \
            aria-hidden="true">\(squares)</svg>
            """
    }

    /// Squares `start..<end`, counted down the columns, as one path.
    private static func run(from start: Int, to end: Int, fill: String) -> HTML {
        let stop = min(end, columnLimit * rows)
        guard start < stop else { return "" }
        var path = ""
        var index = start
        while index < stop {
            let column = index / rows
            let top = index % rows
            let columnEnd = min(stop, (column + 1) * rows)
            if top == 0, columnEnd - index == rows {
                let whole = (stop - index) / rows
                path += "M\(column * pitch) 2.5h\(whole * pitch)"
                for _ in 1..<rows { path += "m-\(whole * pitch) \(pitch)h\(whole * pitch)" }
                index += whole * rows
            } else {
                path += "M\(column * pitch) \(Double(top * pitch) + 2.5)"
                path += (index..<columnEnd).map { _ in "h\(pitch)m-\(pitch) \(pitch)" }.joined()
                index = columnEnd
            }
        }
        return "<path class=\"\(fill)\" d=\"\(path)\"/>"
    }
}
