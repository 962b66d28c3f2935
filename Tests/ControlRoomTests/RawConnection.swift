import Dispatch
import Glibc
import Synchronization

/// One HTTP/1.1 connection on a plain socket; reads block a dispatch thread, never a task's.
final class RawConnection: Sendable {
    struct Answer: Sendable {
        var status: Int
        var head: String
        var body: String
    }

    struct Event: Sendable, Equatable {
        var id: String?
        var name: String
        var data: String
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: Int32
    /// A queue of its own has a thread of its own, so that a waiting read holds up no other.
    private let queue = DispatchQueue(label: "connection")
    private let buffer = Mutex<[UInt8]>([])
    private let lines = Mutex<[UInt8]>([])

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw Failure(description: "cannot connect to port \(port)") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// One request and its whole answer on a connection of its own.
    static func ask(
        _ port: Int,
        _ target: String,
        method: String = "GET",
        headers: [String] = [],
        body: String = ""
    ) async throws -> Answer {
        let connection = try RawConnection(port: port)
        try connection.send(target, method: method, headers: headers + ["Connection: close"], body: body)
        let head = try await connection.head()
        var bytes = connection.buffer.withLock { $0 }
        while let more = try await connection.read(), !more.isEmpty { bytes += more }
        return Answer(status: head.status, head: head.head, body: String(decoding: bytes, as: UTF8.self))
    }

    func send(_ target: String, method: String = "GET", headers: [String] = [], body: String = "") throws {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let text = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        guard write(descriptor, text, text.count) == text.count else {
            throw Failure(description: "short write")
        }
    }

    /// The status and head of the answer; what follows stays buffered.
    func head() async throws -> (status: Int, head: String) {
        while true {
            let found = buffer.withLock { buffer -> String? in
                guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<end.upperBound)
                return head
            }
            if let found {
                let words = found.split(separator: " ", maxSplits: 2)
                return (words.count > 1 ? Int(words[1]) ?? 0 : 0, found)
            }
            guard let more = try await read(), !more.isEmpty else { throw Failure(description: "no answer") }
            buffer.withLock { $0 += more }
        }
    }

    /// The next server-sent event with a name; nil when the stream ends.
    func nextEvent() async throws -> Event? {
        while true {
            takeChunks()
            let block = lines.withLock { lines -> String? in
                guard let end = lines.firstRange(of: Array("\n\n".utf8)) else { return nil }
                let block = String(decoding: lines[..<end.lowerBound], as: UTF8.self)
                lines.removeSubrange(..<end.upperBound)
                return block
            }
            if let block {
                if let event = Self.event(block) { return event }
                continue
            }
            guard let more = try await read(), !more.isEmpty else { return nil }
            buffer.withLock { $0 += more }
        }
    }

    private static func event(_ block: String) -> Event? {
        var event = Event(id: nil, name: "", data: "")
        for line in block.split(separator: "\n") {
            if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { event.data += line.dropFirst(6) }
        }
        return event.name.isEmpty ? nil : event
    }

    /// Moves whole HTTP chunks from the socket buffer to the event text.
    private func takeChunks() {
        buffer.withLock { buffer in
            while let end = buffer.firstRange(of: [13, 10]),
                let size = Int(String(decoding: buffer[..<end.lowerBound], as: UTF8.self), radix: 16),
                buffer.count >= end.upperBound + size + 2
            {
                let chunk = buffer[end.upperBound..<end.upperBound + size]
                lines.withLock { $0 += chunk }
                buffer.removeSubrange(..<(end.upperBound + size + 2))
            }
        }
    }

    private func read() async throws -> [UInt8]? {
        let descriptor = descriptor
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                var bytes = [UInt8](repeating: 0, count: 65_536)
                let count = Glibc.read(descriptor, &bytes, bytes.count)
                if count < 0 {
                    continuation.resume(throwing: Failure(description: "read failed with errno \(errno)"))
                } else {
                    continuation.resume(returning: Array(bytes.prefix(count)))
                }
            }
        }
    }
}
