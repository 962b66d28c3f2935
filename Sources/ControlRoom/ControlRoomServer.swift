import Glibc
import Hummingbird
import Logging
import NIOCore
package import Board
import ServiceLifecycle
import UnixSignals

/// The control room's HTTP server: the wall screen, its event stream, the interface and the probes.
package struct ControlRoomServer: Sendable {
    /// Time open requests get to end at shutdown.
    package static let shutdownLimit = Duration.seconds(5)

    private let board: LiveBoard
    private let commands: any CommandSink
    private let settings: ControlRoomSettings

    /// - Parameters:
    ///   - board: the live board the pipeline publishes to.
    ///   - commands: where acknowledgements go.
    package init(
        board: LiveBoard,
        commands: any CommandSink,
        settings: ControlRoomSettings = ControlRoomSettings()
    ) {
        self.board = board
        self.commands = commands
        self.settings = settings
    }

    /// Serves until a signal or cancellation; `onListening` gets the port once requests are taken.
    /// - Throws: `ControlRoomError` when the address cannot be listened on.
    package func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let hub = EventHub(board: board, settings: settings.page)
        var logger = Logger(label: "wardflow.controlroom")
        logger.logLevel = .error
        let application = Application(
            router: router(hub),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: 1_024
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: hub, successTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: settings.handlesSignals ? [.sigterm, .sigint] : [],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = Self.shutdownLimit
        do {
            try await run(ServiceGroup(configuration: configuration))
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ControlRoomError.portTaken(settings.port)
        } catch let error as IOError {
            throw ControlRoomError.cannotListen(
                host: settings.host,
                port: settings.port,
                reason: error.description
            )
        }
    }

    /// Runs `group`; cancellation ends it as a signal would, so that streams close cleanly.
    private func run(_ group: ServiceGroup) async throws {
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await serving.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    private func router(_ hub: EventHub) -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorsAsJSON())
        PageRoutes(board: board, settings: settings).add(to: router)
        EventRoutes(board: board, hub: hub).add(to: router)
        BoardRoutes(board: board).add(to: router)
        AlertRoutes(board: board, commands: commands).add(to: router)
        ProbeRoutes(board: board, hub: hub, notReadyAfter: settings.notReadyAfter).add(to: router)
        return router
    }
}
