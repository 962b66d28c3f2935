import Hospital
import Board

/// The state of the pipeline and of its models.
enum HealthParts {
    /// Entries shown of each list.
    static let lineLimit = 24

    static func accounting(_ sum: Accounting) -> HTML {
        let terms: [HTML] = [
            ("silver", sum.silver), ("quarantined", sum.quarantined), ("duplicates", sum.duplicates),
            ("late", sum.late),
        ].enumerated().map { index, term in
            """
            <span class="pair"><span class="op" \
            aria-hidden="true">\(index == 0 ? (sum.balances ? "=" : "≠") : "+")</span>\
            <span class="term"><b>\(Wording.count(term.1))</b> <small>\(term.0)</small></span></span>
            """
        }
        let verdict: HTML =
            sum.balances
            ? "<span class=\"verdict normal\"><i aria-hidden=\"true\">✓</i> balances</span>"
            : """
            <span class="verdict critical"><i aria-hidden="true">✗</i> differs by \
            \(Wording.count(sum.records &- sum.settled))</span>
            """
        return """
            <div id="accounting" data-part class="sum" role="group" \
            aria-label="records = silver + quarantined + duplicates + late">\
            <span class="term"><b>\(Wording.count(sum.records))</b> <small>records</small>\
            </span>\(terms)\(verdict)</div>
            """
    }

    static func flow(_ health: PipelineHealth) -> HTML {
        let lag = health.lag
        let toClear: String =
            if lag == 0 {
                "caught up"
            } else if health.eventsPerSecond >= 1 {
                "≈ \(Wording.number(Double(lag) / health.eventsPerSecond, places: 1)) s to clear"
            } else {
                "not moving"
            }
        let partitions: [HTML] = chips(health.partitions) {
            "<li>p\($0.partition) <b>\(Wording.count($0.lag))</b></li>"
        }
        return """
            <div id="flow" data-part class="flow"><dl>\
            <div><dt>Events</dt><dd>\(Wording.number(health.eventsPerSecond, places: 0))<small>/s</small>\
            </dd></div>\
            <div><dt>Lag</dt><dd>\(Wording.count(lag))<small> \(toClear)</small></dd></div>\
            <div><dt>Commit \(Wording.count(health.commits))</dt>\
            <dd>\(Wording.number(health.lastCommitMilliseconds, places: 0))<small> ms</small></dd></div></dl>\
            <ul class="chips" aria-label="Lag by partition">\(partitions)</ul></div>
            """
    }

    static func tables(_ health: PipelineHealth) -> HTML {
        let tables: [HTML] = chips(health.tableVersions) {
            "<li>\($0.table) <b>v\(Wording.count($0.version))</b></li>"
        }
        let faults: [HTML] = health.upkeep.faults.map {
            """
            <p class="verdict critical"><i aria-hidden="true">✗</i> \($0.table): \($0.reason)</p>
            """
        }
        return """
            <div id="tables" data-part><ul class="chips" aria-label="Table versions">\(tables)</ul>\(faults)\
            <p class="dim place">\(health.log) → \(health.lake)</p></div>
            """
    }

    static func quarantine(_ health: PipelineHealth) -> HTML {
        let reasons: [HTML] = chips(health.quarantineReasons) {
            "<li>\($0.reason) <b>\(Wording.count($0.count))</b></li>"
        }
        let body: HTML = reasons.isEmpty ? "<li>none</li>" : "\(reasons)"
        return
            "<ul id=\"quarantine\" data-part class=\"chips\" aria-label=\"Quarantine by reason\">\(body)</ul>"
    }

    static func model(_ lines: [ModelLine]) -> HTML {
        let rows: [HTML] = lines.prefix(lineLimit).map {
            """
            <tr><th scope="row">\($0.model) <small>\($0.metric)</small></th>\
            <td class="n"><b>\(Wording.number($0.value, places: 2))</b></td>\
            <td class="n dim">n = \(Wording.count($0.count))</td></tr>
            """
        }
        let body: HTML = rows.isEmpty ? "<tr><td>No outcomes yet</td></tr>" : "\(rows)"
        return "<table id=\"model\" data-part aria-label=\"Model error\"><tbody>\(body)</tbody></table>"
    }

    /// The entries of a list shown, and how many more there are.
    private static func chips<Entry>(_ entries: [Entry], _ draw: (Entry) -> HTML) -> [HTML] {
        let rest = entries.count - lineLimit
        return entries.prefix(lineLimit).map(draw)
            + (rest > 0 ? ["<li><a href=\"/api/v1/board\">and \(rest) more</a></li>"] : [])
    }
}
