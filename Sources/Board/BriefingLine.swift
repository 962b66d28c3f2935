package import Hospital

/// The latest shift briefing of one facility.
package struct BriefingLine: Sendable, Equatable, Codable {
    /// Event time it was written for.
    @ISOMoment package var at: Timestamp
    package var level: FacilityBoard.Level
    /// A fragment without html, head or body.
    package var html: String
    package var markdown: String

    package init(at: Timestamp, level: FacilityBoard.Level, html: String, markdown: String) {
        _at = ISOMoment(wrappedValue: at)
        self.level = level
        self.html = html
        self.markdown = markdown
    }
}
