import FoundationEssentials
import Board
import TestSupport
import Testing

@Suite struct EventStreamTests {
    private struct Head: Decodable {
        var sequence: Int64
        var base: Int64?
    }

    private func open(_ port: Int, _ target: String, headers: [String] = []) async throws -> RawConnection {
        let connection = try RawConnection(port: port)
        try connection.send(target, headers: headers)
        let head = try await connection.head()
        #expect(head.status == 200)
        #expect(head.head.contains("text/event-stream"))
        return connection
    }

    private func next(_ connection: RawConnection, _ name: String) async throws -> RawConnection.Event {
        while let event = try await connection.nextEvent() {
            if event.name == name { return event }
        }
        throw RawConnection.Failure(description: "the stream ended before an event \(name)")
    }

    private func head(_ event: RawConnection.Event) throws -> Head {
        try JSONDecoder().decode(Head.self, from: Data(event.data.utf8))
    }

    @Test func aFullBoardComesFirstThenAlertsAndPatches() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        try await withServer(board) { port in
            let stream = try await open(port, "/events")
            let first = try #require(try await stream.nextEvent())
            #expect(first.name == "board" && first.id == "1")
            let full = try JSONDecoder().decode(BoardSnapshot.self, from: Data(first.data.utf8))
            #expect(full == Sample.board(1))
            #expect(try await stream.nextEvent()?.name == "age")

            let alert = Sample.alert("a1", facility: "RXB")
            board.publish(Sample.board(2, census: 580, alerts: [alert]), transitions: [alert])
            let second = try await next(stream, "alert")
            #expect(second.id == "2")
            #expect(try JSONDecoder().decode(AlertLine.self, from: Data(second.data.utf8)) == alert)
            let third = try await next(stream, "board")
            #expect(try head(third).base == 1)
            #expect(third.data.contains("\"value\":580") && !third.data.contains("Over 4 hours"))
        }
    }

    @Test func aFacilityFilterHidesTheOthersAlerts() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        try await withServer(board) { port in
            let stream = try await open(port, "/events?facility=RXA")
            #expect(try await next(stream, "board").data.contains("RXB") == false)
            board.publish(
                Sample.board(2),
                transitions: [Sample.alert("theirs", facility: "RXB"), Sample.alert("ours")]
            )
            #expect(try await next(stream, "alert").data.contains("\"ours\""))
            #expect(try await RawConnection.ask(port, "/events?facility=NONE").status == 404)
            #expect(try await RawConnection.ask(port, "/events?view=x").status == 400)
        }
    }

    @Test func aReturningClientGetsTheAlertsItMissed() async throws {
        let board = LiveBoard()
        for sequence in 1...5 as ClosedRange<Int64> {
            board.publish(Sample.board(sequence), transitions: [Sample.alert("a\(sequence)")])
        }
        try await withServer(board) { port in
            let stream = try await open(port, "/events", headers: ["Last-Event-ID: 3"])
            #expect(try await stream.nextEvent()?.id == "5")
            #expect(try await stream.nextEvent()?.data.contains("\"a4\"") == true)
            #expect(try await stream.nextEvent()?.data.contains("\"a5\"") == true)
            #expect(try await stream.nextEvent()?.name == "age")
        }
    }

    @Test(arguments: ["9000", "-4", "garbage"])
    func aClientWithAnUnknownLastEventIsToldToResync(last: String) async throws {
        let board = LiveBoard()
        board.publish(Sample.board(10))
        try await withServer(board) { port in
            let stream = try await open(port, "/events", headers: ["Last-Event-ID: \(last)"])
            #expect(try await stream.nextEvent()?.name == "board")
            #expect(try await stream.nextEvent()?.name == "resync")
        }
    }

    @Test func aClientThatCameBeforeTheFirstBoardGetsItWhole() async throws {
        let board = LiveBoard()
        try await withServer(board) { port in
            let stream = try await open(port, "/events?facility=RXA")
            board.publish(Sample.board(1))
            let event = try await next(stream, "board")
            #expect(try head(event).base == nil)
            #expect(try head(event).sequence == 1)
        }
    }

    @Test func thePageViewSendsOnlyChangedParts() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        try await withServer(board) { port in
            let stream = try await open(port, "/events?view=page&facility=RXA")
            let full = try await next(stream, "board")
            #expect(full.data.contains("tile-census") && full.data.contains("tile-breach"))
            board.publish(Sample.board(2, census: 599))
            let patch = try await next(stream, "board")
            #expect(patch.data.contains("tile-census") && patch.data.contains("599"))
            #expect(!patch.data.contains("tile-breach") && !patch.data.contains("\"wards\""))
        }
    }

    @Test func aClientThatFallsBehindLosesFramesAndThenGetsAFullBoard() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        try await withServer(board) { port in
            let stream = try await open(port, "/events")
            _ = try await next(stream, "age")
            let storm = (0..<2_000).map {
                Sample.alert("a\($0)", message: String(repeating: "x", count: 400))
            }
            var sequence: Int64 = 1
            var dropped = false
            while !dropped, sequence < 100 {
                sequence += 1
                board.publish(Sample.board(sequence), transitions: storm)
                dropped = try await !RawConnection.ask(port, "/metrics").body.contains(
                    "sse_dropped_total 0\n"
                )
            }
            #expect(dropped)
            sequence += 1
            board.publish(Sample.board(sequence))
            var last = try head(try await next(stream, "board"))
            var held = last.base.map { $0 == 1 } ?? true
            while last.sequence < sequence {
                let following = try head(try await next(stream, "board"))
                held = held && (following.base == nil || following.base == last.sequence)
                last = following
            }
            #expect(held, "a patch was sent that the client had no base for")
        }
    }

    @Test func shutdownEndsOpenStreams() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        var left: RawConnection?
        try await withServer(board) { port in
            let stream = try await open(port, "/events")
            _ = try await next(stream, "age")
            left = stream
        }
        #expect(try await left?.nextEvent() == nil)
    }
}
