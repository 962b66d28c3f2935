import Hummingbird
import HTTPTypes
import Board

/// The server-sent event stream.
struct EventRoutes {
    let board: LiveBoard
    let hub: EventHub

    func add(to router: Router<BasicRequestContext>) {
        router.get("/events") { request, _ in try await stream(request) }
    }

    private func stream(_ request: Request) async throws -> Response {
        let view = try view(request)
        guard let ticket = await hub.join(view, after: try lastEvent(request)) else {
            throw APIError(
                status: .serviceUnavailable,
                code: "shutting_down",
                message: "the server is shutting down"
            )
        }
        let hub = hub
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                do {
                    try await Self.write(ticket, view, hub, to: &writer)
                    await hub.leave(ticket.client)
                    try await writer.finish(nil)
                } catch {
                    await hub.leave(ticket.client)
                    throw error
                }
            }
        )
    }

    @concurrent
    private static func write(
        _ ticket: EventHub.Ticket,
        _ view: EventView,
        _ hub: EventHub,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var opening = ByteBuffer(string: "retry: 2000\n\n")
        for frame in ticket.first { opening.writeImmutableBuffer(frame.bytes) }
        try await writer.write(opening)
        var sequence = ticket.sequence
        for await frame in ticket.frames {
            var frame = frame
            if let base = frame.base, base != sequence {
                guard frame.sequence != sequence, let full = await hub.fullFrame(view) else { continue }
                frame = full
            }
            try await writer.write(frame.bytes)
            sequence = frame.sequence ?? sequence
        }
    }

    private func view(_ request: Request) throws -> EventView {
        let facility = request.query("facility")
        let snapshot = board.current?.snapshot
        if let facility, let snapshot, snapshot.facility(facility) == nil { throw APIError.unknownFacility() }
        switch request.query("view") {
        case nil, "board": return EventView(kind: .board, facility: facility)
        case "page": return EventView(kind: .page, facility: facility ?? snapshot?.facilities.first?.facility)
        default: throw APIError.badRequest("view must be board or page")
        }
    }

    private func lastEvent(_ request: Request) throws -> Int64? {
        let header = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        guard let text = header ?? request.query("last_event_id"), !text.isEmpty else { return nil }
        return Int64(text) ?? -1
    }
}
