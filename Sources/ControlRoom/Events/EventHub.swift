import Board
import ServiceLifecycle
import Synchronization

/// Takes updates from the live board and hands encoded frames to every event-stream client.
///
/// Alerts go out at once. Boards go out at most once per `interval`, the newest one only, encoded once per
/// view.
actor EventHub: Service {
    /// Frames a slow client may fall behind; then its oldest are dropped and it gets a full board.
    static let clientLimit = 64
    /// Shortest time between two boards to the same client.
    static let interval = Duration.milliseconds(40)
    /// Longest silence on a connection.
    static let heartbeatInterval = Duration.seconds(15)

    /// A client's place in the hub and what it sends first.
    struct Ticket: Sendable {
        let client: UInt64
        let frames: AsyncStream<EventFrame>
        let first: [EventFrame]
        /// The board sequence `first` leaves the client at.
        let sequence: Int64?
    }

    private struct Client {
        let view: EventView
        let continuation: AsyncStream<EventFrame>.Continuation
    }

    private let board: LiveBoard
    private let settings: PageSettings
    private var clients: [UInt64: Client] = [:]
    private var nextClient: UInt64 = 0
    private var views: [EventView: ViewFrames] = [:]
    /// The newest update seen; boards up to `broadcast` have been sent.
    private var latest: BoardUpdate?
    private var broadcast: BoardUpdate?
    private var sentAt: ContinuousClock.Instant?
    private var flush: Task<Void, Never>?
    private var isClosed = false

    private let open = Atomic<Int>(0)
    private let dropped = Atomic<Int64>(0)
    private let delivered = Atomic<Int64>(0)

    init(board: LiveBoard, settings: PageSettings) {
        self.board = board
        self.settings = settings
    }

    /// Clients connected now.
    nonisolated var clientCount: Int { open.load(ordering: .relaxed) }
    /// Frames dropped because a client did not keep up, since the start.
    nonisolated var droppedFrames: Int64 { dropped.load(ordering: .relaxed) }
    /// Frames handed to clients since the start.
    nonisolated var deliveredFrames: Int64 { delivered.load(ordering: .relaxed) }

    /// Serves until graceful shutdown or cancellation, then ends every client's stream.
    func run() async throws {
        let updates = board.subscribe()
        let pump = Task { for await update in updates { self.take(update) } }
        let beat = Task {
            while (try? await Task.sleep(for: Self.heartbeatInterval)) != nil { self.sendToAll(.heartbeat) }
        }
        await withTaskCancellationOrGracefulShutdownHandler {
            await pump.value
        } onCancelOrGracefulShutdown: {
            pump.cancel()
        }
        beat.cancel()
        close()
    }

    /// Adds a client; nil when the server is shutting down.
    /// - Parameter lastEvent: the id of the last event the client had, when it comes back.
    func join(_ view: EventView, after lastEvent: Int64?) -> Ticket? {
        guard !isClosed else { return nil }
        var first: [EventFrame] = []
        if latest == nil, let current = board.current { take(current) }
        if let latest {
            if broadcast == nil { sendBoards() }
            if let full = fullFrame(view) { first.append(full) }
            if let lastEvent { first += replay(after: lastEvent, upTo: latest.sequence, view) }
            first.append(.age(board.age ?? .zero, version: Asset.version))
        }
        let (frames, continuation) = AsyncStream.makeStream(
            of: EventFrame.self,
            bufferingPolicy: .bufferingNewest(Self.clientLimit)
        )
        let key = nextClient
        nextClient += 1
        clients[key] = Client(view: view, continuation: continuation)
        open.store(clients.count, ordering: .relaxed)
        return Ticket(client: key, frames: frames, first: first, sequence: views[view]?.sequence)
    }

    /// Removes a client.
    func leave(_ client: UInt64) {
        guard let gone = clients.removeValue(forKey: client) else { return }
        gone.continuation.finish()
        open.store(clients.count, ordering: .relaxed)
        if !clients.values.contains(where: { $0.view == gone.view }) { views[gone.view] = nil }
    }

    /// The full board of the last broadcast, for a client that missed a patch.
    func fullFrame(_ view: EventView) -> EventFrame? {
        guard let broadcast else { return nil }
        var frames = views[view] ?? ViewFrames(view, settings: settings)
        _ = frames.advance(to: broadcast)
        let full = frames.fullFrame(broadcast)
        views[view] = frames
        return full
    }

    private func take(_ update: BoardUpdate) {
        sendAlerts(upTo: update)
        latest = update
        let now = ContinuousClock.now
        guard let sentAt, sentAt + Self.interval > now else { return sendBoards() }
        guard flush == nil else { return }
        let due = sentAt + Self.interval
        flush = Task {
            try? await Task.sleep(until: due, clock: .continuous)
            self.flush = nil
            self.sendBoards()
        }
    }

    /// Sends the transitions of every update after the newest seen; the ring fills what the subscription
    /// dropped.
    private func sendAlerts(upTo update: BoardUpdate) {
        guard update.sequence > latest?.sequence ?? .min else { return }
        let missed = latest.flatMap { board.past(after: $0.sequence) }
        let past = missed ?? [update.past]
        for entry in past where entry.sequence <= update.sequence {
            for line in entry.transitions {
                let frame = EventFrame.alert(line, sequence: entry.sequence)
                for client in clients.values where client.view.shows(line) { send(frame, to: client) }
            }
        }
    }

    private func sendBoards() {
        guard !isClosed, let latest, latest.sequence != broadcast?.sequence else { return }
        broadcast = latest
        sentAt = .now
        var frames: [EventView: EventFrame] = [:]
        for view in views.keys {
            frames[view] = views[view]?.advance(to: latest)
        }
        for client in clients.values {
            if frames[client.view] == nil, views[client.view] == nil {
                frames[client.view] = fullFrame(client.view)
            }
            if let frame = frames[client.view] { send(frame, to: client) }
        }
    }

    private func replay(after lastEvent: Int64, upTo newest: Int64, _ view: EventView) -> [EventFrame] {
        guard let past = board.past(after: lastEvent) else { return [.resync(newest)] }
        return past.filter { $0.sequence <= newest }.flatMap { entry in
            entry.transitions.filter(view.shows).map { .alert($0, sequence: entry.sequence) }
        }
    }

    private func sendToAll(_ frame: EventFrame) {
        for client in clients.values { send(frame, to: client) }
    }

    private func send(_ frame: EventFrame, to client: Client) {
        delivered.add(1, ordering: .relaxed)
        if case .dropped = client.continuation.yield(frame) { dropped.add(1, ordering: .relaxed) }
    }

    private func close() {
        isClosed = true
        flush?.cancel()
        for client in clients.values { client.continuation.finish() }
        clients = [:]
        open.store(0, ordering: .relaxed)
    }
}
