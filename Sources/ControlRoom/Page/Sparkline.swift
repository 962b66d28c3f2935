/// A trend as a small line drawing without axes.
enum Sparkline {
    /// Points drawn at most; older ones are left out.
    static let pointLimit = 60
    private static let width = 240
    private static let height = 72
    private static let margin = 6

    /// An SVG of the latest points, or an empty one for fewer than two.
    static func draw(_ trend: [Double], label: String, unit: String) -> HTML {
        let points = Array(trend.suffix(pointLimit))
        guard points.count > 1, let low = points.min(), let high = points.max() else {
            return "<svg class=\"spark\" viewBox=\"0 0 240 72\" aria-hidden=\"true\"></svg>"
        }
        let range = high - low
        var moves = ""
        var start = (x: 0, y: 0)
        var last = (x: 0, y: 0)
        for (index, point) in points.enumerated() {
            let share = range > 0 && range.isFinite ? (point - low) / range : 0.5
            let x = margin + index * (width - 2 * margin) / (points.count - 1)
            let y = height - margin - Int((share * Double(height - 2 * margin)).rounded())
            if index == 0 { start = (x, y) } else { moves += "\(x - last.x) \(y - last.y) " }
            last = (x, y)
        }
        let line = "M\(start.x) \(start.y)l\(moves)"
        func number(_ value: Double) -> String { Wording.tile(value, unit: unit) }
        let words =
            "\(label): trend from \(number(points[0])) to \(number(points[points.count - 1])), "
            + "lowest \(number(low)), highest \(number(high))"
        return """
            <svg class="spark" viewBox="0 0 240 72" role="img" aria-label="\(words)"><path class="area" \
            d="\(line)V72H\(margin)Z"/><path class="line" d="\(line)"/>\
            <circle cx="\(last.x)" cy="\(last.y)" r="5"/></svg>
            """
    }
}
