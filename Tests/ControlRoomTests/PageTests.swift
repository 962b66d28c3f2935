import Hospital
import Board
import TestSupport
import Testing

@Suite struct PageTests {
    private func page(_ board: LiveBoard, _ target: String = "/") async throws -> RawConnection.Answer {
        var answer: RawConnection.Answer?
        try await withServer(board) { answer = try await RawConnection.ask($0, target) }
        return try #require(answer)
    }

    @Test func thePageIsCompleteWithoutScripts() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1, alerts: [Sample.alert("a1"), Sample.alert("a0", state: .cleared)]))
        let html = try await page(board).body
        for text in [
            "Wardflow control room", "ORANGE", "19 patients wait for a bed", "In the hospital", "571",
            "under 600",
            "27.4", "■", "critical", "AMU", "61", "102 %", "ward over beds", "raised", "cleared", "Morning",
            "18.42",
            "1,000", "940", "balances", "✓", "v41", "missing_pv1", "numbers as of<", "/?facility=RXB",
            "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>", "<h1>", "<main",
            "aria-live=\"polite\"",
        ] {
            #expect(html.contains(text), "missing: \(text)")
        }
        #expect(!html.contains("style=") && !html.contains("onclick") && !html.contains("<style"))
        #expect(html.components(of: "<script") == 1)
    }

    @Test func hostileTextNeverBecomesMarkup() async throws {
        let hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&"
        var snapshot = Sample.board(1, alerts: [Sample.alert(hostile, message: hostile)])
        snapshot.facilities[0].tiles[0].label = hostile
        snapshot.facilities[0].tiles[0].id = hostile
        snapshot.facilities[0].tiles[0].unit = hostile
        snapshot.facilities[0].wards[0].ward = hostile
        snapshot.facilities[0].levelReasons = [hostile]
        snapshot.facilities[0].briefing?.html =
            hostile + "<p onclick=\"x\">ok</p><a href=\"javascript:x\">y</a>"
        snapshot.facilities[1].facility = hostile
        snapshot.health.quarantineReasons[0].reason = hostile
        let board = LiveBoard()
        board.publish(snapshot)
        let html = try await page(board).body
        #expect(html.components(of: "<script") == 1)
        #expect(!html.contains("<img") && !html.contains("<p onclick") && !html.contains("href=\"javascript"))
        #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;&lt;img"))
        #expect(html.contains("<p>ok</p><a>y</a>"))
    }

    @Test func briefingTagsStayBalancedAndLocalLinksSurvive() async throws {
        var snapshot = Sample.board(1)
        snapshot.facilities[0].briefing?.html =
            "</div></main><h1>A & B</h1><ul><li>one<li>two</ul> 2 > 1 < 3 "
            + "<a href=\"/api/v1/board\" class=\"x\">t</a>"
            + "<a href=\"//evil\">u</a><iframe src=x>"
        let board = LiveBoard()
        board.publish(snapshot)
        let html = try await page(board, "/api/v1/briefings/latest?format=html").body
        #expect(!html.contains("</div>") && !html.contains("</main>") && !html.contains("<iframe"))
        snapshot.facilities[0].briefing?.html =
            "<article><header><h2>Top</h2></header><p><data value=\"3\">3</data> at <time>07:00</time></p>"
            + "<h3>Under</h3></article>"
        board.publish(snapshot)
        let silent = try await page(board, "/api/v1/briefings/latest?format=html").body
        #expect(silent == "<h3>Top</h3><p>3 at 07:00</p><h4>Under</h4>")
        #expect(html.contains("<h3>A & B</h3>") && html.contains("2 &gt; 1 &lt; 3 "))
        #expect(html.contains("<a href=\"/api/v1/board\">t</a>") && !html.contains("evil"))
        #expect(html.components(of: "<li>") == html.components(of: "</li>"))
    }

    @Test func silenceLongerThanTheLimitIsShown() async throws {
        let clock = ManualClock()
        let board = LiveBoard(now: { clock.now })
        board.publish(Sample.board(1))
        #expect(try await page(board).body.contains("class=\"live\""))
        clock.advance(by: .seconds(11))
        let html = try await page(board).body
        #expect(html.contains("class=\"stale\"") && html.contains("No data since"))
        #expect(html.contains("updated 11 s ago"))
    }

    @Test func aSumThatDoesNotBalanceIsShownAsSuch() async throws {
        var snapshot = Sample.board(1)
        snapshot.accounting.silver -= 3
        let board = LiveBoard()
        board.publish(snapshot)
        let html = try await page(board).body
        #expect(html.contains("✗") && html.contains("differs by 3") && !html.contains("✓"))
    }

    @Test func aFacilityIsChosenByLinkAndAnUnknownOneIsNotFound() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        #expect(try await page(board, "/?facility=RXB").body.contains("data-facility=\"RXB\""))
        #expect(try await page(board, "/?facility=NONE").status == 404)
    }

    @Test func thePageIsDarkUnlessTheAddressAsksForLight() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        let dark = try await page(board).body
        #expect(dark.contains("data-theme=\"dark\"") && dark.contains("content=\"dark\""))
        #expect(dark.contains("href=\"/?facility=RXA&amp;theme=light\">Light</a>"))
        let light = try await page(board, "/?theme=light").body
        #expect(light.contains("data-theme=\"light\"") && light.contains("content=\"light\""))
        #expect(light.contains("href=\"/?facility=RXB&amp;theme=light\">RXB</a>"))
        #expect(light.contains("href=\"/?facility=RXA\">Dark</a>"))
        #expect(try await page(board, "/?theme=%22x").body.contains("data-theme=\"dark\""))
    }

    @Test func aTileReadsWithSensibleDecimalsAndUnit() async throws {
        var snapshot = Sample.board(1)
        let readings: [(value: Double, unit: String, shown: String)] = [
            (93.16, "%", "93.2</b> <span>%"), (93, "%", "93.0</b> <span>%"), (100, "%", "100</b> <span>%"),
            (0.3511, "of 1", "0.35</b> <span>of 1"), (54.803, "hours", "54.8</b> <span>hours"),
            (1, "patients", "1</b> <span>patient<"), (2, "patients", "2</b> <span>patients<"),
            (1_234.6, "min", "1,235</b> <span>min"), (-4, "patients", "−4</b> <span>patients"),
        ]
        snapshot.facilities[0].tiles = readings.enumerated().map {
            Tile(id: "t\($0)", label: "Tile", value: $1.value, unit: $1.unit)
        }
        let board = LiveBoard()
        board.publish(snapshot)
        let html = try await page(board).body
        for reading in readings { #expect(html.contains(reading.shown), "missing: \(reading.shown)") }
    }

    @Test func eventTimeAndClockAreTwoLabelledTimes() async throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        let html = try await page(board).body
        #expect(html.contains("Event time, numbers as of</small> <time"))
        #expect(html.contains("Clock on the wall</small> <time id=\"clock\">"))
    }

    @Test func beforeTheFirstBoardThePageWaits() async throws {
        let answer = try await page(LiveBoard())
        #expect(answer.status == 200)
        #expect(answer.body.contains("Waiting for the first data"))
    }

    @Test func pageStyleAndScriptStayUnderSixtyKilobytes() async throws {
        let board = LiveBoard()
        var snapshot = Sample.board(1, alerts: (0..<40).map { Sample.alert("a\($0)") })
        snapshot.facilities[0].tiles = (0..<16).map {
            Tile(
                id: "t\($0)",
                label: "In the hospital",
                value: 571,
                unit: "patients",
                target: "under 600",
                trend: (0..<60).map { Double($0 * 7 % 11) }
            )
        }
        board.publish(snapshot)
        try await withServer(board) { port in
            var total = 0
            for target in ["/", "/assets/room.css", "/assets/room.js", "/assets/icon.svg"] {
                let answer = try await RawConnection.ask(port, target)
                #expect(answer.status == 200)
                #expect(answer.head.contains("Content-Security-Policy: default-src 'self'"))
                total += answer.body.utf8.count
            }
            #expect(total < 60_000, "\(total) bytes")
        }
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
