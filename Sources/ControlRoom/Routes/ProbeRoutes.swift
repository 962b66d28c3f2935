import Hummingbird
import HTTPTypes
import Board

/// What operators and their tools ask: alive, ready, numbers.
struct ProbeRoutes {
    let board: LiveBoard
    let hub: EventHub
    let notReadyAfter: Duration

    private struct Readiness: Encodable {
        var ready: Bool
        var reasons: [String]
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("/livez") { _, _ in Response.json(Array("{\"live\":true}".utf8)) }
        router.get("/readyz") { _, _ in
            let reasons = self.reasons
            return Response.json(
                EventFrame.json(Readiness(ready: reasons.isEmpty, reasons: reasons)),
                status: reasons.isEmpty ? .ok : .serviceUnavailable
            )
        }
        router.get("/metrics") { _, _ in
            Response.text(
                MetricsText.write(board: board, hub: hub),
                type: "text/plain; version=0.0.4; charset=utf-8"
            )
        }
    }

    private var reasons: [String] {
        guard let age = board.age else {
            return ["never_published: the pipeline has not published a board yet"]
        }
        guard age > notReadyAfter else { return [] }
        return ["stale: no update for \(Wording.number(age / .seconds(1), places: 1)) s"]
    }
}
