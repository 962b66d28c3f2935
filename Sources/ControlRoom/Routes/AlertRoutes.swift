import FoundationEssentials
import Hummingbird
import HTTPTypes
import Board

/// The alert lists and the acknowledgement of one.
struct AlertRoutes {
    /// Bytes of an acknowledgement taken at most.
    static let bodyLimit = 4_096
    /// Characters of an actor's name taken at most.
    static let actorLimit = 60

    let board: LiveBoard
    let commands: any CommandSink

    private struct Lists: Encodable {
        var active: [AlertLine]
        var tail: [AlertLine]
    }

    private struct Acknowledgement: Decodable {
        var actor: String
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("/api/v1/alerts") { request, _ in try lists(request.query("facility")) }
        router.post("/api/v1/alerts/:id/acknowledge") { request, context in
            try await acknowledge(context.parameters.get("id")?.percentDecoded ?? "", request)
        }
    }

    private func lists(_ facility: String?) throws -> Response {
        guard let snapshot = board.current?.snapshot else { throw APIError.noBoard() }
        let shown = snapshot.facilities.filter { facility == nil || $0.facility == facility }
        guard facility == nil || !shown.isEmpty else { throw APIError.unknownFacility() }
        return .json(
            EventFrame.json(Lists(active: shown.flatMap(\.activeAlerts), tail: shown.flatMap(\.alertTail)))
        )
    }

    private func acknowledge(_ alert: String, _ request: Request) async throws -> Response {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw APIError.badRequest("send Content-Type: application/json")
        }
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        guard let wanted = try? JSONDecoder().decode(Acknowledgement.self, from: Data(body.readableBytesView))
        else {
            throw APIError.badRequest("expected {\"actor\": \"name\"}")
        }
        let actor = wanted.actor.filter { !$0.isNewline }.trimmingPrefix { $0.isWhitespace }
        guard !actor.isEmpty, actor.count <= Self.actorLimit else {
            throw APIError.badRequest("actor must have 1 to \(Self.actorLimit) characters")
        }
        try check(alert)
        let verdict: CommandVerdicts.Verdict?
        do {
            verdict = try await commands.acknowledge(alert: alert, actor: String(actor))
        } catch {
            throw APIError(
                status: .serviceUnavailable,
                code: "log_unavailable",
                message: "the acknowledgement could not be written to the log; try again"
            )
        }
        guard let verdict else { return .json(Array("{\"status\":\"accepted\"}".utf8), status: .accepted) }
        guard verdict.isDone else {
            throw APIError(status: .conflict, code: "refused", message: verdict.reason)
        }
        return .json(Array("{\"status\":\"done\"}".utf8), status: .ok)
    }

    /// Whether `alert` stands, was cleared, or is not on the board.
    private func check(_ alert: String) throws {
        let facilities = board.current?.snapshot.facilities ?? []
        if facilities.contains(where: { $0.activeAlerts.contains { $0.id == alert } }) { return }
        guard facilities.contains(where: { $0.alertTail.contains { $0.id == alert } }) else {
            throw APIError(
                status: .notFound,
                code: "unknown_alert",
                message: "no alert of that id is on the board"
            )
        }
        throw APIError(
            status: .conflict,
            code: "alert_cleared",
            message: "the alert has been cleared already"
        )
    }
}
