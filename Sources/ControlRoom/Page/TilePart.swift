import Board

/// One number with its unit, target, trend and severity.
enum TilePart {
    static func draw(_ tile: Tile) -> HTML {
        let value = tile.value.map { Wording.tile($0, unit: tile.unit) } ?? "–"
        let target: HTML = tile.target.map { "target \($0)" } ?? ""
        return """
            <article id="tile-\(tile.id)" data-part class="tile \(tile.severity.rawValue)"><h3>\(tile.label)\
            </h3><p class="value"><b>\(value)</b> <span>\(Wording.unit(tile.unit, of: value))</span></p>\
            <p class="target">\(target)</p>\(Sparkline.draw(tile.trend, label: tile.label, unit: tile.unit))\
            \(Wording.mark(tile.severity))</article>
            """
    }
}
