import Hospital
import Pipeline

/// Alerts that stand, and the latest steps of all alerts.
enum AlertParts {
    /// Lines shown of either list; the interface has all of them.
    static let lineLimit = 25

    static func active(_ alerts: [AlertLine], _ settings: PageSettings) -> HTML {
        let lines: [HTML] = alerts.prefix(lineLimit).map { line($0, settings, withButton: true) }
        let body: HTML =
            lines.isEmpty ? "<li class=\"none\" data-key=\"none\">No active alerts</li>" : "\(lines)"
        return
            "<ol id=\"active\" data-part data-list class=\"alerts\">\(body)</ol>"
    }

    static func tail(_ alerts: [AlertLine], _ settings: PageSettings) -> HTML {
        let lines: [HTML] = alerts.prefix(lineLimit).map { line($0, settings, withButton: false) }
        let body: HTML = lines.isEmpty ? "<li class=\"none\" data-key=\"none\">Nothing yet</li>" : "\(lines)"
        return """
            <ol id="tail" data-part data-list class="alerts scroll" tabindex="0" aria-label="Alert history" \
            aria-live="polite" aria-relevant="additions">\(body)</ol>
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
        return """
            <li class="\(alert.severity.rawValue) is-\(alert.state.rawValue)" \
            data-key="\(alert.id) \(alert.state.rawValue) \(alert.at.microseconds)">\
            <time datetime="\(ISOMoment.text(alert.at))">\
            \(Wording.timeOfDay(alert.at, settings.clock))</time>\
            \(Wording.mark(alert.severity))<span class="state">\(alert.state.rawValue)</span>\
            <span class="what"><b>\(place)</b> \(alert.message)</span>\(button)</li>
            """
    }
}
