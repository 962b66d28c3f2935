import Foundation
import FoundationNetworking
import Hospital
import Pipeline

/// Follows the server-sent events of a control room.
struct ScreenTail {
    private let events: URL
    private let topic: TailCommand.Topic
    private let json: Bool

    init(url: String, topic: TailCommand.Topic, json: Bool) throws {
        guard let base = URL(string: url), base.scheme == "http" || base.scheme == "https", base.host != nil else {
            throw Failure(.usage, "--url \(url): expected http://host:port")
        }
        guard topic != .events else { throw Failure(.usage, "a control room has no events topic; use --lake") }
        events = base.appendingPathComponent("events")
        self.topic = topic
        self.json = json
    }

    func run(once: Bool) async throws {
        var shown: [String: String] = [:]
        for try await event in EventStreamReader.events(at: events) {
            if StopSignal.isRequested { return }
            switch (topic, event.name) {
            case (.alerts, "alert"):
                show(alert: event.data)
            case (.alerts, "board") where once:
                board(event.data)?.facilities.flatMap(\.activeAlerts).forEach(show)
            case (.kpis, "board"):
                board(event.data)?.facilities.forEach { show(tiles: $0, &shown) }
            default: break
            }
            if once, event.name == "board" { return }
        }
        throw Failure(.dependencyDown, "the control room closed the stream")
    }

    private func board(_ data: String) -> BoardSnapshot? {
        try? JSONDecoder().decode(BoardSnapshot.self, from: Data(data.utf8))
    }

    private func show(alert data: String) {
        guard let line = try? JSONDecoder().decode(AlertLine.self, from: Data(data.utf8)) else { return }
        json ? Terminal.say(data) : show(line)
    }

    private func show(_ line: AlertLine) {
        if json { return Terminal.say(JSONLine.encode(line)) }
        let place = [line.ward, line.bed].compactMap { $0 }.joined(separator: " ")
        Terminal.say(
            "\(line.at.iso8601)  \(line.facility)  \(line.state.rawValue)  \(line.severity.rawValue)  \(place)  "
                + "\(line.message)  \(line.id)")
    }

    private func show(tiles board: FacilityBoard, _ shown: inout [String: String]) {
        for tile in board.tiles {
            guard let value = tile.value else { continue }
            let key = "\(board.facility)|\(tile.id)"
            let text = "\(value)"
            guard shown[key] != text else { continue }
            shown[key] = text
            if json {
                Terminal.say(
                    JSONLine.encode(["facility": board.facility, "kpi": tile.id, "value": text, "unit": tile.unit]))
            } else {
                Terminal.say("\(board.asOf.iso8601)  \(board.facility)  \(tile.id)  \(text) \(tile.unit)")
            }
        }
    }
}

/// Reads a server-sent event stream over URLSession.
enum EventStreamReader {
    struct Event: Sendable {
        var name: String
        var data: String
    }

    static func events(at url: URL) -> AsyncThrowingStream<Event, any Error> {
        AsyncThrowingStream { continuation in
            let delegate = Delegate(continuation)
            let session = URLSession(configuration: .ephemeral, delegate: delegate, delegateQueue: nil)
            let task = session.dataTask(with: url)
            task.resume()
            continuation.onTermination = { _ in session.invalidateAndCancel() }
        }
    }

    /// Collects lines into events; URLSession calls it from one serial queue.
    private final class Delegate: NSObject, URLSessionDataDelegate, @unchecked Sendable {
        private let continuation: AsyncThrowingStream<Event, any Error>.Continuation
        private var buffer: [UInt8] = []
        private var name = "message"
        private var data: [String] = []

        init(_ continuation: AsyncThrowingStream<Event, any Error>.Continuation) {
            self.continuation = continuation
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive chunk: Data) {
            buffer += chunk
            while let end = buffer.firstIndex(of: 0x0A) {
                take(String(decoding: buffer[..<end], as: UTF8.self))
                buffer.removeSubrange(...end)
            }
        }

        private func take(_ line: String) {
            if line.isEmpty {
                if !data.isEmpty { continuation.yield(Event(name: name, data: data.joined(separator: "\n"))) }
                name = "message"
                data = []
            } else if line.hasPrefix("event:") {
                name = line.dropFirst(6).trimmingCharacters(in: .whitespaces)
            } else if line.hasPrefix("data:") {
                data.append(line.dropFirst(5).trimmingCharacters(in: .whitespaces))
            }
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
            if error == nil {
                continuation.finish()
            } else {
                continuation.finish(throwing: Failure(.dependencyDown, "the control room does not answer"))
            }
        }
    }
}
