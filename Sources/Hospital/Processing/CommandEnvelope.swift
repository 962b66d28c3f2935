import FoundationEssentials

/// One action of a person as its record in the log tells it: who, what, when, where, and a body that only the kind knows.
///
/// The same envelope for every kind, so that one nobody knows still gets its verdict. In the log it is JSON:
///
///     {"actor":"ward sister","at":"2026-01-05T07:00:00.000000Z","body":{"alert":"1f..."},"id":"c-1","kind":"acknowledge_alert",
///      "scope":{"site":"RXA"}}
package struct CommandEnvelope<Body: Codable & Sendable>: Codable, Sendable {
    /// Whom a command is for.
    package struct Scope: Codable, Sendable, Equatable {
        package var site: String?
        package var organisation: String?

        package init(site: String? = nil, organisation: String? = nil) {
            self.site = site
            self.organisation = organisation
        }
    }

    /// Drawn by the sender; the verdict goes by it.
    package var id: String
    package var kind: String
    package var actor: String
    /// When it was given, by the sender's clock.
    package var at: Timestamp?
    package var scope: Scope
    package var body: Body

    package init(id: String, kind: String, actor: String, at: Timestamp?, scope: Scope, body: Body) {
        self.id = id
        self.kind = kind
        self.actor = actor
        self.at = at
        self.scope = scope
        self.body = body
    }

    /// The record payload.
    package func payload() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(self))
    }

    /// nil for bytes that are no envelope with such a body.
    package init?(payload: ArraySlice<UInt8>) {
        guard let envelope = try? JSONDecoder().decode(Self.self, from: Data(payload)) else { return nil }
        self = envelope
    }
}

/// A body that says nothing, for reading the envelope of any command.
package struct AnyCommandBody: Codable, Sendable {
    package init() {}
    package init(from decoder: any Decoder) throws {}
    package func encode(to encoder: any Encoder) throws {}
}

extension CommandOutcome {
    /// The verdict on the command in a payload, as far as it can be read: an unreadable one is named as such.
    package init(payload: ArraySlice<UInt8>, reason: String) {
        if let envelope = CommandEnvelope<AnyCommandBody>(payload: payload) {
            self.init(
                id: envelope.id,
                kind: envelope.kind,
                actor: envelope.actor,
                at: envelope.at,
                reason: reason
            )
        } else {
            self.init(
                id: "",
                kind: "unreadable",
                actor: "",
                at: nil,
                reason: "unreadable: no command envelope"
            )
        }
    }
}
