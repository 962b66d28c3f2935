import Board
import EventLog
import Hospital
import Pipeline

/// Appends people's actions to the log; they become true when the pipeline reads them back.
struct LogCommandSink: CommandSink {
    let log: any EventLog
    let board: LiveBoard

    func acknowledge(alert: String, actor: String) throws {
        let facility = board.current?.snapshot.facilities.first { board in
            board.activeAlerts.contains { $0.id == alert }
        }
        guard let facility else { throw Failure(.problemsFound, "no open alert has this id") }
        let command = PersonCommand(
            facility: facility.facility,
            actor: actor,
            deed: .acknowledge(alert: alert)
        )
        let record = NewRecord(
            key: facility.facility,
            kind: .command,
            receivedAt: Timestamp.now.microseconds,
            payload: try command.payload()
        )
        _ = try log.append([record])
    }
}
