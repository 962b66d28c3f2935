import Hospital
import Narrator
import Testing

@Suite struct WordingTests {
    @Test func missingFiguresLeaveTheirSentencesOutAndSaySo() {
        let text = read(facts(rows: [], figures: []))
        for line in [
            "No ED figures for this shift.", "No bed figures for this shift.",
            "No ward figures for this shift.",
            "No staffing figures for this shift.", "No figures for ED arrivals and departures.",
            "No figures for admissions and discharges.", "No model figures for this shift.",
            "**ORANGE**: no current figures for ED or beds.",
            "Phone round ED and the wards for the position.",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test func oneWardWithoutItsBedsLeavesTheHospitalsBedsUnsaid() {
        var facts = quietFacts()
        facts.figures.removeAll { $0.key == Figure.Key(.occupiedBeds, ward: "MED") }
        let text = read(facts)
        #expect(text.contains("No bed figures for this shift."))
        #expect(text.contains("Fullest ward: AMU 87% (8 beds free)."))
    }

    @Test func figureThatIsNotFiniteCountsAsMissing() {
        #expect(
            read(facts(rows: [], figures: [now(.census, .nan), now(.boarders, .infinity)]))
                .contains("No ED figures for this shift.")
        )
    }

    @Test func singularAndPluralAgree() {
        let text = read(
            facts(
                rows: [],
                figures: [
                    now(.census, 1, was: 1), now(.waitingOver210, 1, was: 0), now(.boarders, 0),
                    now(.likelyBreaches, 0), now(.predictedLongStays, 1), shift(.arrivals, 1),
                    shift(.departures, 0), shift(.fourHourBreaches, 1), shift(.quarantined, 1),
                    now(.feedAge, 1, unit: .minutes),
                ]
            )
        )
        for line in [
            "1 patient, unchanged, in 60 spaces.", "1 has been there over three and a half hours, up from 0.",
            "No one is waiting for a ward bed.", "No one in ED is likely to breach four hours.",
            "1 inpatient is flagged as likely to stay beyond four days.", "1 arrival and no departures.",
            "1 breach of the four-hour standard.", "1 message quarantined.", "newest message 1 minute old.",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test func alertMessageWithDigitsIsReadByItsRule() {
        let alert = BriefingFacts.Alert(
            severity: .warning,
            rule: "occupancy_high",
            ward: "MED",
            message: "Beds 96% full",
            since: january(5, 1, 2)
        )
        #expect(
            read(facts(rows: [], figures: [now(.census, 3)], alerts: [alert]))
                .contains("1 warning open, none critical. MED: occupancy high, since 01:02.")
        )
    }

    @Test func olderAlertIsReadWithItsDay() {
        func line(_ since: Timestamp) -> Bool {
            let alert = BriefingFacts.Alert(
                severity: .critical,
                rule: "x",
                message: "Lift out of order",
                since: since
            )
            let text = read(facts(rows: [], figures: [], alerts: [alert]))
            return text.contains("Lift out of order, since Saturday 14:05.")
                || text.contains("Lift out of order, since 7 December 2025.")
        }
        #expect(line(january(3, 14, 5)))
        #expect(line(CivilTime(year: 2025, month: 12, day: 7, hour: 9).utc))
    }

    @Test(arguments: [
        (0.5, 0, "1"), (-0.4, 0, "0"), (2.5, 0, "3"), (1_234_567, 0, "1,234,567"), (0.05, 1, "0.1"),
        (7.004, 2, "7.00"), (-1_204.5, 1, "-1,204.5"), (.nan, 0, ""), (1e12, 0, ""),
    ])
    func decimalsAreRoundedAndGrouped(_ value: Double, _ decimals: Int, _ text: String) {
        #expect(DecimalText.text(value, decimals: decimals) == text)
    }

    @Test func briefingOffTheHandoverHoursIsOnDemandInLocalTime() {
        let at = CivilTime(year: 2026, month: 7, day: 1, hour: 13, minute: 30).utc
        let facts = BriefingFacts(
            facility: "RXA",
            at: at,
            localTime: CivilTime(year: 2026, month: 7, day: 1, hour: 14, minute: 30),
            wards: [],
            figures: []
        )
        #expect(facts.handover == .onDemand)
        #expect(read(facts).contains("Wednesday 1 July 2026, 14:30. On demand, covering 02:30 to 14:30."))
    }

    private func read(_ facts: BriefingFacts) -> String {
        MarkdownRenderer.render(BriefingWriter(facts).briefing())
    }
}
