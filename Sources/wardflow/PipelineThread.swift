import Lake
import Wiring
import Board
import EventLog
import Foundation
import Parquet
import Pipeline

/// Runs a pipeline on a thread of its own, since every call of it blocks.
enum PipelineThread {
    /// Times a fenced pipeline drops its state and re-reads before it gives up.
    static let fencedAttempts = 3

    /// Ends when `untilEnd` is reached or a stop is requested.
    static func run(
        log: any EventLog,
        url: String,
        lake: String,
        configuration: PipelineConfiguration,
        board: LiveBoard? = nil,
        untilEnd: Bool,
        showsProgress: Bool = false
    ) async throws -> RunSummary {
        // A pipeline reads back little, and its memory is better left to the visits.
        KeptBuffers.limit = 0
        return try await OwnThread.run("wardflow.pipeline") {
            try work(log, url, lake, configuration, board, untilEnd, showsProgress)
        }
    }

    private static func work(
        _ log: any EventLog,
        _ url: String,
        _ lake: String,
        _ configuration: PipelineConfiguration,
        _ board: LiveBoard?,
        _ untilEnd: Bool,
        _ showsProgress: Bool
    ) throws -> RunSummary {
        var attempt = 1
        while true {
            do {
                let total = untilEnd ? try log.endOffsets().reduce(0, +) : nil
                var line = ProgressLine("processed", total: total)
                defer { line.finish() }
                let pipeline = try Pipeline(
                    log: log,
                    lakePath: lake,
                    configuration: configuration,
                    board: board
                )
                LakeLogNote.write(url, lake: lake)
                return try pipeline.run(
                    untilEnd: untilEnd,
                    progress: showsProgress ? { line.show($0) } : nil,
                    shouldStop: { StopSignal.isRequested }
                )
            } catch let error as LakeError {
                guard case .fenced = error, attempt < fencedAttempts else { throw error }
                Terminal.complain("wardflow: \(error.description); reading again")
                attempt += 1
            }
        }
    }
}
