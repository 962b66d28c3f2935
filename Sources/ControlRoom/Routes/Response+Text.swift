import Hummingbird
import HTTPTypes

extension Response {
    /// A JSON answer that is not to be stored.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        text(ByteBuffer(bytes: bytes), type: "application/json; charset=utf-8", status: status)
    }

    /// A text answer that is not to be stored.
    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        self.text(ByteBuffer(string: text), type: type, status: status)
    }

    private static func text(_ buffer: ByteBuffer, type: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: type, .cacheControl: "no-store", .contentLength: String(buffer.readableBytes),
            ],
            body: ResponseBody(byteBuffer: buffer)
        )
    }
}

extension Request {
    /// The decoded value of a query parameter; nil when absent or empty.
    func query(_ name: String) -> String? {
        guard let value = uri.queryParameters[name[...]], !value.isEmpty else { return nil }
        return String(value)
    }
}
