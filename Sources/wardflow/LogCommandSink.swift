import Board
import EventLog
import Foundation
import Hospital
import Intake
import Pipeline

/// Appends people's actions to the log and waits for their verdicts; they become true when the pipeline reads them back.
struct LogCommandSink: CommandSink {
    /// How long a sender waits for the verdict on what is durable already.
    static let patience = Duration.seconds(5)

    let log: any EventLog
    let board: LiveBoard

    func acknowledge(alert: String, actor: String) async throws -> CommandVerdicts.Verdict? {
        let facility = board.current?.snapshot.facilities.first { board in
            board.activeAlerts.contains { $0.id == alert }
        }
        guard let facility else { throw Failure(.problemsFound, "no open alert has this id") }
        let command = SiteCommand(
            id: UUID().uuidString,
            site: facility.facility,
            actor: actor,
            at: .wall,
            action: .acknowledge(alert: alert)
        )
        let record = NewRecord(
            key: facility.facility,
            kind: .command,
            receivedAt: Timestamp.wall.microseconds,
            payload: try command.payload(),
            partition: facility.partition
        )
        return try await board.verdicts.verdict(on: command.id, within: Self.patience) {
            // Appending blocks until the record is durable: not on the pool that serves the page.
            try await OwnThread.run("wardflow.command") { _ = try log.append([record]) }
        }
    }
}
