import Hospital
import Narrator
import Testing

@Suite struct LevelTests {
    @Test(arguments: [
        (Situation.quiet, BriefingLevel.green), (.busy, .orange), (.crisis, .red),
    ])
    func situationHasItsLevel(_ situation: Situation, _ level: BriefingLevel) {
        #expect(BriefingWriter(situation.facts).briefing().level == level)
    }

    @Test(arguments: [
        (now(.occupancy, 91.99, unit: .percent), BriefingLevel.green, "91.99%"),
        (now(.occupancy, 92, unit: .percent), .orange, "92%"),
        (now(.occupancy, 97.96, unit: .percent), .orange, "97.96%"),
        (now(.occupancy, 98, unit: .percent), .red, "98%"),
        (shift(.fourHourPercent, 78, unit: .percent), .green, "78.0%"),
        (shift(.fourHourPercent, 77.99, unit: .percent), .orange, "77.99%"),
        (shift(.fourHourPercent, 60, unit: .percent), .orange, "60.0%"),
        (shift(.fourHourPercent, 59.9, unit: .percent), .red, "59.9%"),
        (now(.boardersPercent, 10, unit: .percent), .green, "10%"),
        (now(.boardersPercent, 10.1, unit: .percent), .orange, "10.1%"),
        (now(.boardersPercent, 20.1, unit: .percent), .red, "20.1%"),
        (now(.emergencyOccupancy, 100, unit: .percent), .green, "100%"),
        (now(.emergencyOccupancy, 131, unit: .percent), .red, "131%"),
        (now(.waitingOver210, 4), .green, "4"), (now(.waitingOver210, 5), .orange, "5"),
        (now(.waitingOver210, 15), .red, "15"),
        (now(.criticalAlerts, 0), .green, "0"), (now(.criticalAlerts, 1), .orange, "1"),
        (now(.criticalAlerts, 3), .red, "3"),
        (now(.feedAge, 14.9, unit: .minutes), .green, "14.9"),
        (now(.feedAge, 15, unit: .minutes), .orange, "15"),
        (onWard(.nurseFill, 85), .green, "85%"), (onWard(.nurseFill, 84.9), .orange, "84.9%"),
        (onWard(.nurseFill, 75), .orange, "75%"), (onWard(.nurseFill, 74.99), .red, "74.99%"),
        (onWard(.supportFill, 79), .orange, "79%"), (onWard(.supportFill, 10), .orange, "10%"),
        (onWard(.occupancy, 97, .now), .green, "97%"), (onWard(.occupancy, 105, .now), .orange, "105%"),
    ])
    func thresholdIsJudgedExactAndReadSoThatItAgrees(_ figure: Figure, _ level: BriefingLevel, _ text: String)
    {
        let briefing = BriefingWriter(facts(rows: [], figures: [figure, now(.census, 20)])).briefing()
        #expect(briefing.level == level)
        #expect(briefing.reasons.count == (level == .green ? 0 : 1))
        #expect(Slot(figure)?.text == text)
    }

    @Test func plannedFillOfTheComingShiftIsJudgedBeforeThePast() {
        let facts = facts(
            rows: [],
            figures: [now(.census, 20), onWard(.nurseFill, 60), onWard(.nurseFill, 95, .coming)]
        )
        let briefing = BriefingWriter(facts).briefing()
        #expect(briefing.level == .green)
        #expect(
            MarkdownRenderer.render(briefing).contains("Lowest RN fill for the day shift is 95%, on AMU.")
        )
    }

    @Test func quietShiftGivesAtMostOneOrder() {
        #expect(BriefingWriter(quietFacts()).briefing().orders.count <= 1)
    }

    @Test func redBriefingKeepsItsOrangeReasonsUnread() {
        let briefing = BriefingWriter(crisisFacts()).briefing()
        #expect(briefing.readReasons.allSatisfy { $0.level == .red })
        #expect(briefing.reasons.count > briefing.readReasons.count)
        #expect(briefing.orders.count <= BriefingWriter.mostOrders)
    }
}
