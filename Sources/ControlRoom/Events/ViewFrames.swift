import Board

/// The frames of one view: the full board of the last broadcast and the patch that led to it.
struct ViewFrames {
    private struct Drawn: Encodable {
        var sequence: Int64
        var base: Int64?
        /// How many parts the page has; a screen with another number loads itself anew.
        var count: Int
        /// Pairs of id and element.
        var parts: [[String]]
    }

    let view: EventView
    private let settings: PageSettings
    private(set) var sequence: Int64?
    private var full: EventFrame?
    private var parts: [PagePart] = []
    private var snapshot: BoardSnapshot?

    init(_ view: EventView, settings: PageSettings) {
        self.view = view
        self.settings = settings
    }

    /// Takes the board of `update` as broadcast and returns the patch to it, or nil when nothing is to be
    /// sent.
    mutating func advance(to update: BoardUpdate) -> EventFrame? {
        let old = snapshot
        guard update.sequence != old?.sequence else { return nil }
        snapshot = update.snapshot
        sequence = update.sequence
        full = nil
        switch view.kind {
        case .board:
            guard let old, let patch = BoardPatch(from: old, to: update.snapshot, facility: view.facility)
            else {
                return fullFrame(update)
            }
            return .event(
                "board",
                id: update.sequence,
                data: EventFrame.json(patch),
                base: old.sequence,
                board: update.sequence
            )
        case .page:
            let before = parts
            parts = drawParts(of: update.snapshot)
            guard let old, before.map(\.id) == parts.map(\.id) else { return fullFrame(update) }
            let changed = zip(before, parts).compactMap { $0 == $1 ? nil : $1 }
            return .event(
                "board",
                id: update.sequence,
                data: drawn(changed, base: old.sequence),
                base: old.sequence,
                board: update.sequence
            )
        }
    }

    /// The whole board as last broadcast; `update` must be the one given to `advance(to:)`.
    mutating func fullFrame(_ update: BoardUpdate) -> EventFrame? {
        if let full { return full }
        let data: [UInt8]? =
            switch view.kind {
            case .board: update.json.board(facility: view.facility)
            case .page: parts.isEmpty ? nil : drawn(parts, base: nil)
            }
        full = data.map { .event("board", id: update.sequence, data: $0, board: update.sequence) }
        return full
    }

    private func drawParts(of snapshot: BoardSnapshot) -> [PagePart] {
        guard let board = view.facility.map(snapshot.facility) ?? snapshot.facilities.first else { return [] }
        return PagePart.all(of: board, in: snapshot, settings: settings)
    }

    private func drawn(_ parts: [PagePart], base: Int64?) -> [UInt8] {
        let pairs = parts.map { [$0.id, $0.html.text] }
        return EventFrame.json(
            Drawn(sequence: sequence ?? 0, base: base, count: self.parts.count, parts: pairs)
        )
    }
}
