import Hospital
import Board

/// The whole page of one facility: complete without scripts, then patched by one event stream.
struct Page {
    var settings: PageSettings
    var theme = PageTheme.dark
    /// Fingerprint of script and style; a screen that sees another one loads itself anew.
    var version: String
    /// The wall clock when the page is drawn.
    var now: Timestamp
    /// Time since the last update; nil before the first.
    var age: Duration?

    /// The page of `facility`, or of the first facility; a waiting page when there is no board yet.
    func draw(_ snapshot: BoardSnapshot?, facility: String?) -> HTML {
        guard let snapshot, let board = facility.map(snapshot.facility) ?? snapshot.facilities.first else {
            return document(facility: facility ?? "", sequence: 0, main: Self.waiting(settings.title))
        }
        var page = self
        page.settings = settings.local(to: board.facility)
        let parts = PagePart.all(of: board, in: snapshot, settings: settings)
        let main = page.body(
            board,
            snapshot,
            Dictionary(parts.map { ($0.id, $0.html) }) { first, _ in first }
        )
        return page.document(facility: board.facility, sequence: snapshot.sequence, main: main)
    }

    private func document(facility: String, sequence: Int64, main: HTML) -> HTML {
        let isStale = age.map { $0 > settings.staleAfter } ?? false
        let offset = settings.clock.offsetSeconds(at: now)
        let milliseconds = (age ?? .zero) / .milliseconds(1)
        return """
            <!doctype html>
            <html lang="en" data-version="\(version)" data-theme="\(theme.rawValue)">
            <head><meta charset="utf-8"><title>\(facility) · \(settings.title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="\(theme.rawValue)">
            <link rel="icon" href="/assets/icon.svg">\
            <link rel="stylesheet" href="/assets/room.css?\(version)">
            <noscript><meta http-equiv="refresh" content="10"></noscript>
            <script src="/assets/room.js?\(version)" defer></script></head>
            <body data-facility="\(facility)" data-sequence="\(sequence)" data-offset="\(offset)" \
            data-age="\(Int64(min(milliseconds, 1e12)))" \
            data-stale="\(settings.staleAfter.components.seconds)" \
            class="\(isStale ? "stale" : "live")">
            <a class="skip" href="#main">Skip to the board</a>
            \(main)
            <dialog id="who" aria-labelledby="who-title"><form method="dialog">\
            <h2 id="who-title">Acknowledge</h2>
            <p id="who-what"></p><label for="who-name">Your name or initials</label>
            <input id="who-name" autocomplete="off" maxlength="60" required><p id="who-error" role="alert">\
            </p>
            <p class="row"><button type="submit" value="ok">Acknowledge</button>
            <button type="submit" value="" formnovalidate>Cancel</button></p></form></dialog>
            </body></html>
            """
    }

    private static func waiting(_ title: String) -> HTML {
        """
        <main id="main" class="waiting" data-waiting><h1>\(title)</h1>\
        <p>Waiting for the first data from the pipeline.</p></main>
        """
    }

    private func body(_ board: FacilityBoard, _ snapshot: BoardSnapshot, _ part: [String: HTML]) -> HTML {
        let tiles: [HTML] = board.tiles.map { part["tile-" + $0.id] ?? "" }
        func place(_ id: String) -> HTML { part[id] ?? "" }
        return """
            \(header(board, snapshot, level: place("level"), asOf: place("asof")))
            \(banner)
            <main id="main">
            <section class="numbers" aria-labelledby="h-tiles"><h2 id="h-tiles" class="quiet">Now</h2>
            <div class="tiles c\(Self.columns(board.tiles.count))">\(tiles)</div></section>
            \(panel("alerts-now", "Active alerts", place("active")))
            \(panel("wards", "Wards", place("wards")))
            \(panel("brief", "Briefing", place("briefing")))
            \(panel("history", "Alert history", place("tail")))
            </main>
            <footer aria-label="Pipeline health">
            \(panel("sums", "Every record accounted for", """
                \(place("accounting"))<div class="reasons"><h3>Quarantine</h3>\(place("quarantine"))</div>
                """))
            \(panel("pipe", "Pipeline", place("flow")))
            \(panel("lake", "Lake", place("tables")))
            \(panel("models", "Model error", place("model")))
            </footer>
            """
    }

    /// A titled box whose content scrolls inside when it is longer than the box.
    private func panel(_ name: String, _ title: String, _ content: HTML) -> HTML {
        """
        <section class="panel \(name)" aria-labelledby="h-\(name)"><h2 id="h-\(name)">\(title)</h2>\
        <div class="scroll" tabindex="0" role="group" aria-label="\(title)">\(content)</div></section>
        """
    }

    /// Columns of tiles on a wall: two rows, from 4 to 8 columns.
    private static func columns(_ tiles: Int) -> Int {
        min(8, max(4, (tiles + 1) / 2))
    }

    private func header(_ board: FacilityBoard, _ snapshot: BoardSnapshot, level: HTML, asOf: HTML) -> HTML {
        let links: [HTML] = snapshot.facilities.map {
            let mark: HTML = $0.facility == board.facility ? " aria-current=\"page\"" : ""
            return "<a href=\"\(address($0.facility, theme))\"\(mark)>\($0.facility)</a>"
        }
        let nav: HTML = links.count > 1 ? "<nav aria-label=\"Facility\">\(links)</nav>" : ""
        return """
            <header class="top"><div class="name"><h1>\(settings.title)</h1><div>\
            <b>\(board.facility)</b> \(nav)</div></div>\
            \(level)<div class="when">\(asOf)<p class="clock">\
            <small>Clock on the wall</small> \
            <time id="clock">\(Wording.timeOfDay(now, settings.clock))</time></p>\
            <p class="row"><span id="age" class="dim">\(ageWords)</span>\
            <button id="pause" type="button" aria-pressed="false">Pause</button>\
            <a class="theme" href="\(address(board.facility, theme.other))">\(theme.other.word)</a>\
            </p></div></header>
            """
    }

    /// The page of a facility in a theme, as a path of this server.
    private func address(_ facility: String, _ theme: PageTheme) -> String {
        "/?facility=" + facility.percentEncoded + (theme == .dark ? "" : "&theme=" + theme.rawValue)
    }

    private var ageWords: String {
        guard let age else { return "no data yet" }
        return "updated \(Wording.number(age / .seconds(1), places: 0)) s ago"
    }

    private var banner: HTML {
        let last = now - TimeSpan(microseconds: Int64(min((age ?? .zero) / .microseconds(1), 1e15)))
        return """
            <p id="stale" role="status"><span>No data since <time id="since">\
            \(Wording.timeOfDay(last, settings.clock))</time></span></p>
            """
    }
}
