import Hospital
import Board

/// The moment and the level of the hospital.
enum HeaderParts {
    static func asOf(_ board: FacilityBoard, _ settings: PageSettings) -> HTML {
        """
        <p id="asof" data-part><small>Event time, numbers as of</small> <time \
        datetime="\(ISOMoment.text(board.asOf))">\(Wording.timeOfDay(board.asOf, settings.clock))</time> \
        <small>\(Wording.date(board.asOf, settings.clock))</small></p>
        """
    }

    static func level(_ board: FacilityBoard) -> HTML {
        let severity = Wording.severity(board.level)
        let reasons: [HTML] = board.levelReasons.map { "<li>\($0)</li>" }
        let list: HTML = reasons.isEmpty ? "<li>no pressure signs</li>" : "\(reasons)"
        return """
            <div id="level" data-part class="level \(severity.rawValue)"><p class="badge">\
            <i aria-hidden="true">\
            \(Wording.shape(severity))</i><span><small>Level</small> <b>\(board.level.rawValue)</b></span>\
            </p>\
            <ul class="scroll" tabindex="0" aria-label="Reasons for the level">\(list)</ul></div>
            """
    }
}
