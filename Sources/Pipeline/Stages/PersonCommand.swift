import Foundation

/// Something a person did, as it stands in the log; it becomes true when the pipeline reads it back.
package struct PersonCommand: Sendable, Equatable {
    /// What a person can do.
    package enum Deed: Sendable, Equatable {
        /// Take note of an alert.
        case acknowledge(alert: String)
        /// Have the pipeline forget a patient, who goes by a digest, since commands stay in bronze.
        case erase(patient: PatientDigest)
        /// Put a trained model beside the one that serves; it comes in parts, since records are small.
        case challenge(ModelPart)
    }

    package var facility: String
    /// Who did it.
    package var actor: String
    package var deed: Deed

    package init(facility: String, actor: String, deed: Deed) {
        self.facility = facility
        self.actor = actor
        self.deed = deed
    }

    /// The form in the log: a JSON object of texts.
    private struct Record: Codable {
        var command: String
        var facility: String
        var actor: String
        var alert: String?
        var patient: String?
        var model: ModelPart?
    }

    /// The record payload.
    package func payload() throws -> [UInt8] {
        var record = Record(command: "", facility: facility, actor: actor)
        switch deed {
        case .acknowledge(let alert):
            record.command = "acknowledge"
            record.alert = alert
        case .erase(let patient):
            record.command = "erase"
            record.patient = patient.text
        case .challenge(let part):
            record.command = "challenge"
            record.model = part
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(record))
    }

    /// nil for bytes that are no command this version knows.
    package init?(payload: ArraySlice<UInt8>) {
        guard let record = try? JSONDecoder().decode(Record.self, from: Data(payload)) else { return nil }
        switch (record.command, record.alert, record.patient.flatMap(PatientDigest.init(text:))) {
        case ("acknowledge", let alert?, _): deed = .acknowledge(alert: alert)
        case ("erase", _, let patient?): deed = .erase(patient: patient)
        case ("challenge", _, _):
            guard let part = record.model else { return nil }
            deed = .challenge(part)
        default: return nil
        }
        facility = record.facility
        actor = record.actor
    }
}
