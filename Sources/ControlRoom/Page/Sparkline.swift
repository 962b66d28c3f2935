/// A trend as a small line drawing without axes.
enum Sparkline {
    /// Points drawn at most; older ones are left out.
    static let pointLimit = 60
    private static let width = 120.0
    private static let height = 36.0
    private static let margin = 3.0

    /// An SVG of the latest points, or an empty one for fewer than two.
    static func draw(_ trend: [Double], label: String) -> HTML {
        let points = Array(trend.suffix(pointLimit))
        guard points.count > 1, let low = points.min(), let high = points.max() else {
            return "<svg class=\"spark\" viewBox=\"0 0 120 36\" aria-hidden=\"true\"></svg>"
        }
        let range = high - low
        let step = (width - 2 * margin) / Double(points.count - 1)
        var line = ""
        var last = (x: margin, y: height / 2)
        for (index, point) in points.enumerated() {
            let share = range > 0 && range.isFinite ? (point - low) / range : 0.5
            last = (margin + Double(index) * step, height - margin - share * (height - 2 * margin))
            line += "\(index == 0 ? "M" : "L")\(tenths(last.x)) \(tenths(last.y))"
        }
        let area = "\(line)L\(tenths(last.x)) 36L\(tenths(margin)) 36Z"
        let words = "\(label): trend from \(Wording.tile(points[0])) to \(Wording.tile(points[points.count - 1])), "
            + "lowest \(Wording.tile(low)), highest \(Wording.tile(high))"
        return """
            <svg class="spark" viewBox="0 0 120 36" role="img" aria-label="\(words)"><path class="area" \
            d="\(area)"/><path class="line" d="\(line)"/><circle cx="\(tenths(last.x))" cy="\(tenths(last.y))" \
            r="2.6"/></svg>
            """
    }

    private static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return scaled % 10 == 0 ? String(scaled / 10) : "\(scaled / 10).\(scaled % 10)"
    }
}
