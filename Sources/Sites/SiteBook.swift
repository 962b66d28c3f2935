package import Hospital
package import YAMLSettings

/// The rules in force at one place of the log: configuration records folded in their order.
///
/// For example: `try book.apply(record)`, then `book.rules(for: "RXA")`.
package struct SiteBook: Sendable {
    /// Who is taken in.
    package enum Policy: String, Sendable, CaseIterable {
        /// Every facility that sends, under the defaults where no file describes it.
        case open
        /// Only those that a file describes.
        case listed
    }

    /// What is known of one described site.
    private struct Entry: Sendable {
        var override: RulesDocument
        /// Older defaults, kept as long as the newer ones do not go with this site's file.
        var heldDefaults: RulesDocument?
        var rules: SiteRules
    }

    package private(set) var defaults: RulesDocument?
    package private(set) var policy = Policy.open
    private var entries: [String: Entry] = [:]
    /// The rules of a site that no file describes.
    private var standard: SiteRules?

    /// Knows no rules yet.
    package init() {}

    /// What `files` say, without any record.
    package init(_ files: SiteFiles) throws(ConfigurationError) {
        for record in differences(to: files, by: "", at: .distantPast) { try apply(record) }
    }

    /// Codes of the described sites, sorted.
    package var described: [String] { entries.keys.sorted() }

    /// The rules of the site called `code`; nil when it is not taken in, or while there are no defaults.
    package func rules(for code: String) -> SiteRules? {
        if let entry = entries[code] { return entry.rules }
        return policy == .open ? standard?.asDefaults(for: code) : nil
    }

    /// The rules of the site called `code` by the defaults alone; nil while there are none.
    package func defaultRules(for code: String) -> SiteRules? { standard?.asDefaults(for: code) }

    /// The document of a described site.
    package func override(for code: String) -> RulesDocument? { entries[code]?.override }

    /// Takes over what `record` says; when it throws, nothing has changed.
    ///
    /// Records come one by one, so that new defaults may not go with a site's file that is about to change too. Such
    /// a site keeps the rules it had until its next record.
    /// - Returns: codes of the described sites whose rules are others now; all of them after new defaults.
    @discardableResult
    package mutating func apply(_ record: ConfigurationRecord) throws(ConfigurationError) -> [String] {
        switch record.scope {
        case .defaults:
            guard let document = record.document else { return [] }
            return try take(defaults: document)
        case .site(let code):
            guard let document = record.document else {
                return entries.removeValue(forKey: code) == nil ? [] : [code]
            }
            guard let defaults else {
                throw ConfigurationError("the record of a site comes before that of the defaults")
            }
            let rules = try SiteRules(defaults: defaults, override: document, code: code)
            entries[code] = Entry(override: document, rules: rules)
            return [code]
        }
    }

    private mutating func take(defaults document: RulesDocument) throws(ConfigurationError) -> [String] {
        let policy = try Self.policy(document)
        standard = try SiteRules(defaults: document, override: nil, code: "")
        self.policy = policy
        let older = defaults
        defaults = document
        for (code, entry) in entries {
            var entry = entry
            do {
                entry.rules = try SiteRules(defaults: document, override: entry.override, code: code)
                entry.heldDefaults = nil
            } catch {
                entry.heldDefaults = entry.heldDefaults ?? older
            }
            entries[code] = entry
        }
        return described
    }

    static func policy(_ document: RulesDocument) throws(ConfigurationError) -> Policy {
        guard let node = try document.root.mapping(SiteRules.defaultKeys)["sites"] else { return .open }
        guard let policy = Policy(rawValue: try node.string()) else {
            throw node.fault("expected open or listed")
        }
        return policy
    }

    /// The records to append so that this book holds what `files` say: defaults first, then sites by code.
    package func differences(to files: SiteFiles, by: String, at moment: Timestamp) -> [ConfigurationRecord] {
        func record(_ scope: ConfigurationRecord.Scope, _ document: RulesDocument?) -> ConfigurationRecord {
            ConfigurationRecord(
                scope: scope,
                document: document,
                by: by,
                at: moment,
                initial: defaults == nil
            )
        }
        var records: [ConfigurationRecord] = []
        if defaults != files.defaults { records.append(record(.defaults, files.defaults)) }
        for (code, document) in files.overrides.sorted(by: { $0.key < $1.key })
        where entries[code]?.override != document || entries[code]?.heldDefaults != nil {
            records.append(record(.site(code), document))
        }
        for code in described where files.overrides[code] == nil { records.append(record(.site(code), nil)) }
        return records
    }
}

extension SiteBook: Equatable {
    package static func == (left: SiteBook, right: SiteBook) -> Bool {
        left.defaults == right.defaults
            && left.entries.mapValues(\.override) == right.entries.mapValues(\.override)
            && left.entries.mapValues(\.heldDefaults) == right.entries.mapValues(\.heldDefaults)
    }
}

extension SiteBook: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(defaults)
        writer.write(UInt32(entries.count))
        for (code, entry) in entries.sorted(by: { $0.key < $1.key }) {
            writer.write(code)
            entry.override.write(to: &writer)
            writer.write(entry.heldDefaults)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        defaults = try reader.optional()
        let count = try reader.integer(UInt32.self)
        do {
            if let defaults {
                policy = try Self.policy(defaults)
                standard = try SiteRules(defaults: defaults, override: nil, code: "")
            }
            for _ in 0..<count {
                let code = try reader.string()
                let override = try RulesDocument(from: &reader)
                let held: RulesDocument? = try reader.optional()
                guard let base = held ?? defaults else {
                    throw StateError("saved rules of a site without defaults")
                }
                entries[code] = Entry(
                    override: override,
                    heldDefaults: held,
                    rules: try SiteRules(defaults: base, override: override, code: code)
                )
            }
        } catch let error as StateError {
            throw error
        } catch {
            throw StateError("saved rules cannot be read: \(error)")
        }
    }
}
