/// A briefing as an HTML fragment with semantic elements and classes, no colours of its own.
///
/// Each number is a `<data>` element that carries its figure, ward and window.
package enum HTMLRenderer {
    /// The whole briefing as one `<article>`, ending with a line feed.
    package static func render(_ briefing: Briefing) -> String {
        let level = briefing.level.rawValue
        var lines = [
            "<article class=\"briefing\" data-level=\"\(level.lowercased())\">",
            "<header>", "<h2>\(line(briefing.title))</h2>", "<p>\(line(briefing.subtitle))</p>",
            "<p class=\"level\"><strong>\(level)</strong>: \(reasons(briefing)).</p>", "</header>",
        ]
        for section in briefing.sections {
            lines += ["<section>", "<h3>\(escaped(section.heading))</h3>"]
            for topic in section.topics {
                let text = topic.sentences.map(line).joined(separator: " ")
                lines.append("<p><strong>\(escaped(topic.label)).</strong> \(text)</p>")
            }
            lines.append("</section>")
        }
        lines += orders(briefing) + notes(briefing) + ["</article>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func reasons(_ briefing: Briefing) -> String {
        let reasons = briefing.readReasons.map { $0.sentence.rendered(capitalised: false, element) }
        return reasons.isEmpty ? Briefing.noReasons : reasons.joined(separator: "; ")
    }

    private static func orders(_ briefing: Briefing) -> [String] {
        var lines = ["<section class=\"orders\">", "<h3>Recommendation</h3>"]
        if briefing.orders.isEmpty {
            lines.append("<p>\(Briefing.noOrders)</p>")
        } else {
            lines.append("<ol>")
            lines += briefing.orders.map { order in
                "<li><strong class=\"owner\">\(escaped(order.owner)).</strong> \(line(order.action))</li>"
            }
            lines.append("</ol>")
        }
        return lines + ["</section>"]
    }

    private static func notes(_ briefing: Briefing) -> [String] {
        var lines = ["<section class=\"notes\">", "<h3>Data notes</h3>"]
        if briefing.notes.isEmpty {
            lines.append("<p>\(Briefing.noNotes)</p>")
        } else {
            lines += ["<ul>"] + briefing.notes.map { "<li>\(line($0))</li>" } + ["</ul>"]
        }
        return lines + ["</section>"]
    }

    private static func line(_ sentence: Sentence) -> String {
        sentence.rendered(element)
    }

    private static func element(_ piece: Sentence.Piece) -> String {
        let text = escaped(piece.text)
        switch piece.kind {
        case .words, .name, .date: return text
        case .time: return "<time>\(text)</time>"
        case .slot:
            guard let slot = piece.slot else { return text }
            return "<data value=\"\(slot.value)\" data-figure=\"\(escaped(slot.figure.rawValue))\""
                + " data-ward=\"\(escaped(slot.ward))\" data-window=\"\(slot.window.rawValue)\""
                + " data-part=\"\(slot.part.rawValue)\">\(text)</data>"
        }
    }

    /// `text` safe in element content and in double-quoted attributes.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
