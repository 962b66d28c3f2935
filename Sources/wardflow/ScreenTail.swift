import Board
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
        guard let base = URL(string: url), base.scheme == "http" || base.scheme == "https", base.host != nil
        else {
            throw Failure(.usage, "--url \(url): expected http://host:port")
        }
        guard topic != .events else {
            throw Failure(.usage, "a control room has no events topic; use --lake")
        }
        events = base.appendingPathComponent("events")
        self.topic = topic
        self.json = json
    }

    /// Prints what the control room sends until it is told to stop, or once what stands now.
    func run(once: Bool) async throws {
        var shown: [String: String] = [:]
        for try await event in EventStreamReader.events(at: events) {
            switch (topic, event.name) {
            case (.alerts, "alert") where !once:
                show(alert: event.data)
            case (.alerts, "board") where once:
                try board(event.data).facilities.flatMap { $0.activeAlerts ?? [] }.forEach(show)
            case (.kpis, "board"):
                try board(event.data).facilities.forEach { show(tiles: $0, &shown) }
            default: break
            }
            if once, event.name == "board" { return }
        }
        if StopSignal.isRequested { return }
        throw Failure(.dependencyDown, "\(events.absoluteString): the control room closed the stream")
    }

    /// What a tail needs of a `board` event: the first is whole, later ones hold only the tiles and lists that
    /// changed.
    private struct BoardEvent: Decodable {
        struct Facility: Decodable {
            var facility: String
            @ISOMoment var asOf: Timestamp
            var tiles: [Tile]
            var activeAlerts: [AlertLine]?

            enum CodingKeys: String, CodingKey {
                case facility, tiles
                case asOf = "as_of"
                case activeAlerts = "active_alerts"
            }
        }

        var facilities: [Facility]
    }

    /// One number of a tile as a line of JSON.
    private struct Reading: Encodable {
        var facility: String
        var asOf: String
        var kpi: String
        var value: Double
        var unit: String

        enum CodingKeys: String, CodingKey {
            case facility, kpi, value, unit
            case asOf = "as_of"
        }
    }

    private func board(_ data: String) throws -> BoardEvent {
        do {
            return try JSONDecoder().decode(BoardEvent.self, from: Data(data.utf8))
        } catch {
            throw Failure(.failed, "\(events.absoluteString): a board event that is not a board: \(error)")
        }
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
                + "\(line.message)  \(line.id)"
        )
    }

    private func show(tiles board: BoardEvent.Facility, _ shown: inout [String: String]) {
        for tile in board.tiles {
            guard let value = tile.value else { continue }
            let key = "\(board.facility)|\(tile.id)"
            let text = json ? "\(value)" : Self.figure(value)
            guard shown[key] != text else { continue }
            shown[key] = text
            let asOf = board.asOf.iso8601
            if json {
                Terminal.say(
                    JSONLine.encode(
                        Reading(
                            facility: board.facility,
                            asOf: asOf,
                            kpi: tile.id,
                            value: value,
                            unit: tile.unit
                        )
                    )
                )
            } else {
                Terminal.say("\(asOf)  \(board.facility)  \(tile.id)  \(text) \(tile.unit)")
            }
        }
    }

    /// `value` with at most two decimals.
    private static func figure(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
    }
}

/// Reads a server-sent event stream over URLSession.
enum EventStreamReader {
    struct Event: Sendable {
        var name: String
        var data: String
    }

    /// The events of `url` until the server ends the stream or the program is asked to stop.
    ///
    /// Throws a `Failure` of kind `dependencyDown` when nobody answers there or the answer is not a stream.
    static func events(at url: URL) -> AsyncThrowingStream<Event, any Error> {
        AsyncThrowingStream { continuation in
            let delegate = Delegate(continuation, url.absoluteString)
            let session = URLSession(configuration: .ephemeral, delegate: delegate, delegateQueue: nil)
            session.dataTask(with: url).resume()
            let watch = Task {
                while !StopSignal.isRequested { try await Task.sleep(for: .milliseconds(100)) }
                continuation.finish()
            }
            continuation.onTermination = { _ in
                watch.cancel()
                session.invalidateAndCancel()
            }
        }
    }

    /// Collects lines into events; URLSession calls it from one serial queue.
    private final class Delegate: NSObject, URLSessionDataDelegate, @unchecked Sendable {
        private let continuation: AsyncThrowingStream<Event, any Error>.Continuation
        private let address: String
        private var buffer: [UInt8] = []
        private var name = "message"
        private var data: [String] = []
        private var isOpen = false

        init(_ continuation: AsyncThrowingStream<Event, any Error>.Continuation, _ address: String) {
            self.continuation = continuation
            self.address = address
        }

        func urlSession(
            _ session: URLSession,
            dataTask: URLSessionDataTask,
            didReceive response: URLResponse,
            completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
        ) {
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            isOpen = status == 200 && response.mimeType == "text/event-stream"
            if !isOpen { fail("answered with status \(status), expected an event stream") }
            completionHandler(isOpen ? .allow : .cancel)
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive chunk: Data) {
            buffer += chunk
            var start = 0
            while let end = buffer[start...].firstIndex(of: 0x0A) {
                take(String(decoding: buffer[start..<end], as: UTF8.self))
                start = end + 1
            }
            buffer.removeSubrange(..<start)
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

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?)
        {
            if let error, !isOpen {
                fail("no control room answers (\(error.localizedDescription))")
            } else {
                continuation.finish()
            }
        }

        private func fail(_ problem: String) {
            continuation.finish(throwing: Failure(.dependencyDown, "\(address): \(problem)"))
        }
    }
}
