package import Hospital

/// A shift-change briefing: level, SBAR sections, orders and data notes, every number a slot.
package struct Briefing: Sendable, Equatable, Codable {
    /// Why the briefing has its level.
    package struct Reason: Sendable, Equatable, Codable {
        package var level: BriefingLevel
        /// The limit crossed, in the figure's unit; nil for a reason that is no threshold.
        package var limit: Double?
        /// Part of a sentence: no capital, no full stop.
        package var sentence: Sentence

        package init(level: BriefingLevel, limit: Double?, sentence: Sentence) {
            self.level = level
            self.limit = limit
            self.sentence = sentence
        }
    }

    /// Sentences about one thing, read as a paragraph.
    package struct Topic: Sendable, Equatable, Codable {
        package var label: String
        package var sentences: [Sentence]

        package init(_ label: String, _ sentences: [Sentence]) {
            self.label = label
            self.sentences = sentences
        }
    }

    /// One heading of the briefing and its paragraphs.
    package struct Section: Sendable, Equatable, Codable {
        package var heading: String
        package var topics: [Topic]

        package init(_ heading: String, _ topics: [Topic]) {
            self.heading = heading
            self.topics = topics
        }
    }

    /// Something to do now, and who does it.
    package struct Order: Sendable, Equatable, Codable {
        package var action: Sentence
        package var owner: String

        package init(_ action: Sentence, owner: String) {
            self.action = action
            self.owner = owner
        }
    }

    package var facility: String
    package var at: Timestamp
    package var handover: Handover
    package var title: Sentence
    package var subtitle: Sentence
    package var level: BriefingLevel
    /// Worst first; empty for GREEN.
    ///
    /// `readReasons` are read out, the others kept.
    package var reasons: [Reason]
    /// Situation, Background, Assessment.
    package var sections: [Section]
    /// The recommendation, most urgent first; empty when there is nothing to order.
    package var orders: [Order]
    /// Corrections to the last briefing, then caveats about data and models.
    package var notes: [Sentence]

    package init(
        facility: String,
        at: Timestamp,
        handover: Handover,
        title: Sentence,
        subtitle: Sentence,
        level: BriefingLevel,
        reasons: [Reason],
        sections: [Section],
        orders: [Order],
        notes: [Sentence]
    ) {
        self.facility = facility
        self.at = at
        self.handover = handover
        self.title = title
        self.subtitle = subtitle
        self.level = level
        self.reasons = reasons
        self.sections = sections
        self.orders = orders
        self.notes = notes
    }

    /// The reasons that are read: those of the briefing's own level.
    package var readReasons: [Reason] { reasons.filter { $0.level == level } }

    /// Every sentence in the order it is read.
    package var sentences: [Sentence] {
        [title, subtitle] + readReasons.map(\.sentence) + sections.flatMap { $0.topics.flatMap(\.sentences) }
            + orders.map(\.action) + notes
    }
}
