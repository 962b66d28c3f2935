import Hummingbird
import HTTPTypes
import Hospital
import Board

/// Reads of the board: whole, by facility, its accounting and its briefings.
struct BoardRoutes {
    let board: LiveBoard

    func add(to router: Router<BasicRequestContext>) {
        router.get("/api/v1/board") { request, _ in
            guard let bytes = try current().json.board(facility: request.query("facility")) else {
                throw APIError.unknownFacility()
            }
            return Response.json(bytes)
        }
        router.get("/api/v1/facilities/:facility") { _, context in
            let name = context.parameters.get("facility")?.percentDecoded ?? ""
            guard let bytes = try current().json.facility(name) else { throw APIError.unknownFacility() }
            return Response.json(bytes)
        }
        router.get("/api/v1/accounting") { _, _ in Response.json(try current().json.accounting) }
        router.get("/api/v1/briefings/latest") { request, _ in try briefing(request) }
    }

    private func current() throws -> BoardUpdate {
        guard let current = board.current else { throw APIError.noBoard() }
        return current
    }

    private func briefing(_ request: Request) throws -> Response {
        let snapshot = try current().snapshot
        let facility = request.query("facility").map(snapshot.facility) ?? snapshot.facilities.first
        guard let facility else { throw APIError.unknownFacility() }
        guard let briefing = facility.briefing else {
            throw APIError(
                status: .notFound,
                code: "no_briefing",
                message: "no briefing has been written yet"
            )
        }
        switch request.query("format") {
        case nil, "json": return .json(EventFrame.json(briefing))
        case "md": return .text(briefing.markdown, type: "text/markdown; charset=utf-8")
        case "html":
            return .text(BriefingMarkup.harmless(briefing.html).text, type: "text/html; charset=utf-8")
        default: throw APIError.badRequest("format must be json, md or html")
        }
    }
}
