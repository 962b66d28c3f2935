package import Hospital
import Intake
import Sites
import StayModels

/// What people do to a site, and the verdict on it: every command ends as done or refused, with its reason.
extension SiteProcessor {
    func obey(_ record: KeyedRecord) -> RecordOutcome {
        let outcome = verdict(on: record)
        accounting.note(outcome)
        return outcome
    }

    private func verdict(on record: KeyedRecord) -> RecordOutcome {
        let place = "\(record.partition)/\(record.offset)"
        let command: SiteCommand
        do throws(SiteCommand.Fault) {
            command = try SiteCommand(payload: record.payload, site: key, place: place)
        } catch {
            return .refused(CommandOutcome(payload: record.payload, reason: Self.words(error)))
        }
        func done(_ reason: String) -> RecordOutcome { .done(outcome(command, reason)) }
        func refused(_ reason: String) -> RecordOutcome { .refused(outcome(command, reason)) }
        switch command.action {
        case .acknowledge(let alert):
            guard flow.acknowledge(alert: alert, actor: command.actor, offset: record.offset) else {
                return refused("unknown_alert: no open alert has this id")
            }
            return done("acknowledged")
        case .erase(let person): return erase(person, record.offset, command)
        case .eraseRecords(let records): return done("\(records.count) records count as erased")
        case .challenge(let part):
            return challenge(with: part, done: done, refused: refused)
        }
    }

    private func erase(_ person: ForgottenPerson, _ offset: Int64, _ command: SiteCommand) -> RecordOutcome {
        guard let search = person.search(digestKey, facility: key) else {
            return .refused(
                outcome(
                    command,
                    "other_key: the request was made with the key of another lake, or with one that was lost"
                )
            )
        }
        guard case .erased(let visits) = flow.erase(offset: offset, isSubject: { search.holds(patient: $0) })
        else {
            return .refused(
                outcome(
                    command,
                    "patient_present: a bed in use must stay on the screen; ask again after discharge"
                )
            )
        }
        let settled = flow.eraseSettled(offset: offset) { search.holds(visit: $0) }
        // The live rows without the patient go out with the next commit.
        noteChange()
        var outcome = outcome(command, "forgotten in \(visits + settled) visits in memory")
        outcome.forgets = true
        return .done(outcome)
    }

    package func take(secret: [UInt8]) { digestKey = DigestKey(secret) }

    package static func erasedRecords(by payload: ArraySlice<UInt8>, key: String) -> [ErasedRecord] {
        guard let command = try? SiteCommand(payload: payload, site: key, place: ""),
            case .eraseRecords(let records) = command.action
        else { return [] }
        return records
    }

    private func challenge(
        with part: ModelPart,
        done: (String) -> RecordOutcome,
        refused: (String) -> RecordOutcome
    ) -> RecordOutcome {
        switch delivery.take(part) {
        case .waiting: return done("part \(part.part + 1) of \(part.parts) received")
        case .unfit(let reason): return refused(reason)
        case .whole(let model):
            guard flow.challenge(with: model) else {
                return refused(
                    "model_does_not_fit: it was trained for another limit, or sees what this site hides"
                )
            }
            return done("runs beside the model that serves")
        }
    }

    private func outcome(_ command: SiteCommand, _ reason: String) -> CommandOutcome {
        CommandOutcome(
            id: command.id,
            kind: command.action.kind,
            actor: command.actor,
            at: command.at,
            reason: reason
        )
    }

    private static func words(_ fault: SiteCommand.Fault) -> String {
        switch fault {
        case .unreadable: "unreadable: no command envelope"
        case .unknownKind: "unknown_kind: this version carries out no command of this kind"
        case .otherSite: "other_site: the command's scope is not the key of its record"
        case .unreadableBody: "unreadable_body: the body lacks what this kind needs"
        }
    }
}
