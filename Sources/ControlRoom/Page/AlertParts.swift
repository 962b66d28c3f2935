import Hospital
import Board

/// Alerts that stand, and the latest steps of all alerts.
enum AlertParts {
    /// Lines shown of the history; the interface has all of them.
    static let tailLimit = 20
    /// Lines shown of the alerts that stand, and of one folded group; the interface has all of them.
    static let activeLimit = 20
    static let groupLimit = 6

    static func active(_ alerts: [AlertLine], facility: String, _ settings: PageSettings) -> HTML {
        var room = activeLimit
        var body: [HTML] = []
        var hidden = 0
        for group in AlertGroup.all(of: alerts) {
            if group.isFolded {
                body.append(folded(group, facility: facility, settings))
                room -= groupLimit
            } else {
                let shown = group.alerts.prefix(max(0, room))
                body += shown.map { line($0, settings, withButton: true) }
                hidden += group.alerts.count - shown.count
                room -= shown.count
            }
        }
        if hidden > 0 { body.append(more(hidden, facility: facility)) }
        if body.isEmpty { body = ["<li class=\"none\" data-key=\"none\">No active alerts</li>"] }
        return """
            <div id="active" data-part data-merge><p class="tally">\(tally(alerts))</p>\
            <ol data-list class="alerts">\(body)</ol></div>
            """
    }

    /// The history, newest first.
    static func tail(_ alerts: [AlertLine], facility: String, _ settings: PageSettings) -> HTML {
        let newestFirst = alerts.enumerated()
            .sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }.map(\.element)
        var lines: [HTML] = newestFirst.prefix(tailLimit).map { line($0, settings, withButton: false) }
        if alerts.count > tailLimit { lines.append(more(alerts.count - tailLimit, facility: facility)) }
        let body: HTML = lines.isEmpty ? "<li class=\"none\" data-key=\"none\">Nothing yet</li>" : "\(lines)"
        return """
            <ol id="tail" data-part data-list class="alerts" aria-live="polite" \
            aria-relevant="additions">\(body)</ol>
            """
    }

    /// How many stand, by state, those that wait longest for an answer first.
    private static func tally(_ alerts: [AlertLine]) -> HTML {
        let states: [AlertLine.State] = [.escalated, .raised, .acknowledged]
        let counts: [HTML] = states.compactMap { state in
            let count = alerts.count { $0.state == state }
            guard count > 0 else { return nil }
            return """
                <span class="is-\(state.rawValue)"><b>\(Wording.count(Int64(count)))</b> \
                <span class="state">\(state.rawValue)</span></span>
                """
        }
        return "\(counts)"
    }

    /// One summary line that opens to the alerts of the group.
    private static func folded(_ group: AlertGroup, facility: String, _ settings: PageSettings) -> HTML {
        var lines: [HTML] = group.alerts.prefix(groupLimit).map { line($0, settings, withButton: true) }
        let rest = group.alerts.count - groupLimit
        if rest > 0 { lines.append(more(rest, facility: facility)) }
        let since: HTML =
            group.newest.map {
                """
                <span class="dim">newest <time datetime="\(ISOMoment.text($0))">\
                \(Wording.timeOfDay($0, settings.clock))</time></span>
                """
            } ?? ""
        return """
            <li class="group \(group.severity.rawValue)" data-key="group \(group.rule)"><details><summary>\
            <span class="what"><b>\(group.title)</b> – \(group.amount)</span>\
            \(Wording.mark(group.severity))\(since)<span class="dim spread">\(group.spread)</span></summary>\
            <ol data-list class="alerts">\(lines)</ol></details></li>
            """
    }

    private static func more(_ count: Int, facility: String) -> HTML {
        """
        <li class="none" data-key="more"><a href="/api/v1/alerts?facility=\(facility.percentEncoded)">\
        and \(Wording.count(Int64(count))) more</a></li>
        """
    }

    private static func line(_ alert: AlertLine, _ settings: PageSettings, withButton: Bool) -> HTML {
        let place = [alert.ward, alert.bed].compactMap(\.self).joined(separator: " ")
        let canAcknowledge = withButton && (alert.state == .raised || alert.state == .escalated)
        let button: HTML =
            canAcknowledge
            ? """
            <button type="button" class="ack" data-ack="\(alert.id)" \
            aria-label="Acknowledge: \(alert.message)">\
            Acknowledge</button>
            """ : ""
        let why: HTML = alert.reasons.map { "<span class=\"why\">\($0)</span>" } ?? ""
        return """
            <li class="\(alert.severity.rawValue) is-\(alert.state.rawValue)" \
            data-key="\(alert.id) \(alert.state.rawValue) \(alert.at.microseconds)">\
            <time datetime="\(ISOMoment.text(alert.at))">\
            \(Wording.timeOfDay(alert.at, settings.clock))</time>\
            \(Wording.mark(alert.severity))<span class="state">\(alert.state.rawValue)</span>\
            <span class="what"><b>\(place)</b> \(Wording.unbroken(alert.message))</span>\(why)\(button)</li>
            """
    }
}
