import ControlRoom
import Pipeline

/// Runs the control room beside other work; whichever ends first ends the other.
enum Screen {
    /// Takes the port, then returns what `work` returns, after the server has gone.
    static func serve<Output: Sendable>(
        _ server: ControlRoomServer,
        announce: @escaping @Sendable (Int) -> String,
        work: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        let (listening, opened) = AsyncStream.makeStream(of: Int.self)
        let serving = Task {
            defer { opened.finish() }
            try await server.run { port in
                Terminal.say(announce(port))
                opened.yield(port)
            }
            // The server took the signal; the pipeline must hear of it too.
            StopSignal.request()
        }
        var isListening = false
        for await _ in listening {
            isListening = true
            break
        }
        guard isListening else {
            try await serving.value
            throw Failure(.failed, "the control room ended before it began")
        }
        do {
            let output = try await work()
            serving.cancel()
            _ = try? await serving.value
            return output
        } catch {
            serving.cancel()
            _ = try? await serving.value
            throw error
        }
    }
}
