import Hospital
import Board
import TestSupport
import Testing

@Suite struct AlertListTests {
    private func alert(
        _ id: String,
        rule: String,
        _ severity: BoardSeverity,
        state: AlertLine.State = .raised,
        message: String,
        minute: Int64 = 0
    ) -> AlertLine {
        let at = Sample.start + .seconds(60 * minute)
        return AlertLine(
            id: id,
            rule: rule,
            severity: severity,
            facility: "RXA",
            ward: "MED",
            visit: id,
            state: state,
            at: at,
            raisedAt: at,
            message: message
        )
    }

    private func stays(_ count: Int) -> [AlertLine] {
        (0..<count).map {
            alert(
                "s\($0)",
                rule: "critical_risk",
                .critical,
                message: "CRITICAL RISK: long stay (\(90 + $0) h)"
            )
        }
    }

    private func page(active: [AlertLine], tail: [AlertLine] = []) async throws -> String {
        var snapshot = Sample.board(1)
        snapshot.facilities[0].activeAlerts = active
        snapshot.facilities[0].alertTail = tail
        let board = LiveBoard()
        board.publish(snapshot)
        var html = ""
        try await withServer(board) { html = try await RawConnection.ask($0, "/").body }
        return html
    }

    @Test func manyAlertsOfOneRuleFoldToOneLineWithTheirCount() async throws {
        let breach = alert("b1", rule: "breach", .high, state: .escalated, message: "In ED for 3 h 30 min")
        let html = try await page(active: stays(58) + [breach])
        #expect(html.ranges(of: "<details>").count == 1)
        #expect(html.contains("<b>CRITICAL RISK: long stay</b> – 58 patients"))
        #expect(html.contains("MED 58"))
        #expect(html.contains("and 52 more"), "the rest is linked")
        #expect(html.ranges(of: "data-ack=\"s").count == 6)
        let group = try #require(html.firstRange(of: "</details>"))
        #expect(html[group.upperBound...].contains("data-ack=\"b1\""), "the breach stands outside the group")
        #expect(
            html.contains("<b>58</b> <span class=\"state\">raised")
                && html.contains("<b>1</b> <span class=\"state\">escalated")
        )
    }

    @Test func aFewAlertsOfOneRuleStandAlone() async throws {
        let html = try await page(active: stays(5))
        #expect(!html.contains("<details>"))
        #expect(html.ranges(of: "data-ack=").count == 5)
    }

    @Test func escalatedAlertsStandBeforeOthersOfTheirSeverity() async throws {
        let html = try await page(active: [
            alert("w1", rule: "ward", .high, message: "ward full"),
            alert("e1", rule: "breach", .high, state: .escalated, message: "waits"),
            alert("c1", rule: "risk", .critical, message: "risk"),
        ])
        let places = try ["c1", "e1", "w1"].map {
            try #require(html.firstRange(of: "data-ack=\"\($0)\"")).lowerBound
        }
        #expect(places == places.sorted())
    }

    @Test func hundredsOfAlertsOfManyRulesStayBounded() async throws {
        let active = (0..<300).map {
            alert("a\($0)", rule: "rule\($0 % 100)", .high, message: "message \($0)")
        }
        let html = try await page(active: active)
        #expect(html.ranges(of: "data-ack=").count == 20)
        #expect(html.contains("and 280 more"))
    }

    @Test func theHistoryIsNewestFirstWhateverOrderItComesIn() async throws {
        let tail = [3, 9, 1].map {
            alert("t\($0)", rule: "risk", .watch, message: "minute \($0) done", minute: $0)
        }
        let html = try await page(active: [], tail: tail)
        let places = try [9, 3, 1].map { try #require(html.firstRange(of: "minute \($0) done")).lowerBound }
        #expect(places == places.sorted())
    }
}
