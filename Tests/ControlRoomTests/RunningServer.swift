import TestSupport
import ControlRoom
import Board

/// Runs a server on a free port for the length of `body`.
func withServer(
    _ board: LiveBoard,
    sink: any CommandSink = MemorySink(),
    body: (Int) async throws -> Void
) async throws {
    let server = ControlRoomServer(
        board: board,
        commands: sink,
        settings: ControlRoomSettings(port: 0, handlesSignals: false)
    )
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let running = Task {
        defer { port.finish() }
        try await server.run { port.yield($0) }
    }
    defer { running.cancel() }
    var iterator = ports.makeAsyncIterator()
    guard let number = await iterator.next() else {
        try await running.value
        throw RawConnection.Failure(description: "the server ended before it listened")
    }
    try await body(number)
    running.cancel()
    _ = await running.result
}
