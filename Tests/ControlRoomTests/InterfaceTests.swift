import ControlRoom
import FoundationEssentials
import Board
import TestSupport
import Testing

@Suite struct InterfaceTests {
    private func acknowledge(_ port: Int, _ id: String, _ body: String, type: String = "application/json")
        async throws
        -> RawConnection.Answer
    {
        try await RawConnection.ask(
            port,
            "/api/v1/alerts/\(id)/acknowledge",
            method: "POST",
            headers: ["Content-Type: \(type)"],
            body: body
        )
    }

    @Test func anAcknowledgementGoesToTheLogAndWrongOnesAreRefused() async throws {
        let board = LiveBoard()
        let sink = MemorySink()
        board.publish(
            Sample.board(1, alerts: [Sample.alert("full/RXA/AMU/1"), Sample.alert("old", state: .cleared)])
        )
        try await withServer(board, sink: sink) { port in
            let id = "full%2FRXA%2FAMU%2F1"
            let first = try await acknowledge(port, id, "{\"actor\":\"Sister Ada\"}")
            #expect(first.status == 202)
            #expect(sink.acknowledged == ["full/RXA/AMU/1 by Sister Ada"])
            let asText = try await acknowledge(port, id, "{\"actor\":\"A\"}", type: "text/plain")
            #expect(asText.status == 400)
            let wrong: [(id: String, body: String, status: Int)] = [
                ("none", "{\"actor\":\"A\"}", 404), ("old", "{\"actor\":\"A\"}", 409),
                (id, "{\"actor\":\"  \"}", 400), (id, "{\"who\":\"A\"}", 400), (id, "not json", 400),
                (id, String(repeating: " ", count: 9_000), 413),
            ]
            for one in wrong {
                let answer = try await acknowledge(port, one.id, one.body)
                #expect(answer.status == one.status, "\(one.body.prefix(20))")
            }
            #expect(sink.acknowledged.count == 1)
        }
    }

    @Test func anAcknowledgementTheLogRefusesCanBeTriedAgain() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1, alerts: [Sample.alert("a1")]))
        try await withServer(board, sink: MemorySink(isBroken: true)) { port in
            let answer = try await acknowledge(port, "a1", "{\"actor\":\"A\"}")
            #expect(answer.status == 503)
            #expect(answer.body.contains("\"code\":\"log_unavailable\""))
        }
    }

    @Test func readsAnswerWithTheBoardsParts() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(3, alerts: [Sample.alert("a1"), Sample.alert("b1", facility: "RXB")]))
        try await withServer(board) { port in
            let whole = try await RawConnection.ask(port, "/api/v1/board")
            let decoded = try JSONDecoder().decode(BoardSnapshot.self, from: Data(whole.body.utf8))
            #expect(decoded == board.current?.snapshot)
            let one = try await RawConnection.ask(port, "/api/v1/facilities/RXB")
            #expect(try JSONDecoder().decode(FacilityBoard.self, from: Data(one.body.utf8)).facility == "RXB")
            #expect(
                try await RawConnection.ask(port, "/api/v1/accounting").body.contains("\"balances\":true")
            )
            let alerts = try await RawConnection.ask(port, "/api/v1/alerts?facility=RXB").body
            #expect(alerts.contains("\"b1\"") && !alerts.contains("\"a1\""))
            #expect(
                try await RawConnection.ask(port, "/api/v1/briefings/latest?format=md").body == "# Morning"
            )
            let html = try await RawConnection.ask(port, "/api/v1/briefings/latest?facility=RXB&format=html")
            #expect(html.body == "<h3>Morning</h3>")
            let head = try await RawConnection.ask(port, "/api/v1/board", method: "HEAD")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test(arguments: [
        ("/api/v1/facilities/NONE", 404, "unknown_facility"),
        ("/api/v1/board?facility=NONE", 404, "unknown_facility"),
        ("/api/v1/alerts?facility=NONE", 404, "unknown_facility"), ("/nowhere", 404, "not_found"),
        ("/assets/none.js", 404, "not_found"), ("/api/v1/briefings/latest?format=pdf", 400, "bad_request"),
    ])
    func refusalsAreJSONWithACode(target: String, status: Int, code: String) async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        try await withServer(board) { port in
            let answer = try await RawConnection.ask(port, target)
            #expect(answer.status == status)
            #expect(answer.body.hasPrefix("{\"error\":{\"code\":\"\(code)\",\"message\":\""))
        }
    }

    @Test func readinessFollowsTheBoardAndLivenessDoesNot() async throws {
        let clock = ManualClock()
        let board = LiveBoard(now: { clock.now })
        try await withServer(board) { port in
            var ready = try await RawConnection.ask(port, "/readyz")
            #expect(ready.status == 503 && ready.body.contains("never_published"))
            #expect(try await RawConnection.ask(port, "/api/v1/board").status == 503)
            board.publish(Sample.board(1))
            ready = try await RawConnection.ask(port, "/readyz")
            #expect(ready.status == 200 && ready.body == "{\"ready\":true,\"reasons\":[]}")
            clock.advance(by: .seconds(6))
            ready = try await RawConnection.ask(port, "/readyz")
            #expect(ready.status == 503 && ready.body.contains("stale: no update for 6.0 s"))
            #expect(try await RawConnection.ask(port, "/livez").status == 200)
        }
    }

    @Test func metricsNameTheNumbersOfTheBoard() async throws {
        let board = LiveBoard()
        var snapshot = Sample.board(1, alerts: [Sample.alert("a1")])
        snapshot.health.quarantineReasons[0].reason = "a\"b\\c"
        board.publish(snapshot)
        try await withServer(board) { port in
            let text = try await RawConnection.ask(port, "/metrics").body
            for line in [
                "wardflow_records_total 1000", "wardflow_late_total 10", "wardflow_accounting_balances 1",
                "wardflow_log_lag_records{partition=\"0\"} 10", "wardflow_table_version{table=\"events\"} 41",
                "wardflow_last_commit_seconds 0.051",
                "wardflow_quarantine_reason_total{reason=\"a\\\"b\\\\c\"} 30",
                "wardflow_alerts_active{facility=\"RXA\",severity=\"high\"} 1",
                "wardflow_census{facility=\"RXA\",ward=\"AMU\"} 61", "wardflow_sse_clients 0",
                "wardflow_tile{facility=\"RXA\",tile=\"breach\",unit=\"%\"} 27.4",
            ] {
                #expect(text.contains(line + "\n"), "missing: \(line)")
            }
        }
    }

    @Test func aTakenPortIsNamedInTheError() async throws {
        try await withServer(LiveBoard()) { port in
            let second = ControlRoomServer(
                board: LiveBoard(),
                commands: MemorySink(),
                settings: ControlRoomSettings(port: port, handlesSignals: false)
            )
            await #expect(throws: ControlRoomError.portTaken(port)) { try await second.run() }
        }
    }
}
