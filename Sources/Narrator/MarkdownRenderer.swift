/// A briefing as CommonMark, to read, mail or keep.
package enum MarkdownRenderer {
    /// The whole briefing, ending with a line feed.
    package static func render(_ briefing: Briefing) -> String {
        var lines = ["# \(line(briefing.title))", "", line(briefing.subtitle), "", level(briefing), ""]
        for section in briefing.sections {
            lines += ["## \(section.heading)", ""]
            for topic in section.topics {
                let text = topic.sentences.map(line).joined(separator: " ")
                lines += ["**\(escaped(topic.label)).** \(text)", ""]
            }
        }
        lines += ["## Recommendation", ""]
        for (index, order) in briefing.orders.enumerated() {
            lines.append("\(index + 1). **\(escaped(order.owner)).** \(line(order.action))")
        }
        if briefing.orders.isEmpty { lines.append(Briefing.noOrders) }
        lines += ["", "## Data notes", ""]
        lines += briefing.notes.map { "- \(line($0))" }
        if briefing.notes.isEmpty { lines.append(Briefing.noNotes) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func level(_ briefing: Briefing) -> String {
        let reasons = briefing.readReasons.map { reason in
            reason.sentence.rendered(capitalised: false) { escaped($0.text) }
        }
        let why = reasons.isEmpty ? Briefing.noReasons : reasons.joined(separator: "; ")
        return "**\(briefing.level.rawValue)**: \(why)."
    }

    private static func line(_ sentence: Sentence) -> String {
        sentence.rendered { escaped($0.text) }
    }

    /// `text` with every character that Markdown or HTML could take as markup escaped.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_[]<>#|~&!".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

extension Briefing {
    /// Read in place of reasons.
    package static let noReasons = "all figures within limits"
    /// Read in place of orders.
    package static let noOrders = "No orders. Carry on to plan."
    /// Read in place of data notes.
    package static let noNotes = "None."
}
