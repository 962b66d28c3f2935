import Board

/// One replaceable piece of the page: an element with `id` and `data-part`, drawn anew when its numbers
/// change.
struct PagePart: Sendable, Equatable {
    let id: String
    let html: HTML

    /// Every part of one facility's page, in page order.
    static func all(of board: FacilityBoard, in snapshot: BoardSnapshot, settings: PageSettings) -> [PagePart]
    {
        let settings = settings.local(to: board.facility)
        var parts = [
            PagePart(id: "asof", html: HeaderParts.asOf(board, settings)),
            PagePart(id: "level", html: HeaderParts.level(board)),
        ]
        for tile in board.tiles {
            parts.append(PagePart(id: "tile-" + tile.id, html: TilePart.draw(tile)))
        }
        parts.append(PagePart(id: "wards", html: WardPart.draw(board.wards)))
        let active = AlertParts.active(board.activeAlerts, facility: board.facility, settings)
        let tail = AlertParts.tail(board.alertTail, facility: board.facility, settings)
        parts.append(PagePart(id: "active", html: active))
        parts.append(PagePart(id: "tail", html: tail))
        parts.append(
            PagePart(id: "briefing", html: BriefingPart.draw(board.briefing, board.facility, settings))
        )
        parts.append(PagePart(id: "accounting", html: HealthParts.accounting(snapshot.accounting)))
        parts.append(PagePart(id: "flow", html: HealthParts.flow(snapshot.health)))
        parts.append(PagePart(id: "tables", html: HealthParts.tables(snapshot.health)))
        parts.append(PagePart(id: "quarantine", html: HealthParts.quarantine(snapshot.health)))
        parts.append(PagePart(id: "model", html: HealthParts.model(board.model)))
        return parts
    }
}
