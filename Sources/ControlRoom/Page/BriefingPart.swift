import Hospital
import Board

/// The latest shift briefing.
enum BriefingPart {
    static func draw(_ briefing: BriefingLine?, _ facility: String, _ settings: PageSettings) -> HTML {
        guard let briefing else {
            return "<div id=\"briefing\" data-part><p class=\"dim\">No briefing yet</p></div>"
        }
        return """
            <div id="briefing" data-part>\
            <p class="dim">Written for <time datetime="\(ISOMoment.text(briefing.at))">\
            \(Wording.timeOfDay(briefing.at, settings.clock)), \
            \(Wording.date(briefing.at, settings.clock))</time></p>\
            \(BriefingMarkup.harmless(briefing.html))</div>
            """
    }
}
