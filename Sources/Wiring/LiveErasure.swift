import DeltaLake
package import EventLog
import Foundation
import Hospital
import Intake
package import Lake
import Parquet
import Pipeline
import Sites

/// Lets the pipeline forget a patient, and the log: what `LakeErasure` takes out of the tables then comes back from nowhere.
///
/// Like every deed of a person it is a record in the log and becomes true when the pipeline reads it back. The order, each
/// step of which may be repeated after a crash: `announce`, wait for `verdict`, `eraseRecords`, then the tables, of which
/// bronze is the last.
package struct LiveErasure {
    /// Where a request stands in the log.
    package struct Place: Sendable, Equatable {
        package var partition: Int
        package var offset: Int64
    }

    /// What the pipeline said to a request.
    package enum Verdict: Sendable, Equatable {
        /// It has not read it yet, or its saved state still holds the patient.
        case waiting
        /// Neither memory nor saved state hold the patient.
        case done
        case refused(reason: String)
    }

    /// What became of the log's records.
    package struct LogOutcome: Sendable, Equatable {
        /// Records about the patient.
        package var records: Int
        /// Whether their bytes are gone; else the log keeps them until its retention ends.
        package var isErased: Bool

        package init(records: Int, isErased: Bool) {
            self.records = records
            self.isErased = isErased
        }
    }

    /// Records that one command says are erased: it stays far below what a log takes.
    private static let recordsPerCommand = EmbeddedLog.redactionLimit

    private let log: any EventLog
    private let lake: String
    private let configuration: PipelineConfiguration
    private let identity: LakeIdentity

    package init(log: any EventLog, lake: String, configuration: PipelineConfiguration) {
        self.log = log
        self.lake = lake
        self.configuration = configuration
        identity = LakeIdentity(pipeline: configuration.name, log: log)
    }

    /// What the lake and the log hold of the patient.
    package func subject(of request: ErasureRequest, in erasure: LakeErasure, includesErased: Bool = false)
        throws
        -> ErasureSubject
    {
        try erasure.subject(of: request, includesErased: includesErased, alsoIn: search(request.facility))
    }

    private func search(_ facility: String) -> LogSearch {
        LogSearch(log, RawRecord(configuration.rulesForReading(facility).fields))
    }

    /// Appends the request to the log.
    ///
    /// - Throws: `erasureRefused` while the tables have the patient in the hospital; what the log throws.
    package func announce(_ request: ErasureRequest, _ subject: ErasureSubject, receivedAt: Int64) throws
        -> Place
    {
        guard try !isPresent(subject) else {
            throw LakeError.erasureRefused(
                detail: "the patient is in the hospital, and a bed in use must stay on the screen; "
                    + "ask again after discharge"
            )
        }
        guard let key = DigestKey(try LakeSecret.load(lake: lake)) else {
            throw LakeError.erasureRefused(detail: "the lake's key has another length")
        }
        let person = ForgottenPerson(
            key,
            facility: request.facility,
            numbers: subject.numbers,
            visits: subject.visits
        )
        return try append(.erase(person), request, partition: nil, receivedAt: receivedAt)
    }

    private func append(
        _ action: SiteCommand.Action,
        _ request: ErasureRequest,
        partition: Int?,
        receivedAt: Int64
    ) throws -> Place {
        let command = SiteCommand(
            id: UUID().uuidString,
            site: request.facility,
            actor: request.actor,
            action: action
        )
        let record = NewRecord(
            key: request.facility,
            kind: .command,
            receivedAt: receivedAt,
            payload: try command.payload(),
            partition: partition
        )
        guard let last = try log.append([record]).lastOffsets.first else {
            throw LakeError.erasureRefused(detail: "the log did not say where the request stands")
        }
        return Place(partition: last.key, offset: last.value)
    }

    /// What the pipeline said to the request at `place`.
    package func verdict(_ place: Place) throws -> Verdict {
        let commands = try DeltaTable.open(at: "\(lake)/silver/commands")
        let filter = RowFilter([
            .init("partition", .equals(.int32(Int32(place.partition)))),
            .init("offset", .equals(.int64(place.offset))),
        ])
        var scan = try commands.scan(columns: ["verdict", "reason"], matching: filter)
        while let batch = try scan.next() {
            guard batch.rowCount > 0 else { continue }
            guard batch.columns[0].string(at: 0) == "done" else {
                return .refused(reason: batch.columns[1].string(at: 0) ?? "")
            }
            let isSaved = StateFolder.isPast(place.offset, partition: place.partition, lake: lake, identity)
            return isSaved ? .done : .waiting
        }
        return .waiting
    }

    /// Whether a pipeline is at work that will read a request, as far as this machine knows.
    package var hasPipeline: Bool { StateFolder.hasWriter(lake: lake, identity) }

    /// Reads the log to its end, as a run of the pipeline does; for when none is at work.
    package func readToEnd(shouldStop: () -> Bool) throws {
        _ = try Pipeline(log: log, lakePath: lake, configuration: configuration)
            .run(untilEnd: true, shouldStop: shouldStop)
    }

    /// Has the records about the patient count as erased in every replay, and erases them in the log where it can.
    package func eraseRecords(of subject: ErasureSubject, _ request: ErasureRequest, receivedAt: Int64) throws
        -> LogOutcome
    {
        let found = try search(subject.facility).records(about: subject)
        var outcome = LogOutcome(records: 0, isErased: true)
        for (partition, records) in found.sorted(by: { $0.key < $1.key }) {
            outcome.records += records.count
            for start in stride(from: 0, to: records.count, by: Self.recordsPerCommand) {
                let some = Array(records[start..<min(start + Self.recordsPerCommand, records.count)])
                // The command first: should the next step fail, a replay passes them over all the same.
                _ = try append(.eraseRecords(some), request, partition: partition, receivedAt: receivedAt)
                if try !redact(partition, some.map(\.offset)) { outcome.isErased = false }
            }
        }
        return outcome
    }

    /// Whether the log could erase the records.
    private func redact(_ partition: Int, _ offsets: [Int64]) throws(EventLogError) -> Bool {
        do throws(EventLogError) {
            try log.redact(partition: partition, offsets: offsets)
            return true
        } catch {
            if case .notSupported = error { return false }
            throw error
        }
    }

    private func isPresent(_ subject: ErasureSubject) throws -> Bool {
        guard !subject.patients.isEmpty else { return false }
        let visits = try DeltaTable.open(at: "\(lake)/silver/visits")
        let filter = RowFilter([
            .init("facility", .equals(.text(subject.facility))),
            .init("patient", .oneOf(subject.patients.sorted().map { .text($0) })),
            .init("discharged_at", .isNull), .init("current_ward", .isNotNull),
        ])
        var scan = try visits.scan(columns: ["current_ward"], matching: filter)
        while let batch = try scan.next() {
            if batch.rowCount > 0 { return true }
        }
        return false
    }
}
