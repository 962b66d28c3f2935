/// Lets through the few tags a briefing needs, balanced; everything else becomes text.
struct BriefingMarkup {
    /// Tags kept, without their attributes; a link keeps an `href` that stays on this server.
    private static let allowed: Set<String> = [
        "a", "abbr", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
        "h5",
        "h6", "hr", "i", "li", "ol", "p", "section", "small", "span", "strong", "sub", "sup", "table",
        "tbody", "td",
        "th", "thead", "tr", "u", "ul",
    ]

    /// Tags taken out of a briefing without a trace: they carry nothing for the eye.
    private static let silent: Set<String> = ["article", "data", "footer", "header", "main", "time"]
    /// Headings move down so that a briefing's first stands below the panel's own.
    private static let lowered = ["h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"]

    private var text = ""
    /// Elements open so far, innermost last, by their shown names.
    private var open: [String] = []

    /// `fragment` with unknown tags as text and open elements closed; headings move down below the page's
    /// own.
    static func harmless(_ fragment: String) -> HTML {
        var markup = BriefingMarkup()
        var rest = fragment[...]
        while let start = rest.firstIndex(of: "<") {
            markup.addText(rest[..<start])
            let inside = rest[rest.index(after: start)...]
            if let end = inside.firstIndex(of: ">"), markup.addTag(inside[..<end]) {
                rest = inside[inside.index(after: end)...]
            } else {
                markup.text += "&lt;"
                rest = inside
            }
        }
        markup.addText(rest)
        for name in markup.open.reversed() { markup.text += "</\(name)>" }
        return HTML(trusted: markup.text)
    }

    /// Adds the clean form of the tag whose inside is `body`; false when it is not let through.
    private mutating func addTag(_ body: Substring) -> Bool {
        let closing = body.first == "/"
        let words = closing ? body.dropFirst() : body
        let name = words.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased()
        let after = words.dropFirst(name.count).first
        let isKnown = Self.allowed.contains(name) || Self.silent.contains(name)
        guard isKnown, after == nil || after == " " || after == "/" else { return false }
        if Self.silent.contains(name) { return true }
        let shown = Self.lowered[name] ?? name
        if closing {
            guard open.last == shown else { return true }
            open.removeLast()
            text += "</\(shown)>"
            return true
        }
        if name != "br", name != "hr" { open.append(shown) }
        if name == "a", let link = Self.link(words) {
            text += "<a href=\"\(HTML.escaped(link))\">"
        } else {
            text += "<\(shown)>"
        }
        return true
    }

    /// Adds text between tags: entities stay as they are, loose angle brackets become entities.
    private mutating func addText(_ part: Substring) {
        for character in part {
            if character == ">" { text += "&gt;" } else { text.append(character) }
        }
    }

    /// The target of a link when it is a path or a fragment of this server.
    private static func link(_ words: Substring) -> String? {
        guard let start = words.firstRange(of: "href=\"")?.upperBound else { return nil }
        let target = words[start...].prefix { $0 != "\"" }
        let isLocal = target.hasPrefix("#") || (target.hasPrefix("/") && !target.hasPrefix("//"))
        return isLocal && !target.contains("\\") ? String(target) : nil
    }
}
