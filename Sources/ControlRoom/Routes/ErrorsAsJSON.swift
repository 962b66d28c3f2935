import Hummingbird
import HTTPTypes

/// Turns every refusal into the interface's error shape.
struct ErrorsAsJSON: RouterMiddleware {
    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as APIError {
            return error.response
        } catch let error as HTTPError {
            let code = error.status == .notFound ? "not_found" : "http_\(error.status.code)"
            return APIError(
                status: error.status,
                code: code,
                message: error.body ?? error.status.reasonPhrase
            ).response
        }
    }
}
