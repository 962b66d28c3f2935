package import Hospital

/// The visits of one facility that may still change, and who is where now.
///
/// It folds events into visits and tells what a visit was and has become; what follows from that is for others.
package struct VisitBook: Sendable {
    /// How long a settled visit is remembered, so that it is neither told again nor begun anew.
    static let settledMemory = TimeSpan.hours(7 * 24)

    /// What became of an event.
    package enum Outcome: Sendable {
        /// The visit in `slot` was `old`, and is what lies there now.
        case taken(slot: Int, old: Visit)
        /// The visit has the same event already.
        case repeated
        /// The visit has settled.
        case settled
        /// A named limit is reached.
        case refused(reason: String)
    }

    package private(set) var names = NameTable()
    package private(set) var visits = VisitTable()
    package private(set) var emergencyWards = WardSet()
    package private(set) var census = Census()
    /// Keys of visits whose rows have settled in the last days.
    private var settledKeys = ExpiringSet<String>()

    package init(site: Site) {
        nameWards(site.layout)
    }

    /// Gives every ward of the layout its number, so that a ward nobody has been in has one too.
    private mutating func nameWards(_ layout: HospitalLayout) {
        emergencyWards = WardSet()
        for ward in layout.wards {
            guard let number = names.number(of: ward.code), ward.isEmergency else { continue }
            emergencyWards.insert(number)
        }
    }

    /// The number of a ward, bed or service name that was ever used.
    package func number(known name: String) -> Int32? { names.number(known: name) }

    /// The visit of `key` as it is now.
    package subscript(key: String) -> Visit? {
        visits.slot(of: key).map { visits.records[$0].visit }
    }

    /// The oldest event that can be told from one of a visit that settled and is remembered no more.
    package static func oldestEvent(horizon: Timestamp) -> Timestamp {
        horizon == .distantPast ? horizon : horizon - settledMemory
    }

    /// Folds an event into its visit.
    ///
    /// - Parameter isBehind: whether it is older than the horizon, behind which the ids of messages are forgotten.
    package mutating func take(_ event: PatientEvent, offset: Int64, isBehind: Bool) -> Outcome {
        let known = visits.slot(of: event.visit)
        if known == nil, settledKeys.contains(event.visit) { return .settled }
        guard let compact = compact(event, offset: offset) else {
            return .refused(reason: "name_table_full")
        }
        let slot = known ?? visits.put(VisitRecord(key: event.visit), event.visit)
        guard visits.records[slot].events.count < VisitRecord.eventLimit else {
            return .refused(reason: "visit_event_limit")
        }
        if isBehind, visits.records[slot].events.contains(where: { $0.says(compact) }) { return .repeated }
        let old = visits.records[slot].visit
        visits.records[slot].insert(compact, patient: event.patient) { [emergencyWards] in
            emergencyWards.contains($0)
        }
        return .taken(slot: slot, old: old)
    }

    /// Takes over other wards; the visits that are others by them, each as it was and as it is now.
    package mutating func adopt(_ layout: HospitalLayout) -> [(slot: Int, old: Visit, new: Visit)] {
        let before = emergencyWards
        nameWards(layout)
        guard before != emergencyWards else { return [] }
        // Counted anew: which ward is an emergency ward decides where a patient counts.
        census = Census()
        var changed: [(slot: Int, old: Visit, new: Visit)] = []
        for slot in visits.records.indices {
            let old = visits.records[slot].visit
            visits.records[slot].refold { [emergencyWards] in emergencyWards.contains($0) }
            let new = visits.records[slot].visit
            // Who recounts the change takes `old` out and puts `new` in.
            census.count(old == new ? new : old, 1, emergencyWards: emergencyWards)
            if old != new { changed.append((slot, old, new)) }
        }
        return changed
    }

    /// Counts where a visit's patient was and is now.
    package mutating func recount(from old: Visit, to new: Visit) {
        census.count(old, -1, emergencyWards: emergencyWards)
        census.count(new, 1, emergencyWards: emergencyWards)
    }

    private mutating func compact(_ event: PatientEvent, offset: Int64) -> VisitEvent? {
        guard let ward = names.number(of: event.location.ward),
            let bed = names.number(of: event.location.bed),
            let service = names.number(of: event.service)
        else { return nil }
        return VisitEvent(
            at: event.at,
            offset: offset,
            trigger: event.trigger,
            patientClass: event.patientClass,
            gender: event.gender,
            arrivalMode: event.arrivalMode,
            acuity: event.acuity.flatMap { Int8(exactly: $0) } ?? VisitEvent.absent8,
            ageYears: event.ageYears.flatMap { Int16(exactly: $0) } ?? VisitEvent.absent16,
            ward: ward,
            bed: bed,
            service: service,
            seenAt: event.seenAt
        )
    }

    // MARK: Leaving memory

    /// Lets the visit of `key` go, whose row will not change again; it is remembered until a week after `due`.
    package mutating func settle(_ key: String, due: Timestamp, facility: String) -> VisitRow? {
        guard let record = visits.remove(key), record.visit.hasBegun, !record.isErased else { return nil }
        settledKeys.insert(key, until: due + Self.settledMemory)
        return row(record, facility: facility)
    }

    /// Forgets the settled visits whose time is over.
    package mutating func forgetSettled(dueBy moment: Timestamp) { settledKeys.forget(dueBy: moment) }

    // MARK: Erasing

    /// Makes the visits of every patient `isSubject` names nameless.
    ///
    /// - Returns: each visit's key with the pseudonym it goes by now; nil, and nothing is changed, when such a patient
    ///   is in the hospital: a bed in use must stay on the screen.
    package mutating func erase(offset: Int64, isSubject: (String) -> Bool) -> [(
        key: String, pseudonym: String
    )]? {
        let subjects = visits.records.filter { isSubject($0.visit.patient) }.map(\.visit)
            .sorted { $0.key < $1.key }
        guard !subjects.contains(where: \.isPresent) else { return nil }
        var number = 0
        return subjects.map { visit in
            // A sender may call a visit of its own like this: that visit keeps its name.
            while visits.contains("erased/\(offset)/\(number)") { number += 1 }
            let pseudonym = "erased/\(offset)/\(number)"
            visits.erase(visit.key, as: pseudonym)
            number += 1
            return (visit.key, pseudonym)
        }
    }

    /// Forgets the settled visits that `isSubject` names; their keys, in the order in which they settled.
    package mutating func eraseSettled(isSubject: (String) -> Bool) -> [String] {
        settledKeys.remove(where: isSubject)
    }
}

