import Hummingbird
import HTTPTypes
import Board

/// The page and its files.
struct PageRoutes {
    let board: LiveBoard
    let settings: ControlRoomSettings

    func add(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in
            try page(request.query("facility"), request.query("theme"))
        }
        router.get("/assets/:name") { request, context in try asset(context.parameters.get("name"), request) }
    }

    private func page(_ facility: String?, _ theme: String?) throws -> Response {
        let current = board.current
        if let facility, let current, current.snapshot.facility(facility) == nil {
            throw APIError.unknownFacility()
        }
        let page = Page(
            settings: settings.page,
            theme: theme.flatMap(PageTheme.init) ?? .dark,
            version: Asset.version,
            now: settings.now(),
            age: current == nil ? nil : board.age
        )
        let html = page.draw(current?.snapshot, facility: facility)
        return .text(html.text, type: "text/html; charset=utf-8")
    }

    private func asset(_ name: String?, _ request: Request) throws -> Response {
        guard let name, let asset = Asset.all[name] else { throw HTTPError(.notFound) }
        let tag = "\"\(Asset.version)\""
        if request.headers[.ifNoneMatch] == tag {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        var response = Response.text(asset.text, type: asset.type)
        response.headers[.eTag] = tag
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
