import Foundation

/// Something a person did, as it stands in the log; it becomes true when the pipeline reads it back.
package struct PersonCommand: Sendable, Equatable, Codable {
    /// What a person can do.
    package enum Verb: String, Sendable, Codable {
        case acknowledge
    }

    package var command: Verb
    package var facility: String
    package var alert: String
    package var actor: String

    package init(command: Verb, facility: String, alert: String, actor: String) {
        self.command = command
        self.facility = facility
        self.alert = alert
        self.actor = actor
    }

    /// The record payload.
    package func payload() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(self))
    }

    /// nil for bytes that are no command this version knows.
    package init?(payload: ArraySlice<UInt8>) {
        guard let command = try? JSONDecoder().decode(PersonCommand.self, from: Data(payload)) else {
            return nil
        }
        self = command
    }
}
