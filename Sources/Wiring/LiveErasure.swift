import DeltaLake
package import EventLog
import Foundation
import Intake
package import Lake
import Parquet

/// Lets a pipeline forget a patient, so that it does not write into the tables again what `LakeErasure` takes out.
///
/// Like every deed of a person it is a record in the log and becomes true when the pipeline reads it back: a replay forgets
/// the patient at the same place.
package struct LiveErasure {
    /// Where a request stands in the log.
    package struct Place: Sendable, Equatable {
        package var partition: Int
        package var offset: Int64
    }

    private let log: any EventLog
    private let lake: String
    private let appIDPrefix: String

    package init(log: any EventLog, lake: String, configuration: PipelineConfiguration) {
        self.log = log
        self.lake = lake
        appIDPrefix =
            LakeIdentity(
                pipeline: configuration.name,
                topic: log.identity,
                partitionCount: log.partitionCount
            ).appIDPrefix
    }

    /// Appends the request to the log.
    ///
    /// - Throws: `erasureRefused` while the tables have the patient in the hospital; what the log throws.
    package func announce(_ request: ErasureRequest, receivedAt: Int64) throws -> Place {
        guard try !isPresent(request) else {
            throw LakeError.erasureRefused(
                detail: "the patient is in the hospital, and a bed in use must stay on the screen; "
                    + "ask again after discharge"
            )
        }
        let command = SiteCommand(
            id: UUID().uuidString,
            site: request.facility,
            actor: request.actor,
            action: .erase(
                patient: [PatientDigest(facility: request.facility, patient: request.patient)]
            )
        )
        let receipt = try log.append([
            NewRecord(
                key: request.facility,
                kind: .command,
                receivedAt: receivedAt,
                payload: try command.payload()
            )
        ])
        guard let last = receipt.lastOffsets.first else {
            throw LakeError.erasureRefused(detail: "the log did not say where the request stands")
        }
        return Place(partition: last.key, offset: last.value)
    }

    /// Whether bronze, which has a row for every record and is committed first, holds the request.
    package func isRead(_ place: Place) throws -> Bool {
        let bronze = try DeltaTable.open(at: "\(lake)/bronze/control")
        return (bronze.transactionVersion("\(appIDPrefix)/\(place.partition)") ?? -1) >= place.offset
    }

    private func isPresent(_ request: ErasureRequest) throws -> Bool {
        let visits = try DeltaTable.open(at: "\(lake)/silver/visits")
        let filter = RowFilter([
            .init("facility", .equals(.text(request.facility))),
            .init("patient", .equals(.text(request.patient))),
            .init("discharged_at", .isNull), .init("current_ward", .isNotNull),
        ])
        var scan = try visits.scan(columns: ["current_ward"], matching: filter)
        while let batch = try scan.next() {
            if batch.rowCount > 0 { return true }
        }
        return false
    }
}
