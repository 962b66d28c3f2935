import Narrator
import Testing

@Suite struct TraceTests {
    /// Nudges each figure so that no level changes: then all sentences citing it change, and no others.
    @Test(arguments: Situation.allCases)
    func changingOneFigureChangesExactlyTheSentencesThatCiteIt(_ situation: Situation) {
        let facts = situation.facts
        let before = BriefingWriter(facts).briefing().everySentence
        for index in facts.figures.indices {
            var changed = facts
            changed.figures[index].value += nudge(facts.figures[index])
            let key = facts.figures[index].key
            let after = BriefingWriter(changed).briefing().everySentence
            #expect(before.count == after.count, "\(key)")
            for (old, new) in zip(before, after) {
                let cites = (old.slots + new.slots).contains { $0.depends(on: key) && $0.part == .current }
                let differs = old != new
                #expect(differs == cites, "\(key): \(old.text) -> \(new.text)")
            }
        }
    }

    /// A wild change may reorder wards, but only in paragraphs that cite the figure before or after.
    @Test func wildChangeReachesOnlyParagraphsThatCiteTheFigure() {
        for seed in UInt64(1)...300 {
            let facts = busyFacts()
            var random = SeededRandom(seed: seed)
            var changed = facts
            let index = Int.random(in: facts.figures.indices, using: &random)
            changed.figures[index].value = Double(Int.random(in: 0...160, using: &random))
            let key = facts.figures[index].key
            let before = BriefingWriter(facts).briefing().sections.flatMap(\.topics)
            let after = BriefingWriter(changed).briefing().sections.flatMap(\.topics)
            for (old, new) in zip(before, after.suffix(before.count)) where old != new {
                let cites = (old.sentences + new.sentences).contains {
                    $0.slots.contains { $0.depends(on: key) }
                }
                #expect(cites, "seed \(seed), \(key): \(new.sentences.map(\.text))")
            }
        }
    }

    @Test func derivedNumberNamesTheGoldFiguresBehindIt() throws {
        let facts = quietFacts().completed()
        let occupancy = try #require(facts.figure(.occupancy))
        let slot = try #require(Slot(occupancy))
        #expect(slot.depends(on: Figure.Key(.occupiedBeds, ward: "AMU")))
        #expect(slot.depends(on: Figure.Key(.beds, ward: "ELD")))
        #expect(!slot.depends(on: Figure.Key(.census)))
    }

    /// A step too small to reorder anything, in fractions of a bed or patient where need be.
    private func nudge(_ figure: Figure) -> Double {
        switch figure.unit {
        case .percent: 0.4
        case .ratio: 0.0003
        default: 0.001
        }
    }
}

extension Briefing {
    /// Every sentence, the reasons that are not read too.
    var everySentence: [Sentence] {
        [title, subtitle] + reasons.map(\.sentence) + sections.flatMap { $0.topics.flatMap(\.sentences) }
            + orders.map(\.action) + notes
    }
}
