import FoundationEssentials
package import Hospital

/// Something a person did to a site, as it stands in the log; it becomes true when the pipeline reads it back.
///
/// For example: `SiteCommand(id: "c-1", site: "RXA", actor: "ward sister", action: .acknowledge(alert: id)).payload()`.
package struct SiteCommand: Sendable, Equatable {
    /// What a person can do.
    package enum Action: Sendable, Equatable {
        /// Take note of an alert.
        case acknowledge(alert: String)
        /// Have the pipeline forget a patient, who goes by digests of all identifiers, since commands stay in bronze.
        case erase(ForgottenPerson)
        /// Count records of the same partition as erased, whether the log can erase them or not.
        case eraseRecords([ErasedRecord])
        /// Put a trained model beside the one that serves; it comes in parts, since records are small.
        case challenge(ModelPart)

        /// The kind in the envelope.
        package var kind: String {
            switch self {
            case .acknowledge: "acknowledge_alert"
            case .erase: "erase_patient"
            case .eraseRecords: "erased_records"
            case .challenge: "trained_model"
            }
        }
    }

    /// Why a payload is no command of a site.
    package enum Fault: Error, Equatable, Sendable {
        case unreadable
        case unknownKind
        case otherSite
        case unreadableBody
    }

    package var id: String
    package var site: String
    /// Who did it.
    package var actor: String
    /// When, by the sender's clock; nil where it does not say.
    package var at: Timestamp?
    package var action: Action

    package init(id: String, site: String, actor: String, at: Timestamp? = nil, action: Action) {
        self.id = id
        self.site = site
        self.actor = actor
        self.at = at
        self.action = action
    }

    private struct Body: Codable, Sendable {
        var alert: String?
        var patient: [String]?
        var visit: [String]?
        var key: String?
        /// Pairs of offset and check.
        var records: [[Int64]]?
        var model: ModelPart?
    }

    /// The record payload.
    package func payload() throws -> [UInt8] {
        var body = Body()
        switch action {
        case .acknowledge(let alert): body.alert = alert
        case .erase(let person):
            body.key = person.keyID
            body.patient = person.patients.map(\.text)
            body.visit = person.visits.isEmpty ? nil : person.visits.map(\.text)
        case .eraseRecords(let records): body.records = records.map { [$0.offset, Int64($0.check)] }
        case .challenge(let part): body.model = part
        }
        return try CommandEnvelope(
            id: id,
            kind: action.kind,
            actor: actor,
            at: at,
            scope: .init(site: site),
            body: body
        ).payload()
    }

    /// Reads the payload of a record that lies under the key `site`; commands of the first version are read too.
    package init(payload: ArraySlice<UInt8>, site: String, place: String) throws(Fault) {
        guard let head = CommandEnvelope<AnyCommandBody>(payload: payload) else {
            self = try Self.first(payload, site: site, place: place)
            return
        }
        guard head.scope.site == site else { throw .otherSite }
        guard Self.kinds.contains(head.kind) else { throw .unknownKind }
        guard let body = CommandEnvelope<Body>(payload: payload)?.body,
            let action = Self.action(head.kind, body)
        else { throw .unreadableBody }
        self.init(id: head.id, site: site, actor: head.actor, at: head.at, action: action)
    }

    private static let kinds: Set = ["acknowledge_alert", "erase_patient", "erased_records", "trained_model"]

    private static func action(_ kind: String, _ body: Body) -> Action? {
        switch kind {
        case "acknowledge_alert": return body.alert.map { .acknowledge(alert: $0) }
        case "erase_patient":
            guard let patients = digests(body.patient), !patients.isEmpty,
                let visits = digests(body.visit ?? [])
            else { return nil }
            return .erase(ForgottenPerson(keyID: body.key, patients: patients, visits: visits))
        case "erased_records": return records(body.records).map { .eraseRecords($0) }
        default: return body.model.map { .challenge($0) }
        }
    }

    /// nil when one of them is none.
    private static func digests(_ texts: [String]?) -> [PatientDigest]? {
        guard let texts else { return nil }
        let digests = texts.compactMap(PatientDigest.init(text:))
        return digests.count == texts.count ? digests : nil
    }

    /// nil when one of them is no pair.
    private static func records(_ pairs: [[Int64]]?) -> [ErasedRecord]? {
        guard let pairs else { return nil }
        let records = pairs.compactMap { pair -> ErasedRecord? in
            guard pair.count == 2, let check = UInt16(exactly: pair[1]) else { return nil }
            return ErasedRecord(offset: pair[0], check: check)
        }
        return records.count == pairs.count ? records : nil
    }

    /// The form before there were envelopes.
    private struct FirstForm: Decodable {
        var command: String
        var facility: String
        var actor: String
        var alert: String?
        var patient: String?
        var model: ModelPart?
    }

    private static func first(_ payload: ArraySlice<UInt8>, site: String, place: String) throws(Fault)
        -> SiteCommand
    {
        guard let form = try? JSONDecoder().decode(FirstForm.self, from: Data(payload)) else {
            throw .unreadable
        }
        guard form.facility == site else { throw .otherSite }
        let kinds = [
            "acknowledge": "acknowledge_alert", "erase": "erase_patient", "challenge": "trained_model",
        ]
        guard let kind = kinds[form.command] else { throw .unknownKind }
        let body = Body(alert: form.alert, patient: form.patient.map { [$0] }, model: form.model)
        guard let action = action(kind, body) else { throw .unreadableBody }
        return SiteCommand(id: place, site: site, actor: form.actor, action: action)
    }
}
