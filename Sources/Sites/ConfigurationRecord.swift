import Foundation
package import Hospital
package import YAMLSettings

/// The payload of a configuration record: new rules for one scope, in force from its offset on.
///
/// It is JSON; keys a version does not know are passed over.
package struct ConfigurationRecord: Sendable, Equatable {
    /// Whom the rules are for.
    package enum Scope: Sendable, Hashable {
        /// Every site, as far as its own file says nothing else.
        case defaults
        /// The site of this code.
        case site(String)
    }

    package var scope: Scope
    /// The rules; nil when the site is described no longer.
    package var document: RulesDocument?
    /// Who changed them, as the process that appended the record knows it.
    package var by: String
    /// When the record was appended, by the clock of that process.
    package var at: Timestamp
    /// Whether these are the first rules of the partition: they hold for everything before them too.
    package var initial: Bool

    package init(scope: Scope, document: RulesDocument?, by: String, at: Timestamp, initial: Bool = false) {
        self.scope = scope
        self.document = document
        self.by = by
        self.at = at
        self.initial = initial
    }

    /// Whether the site is described no longer.
    package var removed: Bool { document == nil }
}

extension ConfigurationRecord {
    private struct Payload: Codable {
        var scope: String
        var site: String?
        var document: String?
        var hash: String?
        var by: String
        var at: Timestamp
        var initial: Bool?
        var removed: Bool?
    }

    private static let defaultsWord = "defaults"
    private static let siteWord = "site"

    /// The bytes of the record, with sorted keys.
    package func payload() throws(ConfigurationError) -> [UInt8] {
        var payload = Payload(
            scope: Self.defaultsWord,
            document: document?.text,
            hash: document?.hash,
            by: by,
            at: at
        )
        if case .site(let code) = scope {
            payload.scope = Self.siteWord
            payload.site = code
        }
        if initial { payload.initial = true }
        if removed { payload.removed = true }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(payload))
        } catch {
            throw ConfigurationError("the configuration record cannot be written: \(error)")
        }
    }

    /// Reads the bytes of a record; `place` names it in messages.
    package init(payload bytes: [UInt8], place: String = "configuration record") throws(ConfigurationError) {
        let payload: Payload
        do {
            payload = try JSONDecoder().decode(Payload.self, from: Data(bytes))
        } catch {
            throw ConfigurationError("\(place): not the JSON of a configuration record")
        }
        switch (payload.scope, payload.site) {
        case (Self.defaultsWord, nil): scope = .defaults
        case (Self.siteWord, let code?): scope = .site(code)
        default: throw ConfigurationError("\(place): `scope` must be defaults, or site with a `site`")
        }
        if payload.removed == true {
            guard scope != .defaults, payload.document == nil else {
                throw ConfigurationError("\(place): only a site without a document can be removed")
            }
            document = nil
        } else {
            guard let text = payload.document else {
                throw ConfigurationError("\(place): `document` is missing")
            }
            let read = try RulesDocument(text: text, place: place)
            guard read.hash == payload.hash else {
                throw ConfigurationError("\(place): `hash` is not that of the document")
            }
            document = read
        }
        by = payload.by
        at = payload.at
        initial = payload.initial ?? false
    }
}
