package import Hospital
import Intake
import PatientFlow
package import Sites
import Staffing
import StayModels

/// A site's state in named, versioned parts.
extension SiteProcessor {
    private enum Version {
        static let shifts: UInt16 = 2
        static let identities: UInt16 = 1
        static let desk: UInt16 = 1
        static let delivery: UInt16 = 1
    }

    package func snapshot() -> StateParts {
        var parts = flow.snapshot()
        parts.add("shifts", version: Version.shifts) { shifts.write(to: &$0) }
        parts.add("identities", version: Version.identities) { duplicates.write(to: &$0) }
        parts.add("desk", version: Version.desk) { writer in
            writer.write(nextBriefing)
            accountingAtBriefing.write(to: &writer)
            accounting.write(to: &writer)
            outputCounts.write(to: &writer)
            writer.write(lastBriefing)
        }
        parts.add("delivery", version: Version.delivery) { delivery.write(to: &$0) }
        return parts
    }

    package convenience init(key: String, rules: SiteRules, restoring parts: StateParts) throws(StateError) {
        let flow = try SiteFlow(site: rules.site, seed: Self.seed(rules), restoring: parts)
        let shifts = try Self.part(parts, "shifts", Version.shifts) { reader throws(StateError) in
            try ShiftBook(facility: key, clock: rules.clock, lateness: rules.lateness, from: &reader)
        }
        self.init(key: key, rules: rules, flow: flow, shifts: shifts)
        duplicates = try Self.part(parts, "identities", Version.identities) { reader throws(StateError) in
            try DuplicateFilter(from: &reader)
        }
        try Self.part(parts, "desk", Version.desk) { reader throws(StateError) in
            nextBriefing = try reader.optional()
            accountingAtBriefing = try Accounting(from: &reader)
            accounting = try Accounting(from: &reader)
            outputCounts = try OutputCounts(from: &reader)
            lastBriefing = try reader.optional()
        }
        delivery = try Self.part(parts, "delivery", Version.delivery) { reader throws(StateError) in
            try ModelDelivery(from: &reader)
        }
    }

    private static func part<Value>(
        _ parts: StateParts,
        _ name: String,
        _ version: UInt16,
        _ body: (inout StateReader) throws(StateError) -> Value
    ) throws(StateError) -> Value {
        try parts.read(name, versions: version...version) { reader, _ throws(StateError) in try body(&reader)
        }
    }
}

extension BriefingRow: StateCoded {
    package func write(to writer: inout StateWriter) {
        for text in [facility, level, markdown, html, json] { writer.write(text) }
        writer.write(at)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        facility = try reader.string()
        level = try reader.string()
        markdown = try reader.string()
        html = try reader.string()
        json = try reader.string()
        at = try reader.timestamp()
    }
}
