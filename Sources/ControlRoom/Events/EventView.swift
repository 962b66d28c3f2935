import Board

/// What a client of the event stream wants to see.
struct EventView: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The board as JSON.
        case board
        /// Drawn parts of the page.
        case page
    }

    var kind: Kind
    /// One facility, or nil for all of them; a page has always one.
    var facility: String?

    func shows(_ alert: AlertLine) -> Bool {
        facility == nil || alert.facility == facility
    }
}
