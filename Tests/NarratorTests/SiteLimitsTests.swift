import Hospital
import Narrator
import Testing

@Suite struct SiteLimitsTests {
    @Test func theLevelFollowsTheLimitsOfTheSite() {
        var facts = facts(rows: [], figures: [now(.census, 20), now(.waitingOver210, 4)])
        #expect(BriefingWriter(facts).briefing().level == .green)
        facts.thresholds[.waitingOver210].high = 3
        #expect(BriefingWriter(facts).briefing().level == .orange)
        #expect(BriefingWriter(facts).briefing().reasons.first?.limit == 3)
        facts.thresholds[.waitingOver210].critical = 4
        #expect(BriefingWriter(facts).briefing().level == .red)
    }

    @Test(arguments: [
        (96.0, "beyond four days"), (24, "beyond one day"), (72, "beyond three days"),
        (36, "beyond thirty-six hours"),
        (100, "beyond one hundred hours"), (110, "beyond one hundred and ten hours"),
        (96.5, "beyond the critical length"), (0, "beyond the critical length"),
    ])
    func aCriticalStayIsReadAsTheSiteSetsIt(hours: Double, words: String) {
        var facts = facts(rows: [], figures: [now(.census, 20), now(.predictedLongStays, 3)])
        facts.criticalStayHours = hours
        let briefing = BriefingWriter(facts).briefing()
        #expect(MarkdownRenderer.render(briefing).contains("likely to stay \(words)."))
        #expect(BriefingLint.problems(in: briefing).isEmpty)
    }
}