extension VisitBook {
    /// Version of the coding below.
    package static let stateVersion: UInt16 = 1

    /// Writes all but the names: other parts have numbers from that table too, so it is a part of its own.
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(emergencyWards.numbers.count))
        for ward in emergencyWards.numbers { writer.write(ward) }
        writer.write(UInt32(visits.count))
        for key in visits.keys.sorted() {
            guard let record = visits[key] else { continue }
            writer.write(key)
            writer.write(record.visit.patient)
            writer.write(record.isErased)
            writer.write(record.events)
        }
        settledKeys.write(to: &writer)
    }

    /// Reads what `write` wrote, with the names of the same state.
    package init(names: NameTable, from reader: inout StateReader) throws(StateError) {
        self.names = names
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let ward: Int32 = try reader.integer()
            guard names.names.indices.contains(Int(ward)) else { throw StateError("a ward has no name") }
            emergencyWards.insert(ward)
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = try reader.string()
            let patient = try reader.string()
            let isErased = try reader.bool()
            let events = try reader.array(VisitEvent.self)
            guard visits.slot(of: key) == nil, events.allSatisfy(isNamed) else {
                throw StateError("a visit comes twice, or is nowhere")
            }
            let record = VisitRecord(key: key, patient: patient, events: events, isErased: isErased) {
                [emergencyWards] in emergencyWards.contains($0)
            }
            visits.put(record, key)
            census.count(record.visit, 1, emergencyWards: emergencyWards)
        }
        settledKeys = try ExpiringSet(from: &reader)
    }

    private func isNamed(_ event: VisitEvent) -> Bool {
        [event.ward, event.bed, event.service].allSatisfy { names.names.indices.contains(Int($0)) }
    }
}

extension Visit {
    /// Whether the patient came and has not left.
    fileprivate var isPresent: Bool {
        hasBegun && dischargedAt == nil && (isInEmergency || currentStay != nil)
    }
}
