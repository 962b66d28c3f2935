/// A command that has a site's keyed tables written anew from bronze by the rules that hold where it stands.
///
/// It is a record like any other action of a person, so that a replay ends with the same rows: what came before it is
/// judged by its rules, what comes after by those that follow. The engine carries it out; no processor sees it.
package enum RebuildCommand {
    package static let kind = "rebuild"

    /// What is asked for.
    package struct Request: Codable, Sendable, Equatable {
        /// Records that arrived before are judged as they were; nil for all of history.
        package var since: Timestamp?
    }

    /// The payload of the record, whose key is the site.
    package static func payload(
        id: String,
        site: String,
        actor: String,
        at: Timestamp,
        since: Timestamp?
    ) throws -> [UInt8] {
        try CommandEnvelope(
            id: id,
            kind: kind,
            actor: actor,
            at: at,
            scope: .init(site: site),
            body: Request(since: since)
        ).payload()
    }

    /// What a payload asks for; nil for any other command.
    package static func request(_ payload: ArraySlice<UInt8>) -> Request? {
        guard let envelope = CommandEnvelope<AnyCommandBody>(payload: payload), envelope.kind == kind else {
            return nil
        }
        return CommandEnvelope<Request>(payload: payload)?.body
    }
}
