import Foundation
import Synchronization

/// Whether the program was asked to stop, by a signal or by its own clock.
enum StopSignal {
    private static let requested = Atomic<Bool>(false)

    /// Takes SIGINT and SIGTERM as a request to finish the batch, commit and leave.
    static func listen() {
        signal(SIGINT) { _ in StopSignal.request() }
        signal(SIGTERM) { _ in StopSignal.request() }
    }

    static func request() { requested.store(true, ordering: .releasing) }

    static var isRequested: Bool { requested.load(ordering: .acquiring) }
}
