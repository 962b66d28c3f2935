import Foundation
import Hospital
import Narrator
import Testing

@Suite struct RendererTests {
    private static let hostile = "<img src=x onerror=\"alert('1')\">&*_x_*\n# 9"

    private var hostileFacts: BriefingFacts {
        var facts = facts(
            rows: [],
            figures: [
                now(.census, 3),
                Figure(.occupancy, ward: Self.hostile, bucket: "b", value: 99, unit: .percent),
            ],
            alerts: [
                .init(
                    severity: .critical,
                    rule: "r",
                    ward: Self.hostile,
                    message: "<script>x</script>",
                    since: january(5, 6, 0)
                )
            ]
        )
        facts.wards.append(.init(code: Self.hostile))
        facts.facility = Self.hostile
        return facts
    }

    @Test func hostileWardNameStaysTextInHTML() {
        let html = HTMLRenderer.render(BriefingWriter(hostileFacts).briefing())
        #expect(!html.contains("<img"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("onerror=\""))
        #expect(html.contains("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;*_x_*"))
        #expect(!html.contains("style="))
    }

    @Test func hostileWardNameStaysOnItsLineInMarkdown() {
        let text = MarkdownRenderer.render(BriefingWriter(hostileFacts).briefing())
        #expect(text.contains("\\<img src=x onerror=\"alert('1')\"\\>\\&\\*\\_x\\_\\* \\# 9"))
        #expect(!text.contains("\n# 9"))
        #expect(
            BriefingLint.problems(in: BriefingWriter(hostileFacts).briefing(), against: hostileFacts) == []
        )
    }

    @Test(arguments: Situation.allCases)
    func everyNumberInHTMLCarriesItsFigure(_ situation: Situation) {
        let briefing = BriefingWriter(situation.facts).briefing()
        let html = HTMLRenderer.render(briefing)
        let slots = briefing.sentences.reduce(0) { $0 + $1.slots.count }
        #expect(html.components(separatedBy: "<data value=").count - 1 == slots)
        #expect(html.components(separatedBy: "<h3>").count - 1 == 5)
    }

    @Test(arguments: Situation.allCases)
    func jsonDecodesToTheSameBriefing(_ situation: Situation) throws {
        let briefing = BriefingWriter(situation.facts).briefing()
        let data = try JSONRenderer.render(briefing)
        #expect(try JSONRenderer.parse(data) == briefing)
        #expect(try JSONRenderer.render(BriefingWriter(situation.facts).briefing()) == data)
    }

    @Test func jsonSlotNamesFigureWardWindowValueAndRounding() throws {
        let data = try JSONRenderer.render(BriefingWriter(quietFacts()).briefing())
        let text = String(decoding: data, as: UTF8.self)
        for field in [
            "\"figure\"", "\"ward\"", "\"window\"", "\"value\"", "\"decimals\"", "\"bucket\"", "\"sources\"",
        ] {
            #expect(text.contains(field))
        }
    }

    @Test func factsSurviveJSON() throws {
        let data = try JSONEncoder().encode(crisisFacts())
        #expect(try JSONDecoder().decode(BriefingFacts.self, from: data) == crisisFacts())
    }
}
