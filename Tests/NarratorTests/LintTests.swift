import Narrator
import Testing

@Suite struct LintTests {
    @Test(arguments: Situation.allCases)
    func everyNumberOfASituationIsASlot(_ situation: Situation) {
        let briefing = BriefingWriter(situation.facts).briefing()
        #expect(BriefingLint.problems(in: briefing, against: situation.facts) == [])
    }

    @Test func everyNumberOfRandomBriefingsIsASlot() {
        for seed in UInt64(1)...600 {
            let facts = randomFacts(seed: seed)
            let briefing = BriefingWriter(facts).briefing()
            #expect(BriefingLint.problems(in: briefing, against: facts) == [], "seed \(seed)")
        }
    }

    @Test func digitsInWordsAreFound() {
        var briefing = BriefingWriter(quietFacts()).briefing()
        briefing.notes.append("Waited over 4 hours.")
        #expect(BriefingLint.problems(in: briefing).count == 1)
    }

    @Test func slotReadingAnotherNumberIsFound() throws {
        var briefing = BriefingWriter(quietFacts()).briefing()
        let index = try #require(briefing.notes[1].pieces.firstIndex { $0.kind == .slot })
        briefing.notes[1].pieces[index].text = "4"
        #expect(BriefingLint.problems(in: briefing).count == 1)
    }

    @Test func typedPieceHidingANumberIsFound() {
        var briefing = BriefingWriter(quietFacts()).briefing()
        for (kind, text) in [(Sentence.Piece.Kind.time, "96"), (.date, "96 patients left")] {
            var piece = Sentence.Piece.words(text)
            piece.kind = kind
            briefing.notes.append(Sentence(pieces: [piece]))
        }
        #expect(BriefingLint.problems(in: briefing).count == 2)
    }

    @Test func numbersAndNamesThatTheFactsDoNotHoldAreFound() {
        let briefing = BriefingWriter(quietFacts()).briefing()
        var other = quietFacts()
        other.facility = "RXB"
        other.figures.removeAll { $0.id == .predictions }
        #expect(BriefingLint.problems(in: briefing, against: other).count == 2)
    }

    @Test func digitsInOwnersAndLabelsAreFound() {
        var briefing = BriefingWriter(quietFacts()).briefing()
        briefing.orders[0].owner = "Bleep 2222"
        #expect(!BriefingLint.problems(in: briefing).isEmpty)
    }
}
