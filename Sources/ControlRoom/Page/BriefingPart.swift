import Hospital
import Pipeline

/// The latest shift briefing.
enum BriefingPart {
    static func draw(_ briefing: BriefingLine?, _ facility: String, _ settings: PageSettings) -> HTML {
        guard let briefing else {
            return "<div id=\"briefing\" data-part><p class=\"dim\">No briefing yet</p></div>"
        }
        return """
            <div id="briefing" data-part class="scroll" tabindex="0" role="group" \
            aria-label="Latest briefing">\
            <p class="dim">Written for <time datetime="\(ISOMoment.text(briefing.at))">\
            \(Wording.timeOfDay(briefing.at, settings.clock)), \
            \(Wording.date(briefing.at, settings.clock))</time>, \
            level \(briefing.level.rawValue)</p>\(BriefingMarkup.harmless(briefing.html))</div>
            """
    }
}
