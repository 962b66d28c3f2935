package import Hospital
package import Sites

/// Rules of sites as records of the log.
extension SiteBook: RuleBook {
    /// What is kept for one site.
    package typealias Rules = SiteRules

    package mutating func take(_ payload: ArraySlice<UInt8>) throws(RecordFault) -> [RuleChange] {
        let record: ConfigurationRecord
        let before = self
        do {
            record = try ConfigurationRecord(payload: Array(payload))
            _ = try apply(record)
        } catch {
            throw RecordFault(
                "configuration_unreadable",
                "the rules in this record are not known to this version"
            )
        }
        guard before != self || record.initial else { return [] }
        let site =
            switch record.scope {
            case .defaults: ""
            case .site(let code): code
            }
        let old = site.isEmpty ? before.defaults : before.override(for: site)
        return [
            RuleChange(
                site: site,
                hash: record.document?.hash ?? "",
                actor: record.by,
                at: record.at,
                changes: record.removed
                    ? "removed"
                    : RulesDocument.changes(from: old, to: record.document).joined(separator: "; "),
                rules: record.document?.text ?? ""
            )
        ]
    }

    package func isListed(_ key: String) -> Bool { override(for: key) != nil }

    package static func isInitial(_ payload: ArraySlice<UInt8>) -> Bool {
        (try? ConfigurationRecord(payload: Array(payload)))?.initial ?? false
    }
}

/// The files of a pipeline as the source of its configuration records.
package struct SiteConfiguration: ConfigurationSource {
    package let files: SiteFiles
    /// Who starts the process, as it stands in `silver/rules`.
    package let actor: String

    package init(_ files: SiteFiles, actor: String) {
        self.files = files
        self.actor = actor
    }

    package func records(from book: SiteBook, at moment: Timestamp) -> [[UInt8]] {
        book.differences(to: files, by: actor, at: moment).compactMap { try? $0.payload() }
    }
}
