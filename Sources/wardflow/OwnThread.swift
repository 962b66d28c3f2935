import Foundation

/// Runs blocking work on a thread of its own, so that the cooperative pool stays free.
enum OwnThread {
    static func run<Output: Sendable>(
        _ name: String,
        _ work: @escaping @Sendable () throws -> Output
    ) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try work() }) }
            thread.name = name
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
