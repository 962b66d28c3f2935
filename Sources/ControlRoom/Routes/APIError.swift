import Hummingbird
import HTTPTypes

/// A refusal with a code for programs and a sentence for people.
struct APIError: Error {
    var status: HTTPResponse.Status
    var code: String
    var message: String

    static func unknownFacility() -> APIError {
        APIError(
            status: .notFound,
            code: "unknown_facility",
            message: "no facility of that name is on the board"
        )
    }

    static func noBoard() -> APIError {
        APIError(
            status: .serviceUnavailable,
            code: "no_board",
            message: "the pipeline has not published a board yet"
        )
    }

    static func badRequest(_ message: String) -> APIError {
        APIError(status: .badRequest, code: "bad_request", message: message)
    }

    /// The answer `{"error":{"code":...,"message":...}}`.
    var response: Response {
        struct Body: Encodable {
            struct Part: Encodable {
                var code: String
                var message: String
            }
            var error: Part
        }
        return .json(EventFrame.json(Body(error: .init(code: code, message: message))), status: status)
    }
}
