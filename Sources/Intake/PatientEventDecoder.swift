import HL7
package import Hospital
package import Sites

/// Turns HL7 bytes into a `PatientEvent` by the site's field map; what it cannot use gets a reason.
///
/// For example: `let header = try decoder.header(bytes, range, facility: "RXA")`, then
/// `try decoder.event(header, bytes, facility: "RXA", receivedAt: moment)`.
package struct PatientEventDecoder: Sendable {
    /// What the header says.
    package struct Header {
        package var trigger: PatientEvent.Trigger
        package var controlID: String
        /// Hash of sender, facility and control id.
        package var identity: UInt64
    }

    private let fields: FieldMap
    private let expectations: Expectations
    private let clock: SiteClock
    private let futureTolerance: TimeSpan
    private var index = MessageIndex()
    /// Where the message begins in the batch's bytes.
    private var base = 0

    package init(_ rules: SiteRules) {
        fields = rules.fields
        expectations = rules.expectations
        clock = rules.clock
        futureTolerance = rules.futureTolerance
    }

    /// Reads the header of the message in `range`; `event(...)` then reads the rest of the same message.
    package mutating func header(_ bytes: [UInt8], _ range: Range<Int>, facility: String) throws(RecordFault)
        -> Header
    {
        base = range.lowerBound
        do {
            try index.parse(bytes, in: range)
        } catch {
            throw RecordFault(error)
        }
        let type = index.field(.msh, 9)
        guard index.equals(index.component(1, of: type, in: bytes), "ADT", in: bytes) else {
            throw RecordFault("unsupported_message", "expected ADT at MSH-9.1, found another message type")
        }
        let code = index.component(2, of: type, in: bytes)
        guard let trigger = trigger(bytes, code) else {
            throw RecordFault(
                "unsupported_trigger",
                "expected one of \(PatientEvent.Trigger.allCases.map(\.code).joined(separator: ", ")) at MSH-9.2"
            )
        }
        let control = index.field(.msh, 10)
        guard index.state(of: control, in: bytes) == .value else {
            throw RecordFault("control_id_missing", "expected a control id at MSH-10, found none")
        }
        guard index.equals(index.component(1, of: index.field(.msh, 4), in: bytes), facility, in: bytes)
        else {
            throw RecordFault("facility_mismatch", "MSH-4 differs from the key of the log record")
        }
        let sender = index.field(.msh, 3)
        let identity = ContentHash.combine(ContentHash.hash(bytes, sender), ContentHash.hash(bytes, control))
        return Header(trigger: trigger, controlID: try text(control, bytes), identity: identity)
    }

    private func trigger(_ bytes: [UInt8], _ code: Range<Int>) -> PatientEvent.Trigger? {
        guard code.count == 3, bytes[code.lowerBound] == UInt8(ascii: "A"),
            let number = index.number(code.lowerBound + 1..<code.upperBound, in: bytes)
        else { return nil }
        return PatientEvent.Trigger(rawValue: UInt8(number))
    }

    /// Reads the event of the message whose header was read last.
    package func event(
        _ header: Header,
        _ bytes: [UInt8],
        facility: String,
        receivedAt: Timestamp
    ) throws(RecordFault) -> PatientEvent {
        guard index.segment(.pv1) != nil else {
            throw RecordFault("segment_missing", "expected a PV1 segment, found none")
        }
        let visit = try required(fields.visit, bytes, "visit_missing", "a visit number")
        // Senders with columns of a fixed width pad; blanks are no part of an identifier.
        let patient = try required(fields.patient, bytes, "patient_missing", "a patient identifier")
            .trimmed
        guard !patient.isEmpty else {
            throw RecordFault("patient_missing", "expected a patient identifier, found blanks")
        }
        guard let at = try time(fields.eventTime, bytes) else {
            throw RecordFault("event_time_missing", "expected a time at EVN-6, EVN-2 or MSH-7, found none")
        }
        guard at <= receivedAt + futureTolerance else {
            throw RecordFault("event_time_in_future", "the event time is later than its arrival allows")
        }
        var event = PatientEvent(
            trigger: header.trigger,
            facility: facility,
            visit: visit,
            patient: patient,
            at: at
        )
        event.patientClass = patientClass(bytes)
        event.location = Location(
            ward: try name(fields.ward, bytes, "ward"),
            bed: try name(fields.bed, bytes, "bed")
        )
        if event.location.ward.isEmpty, expectations.wardOn.contains(header.trigger) {
            throw RecordFault("ward_missing", "expected a ward for \(header.trigger.code), found none")
        }
        event.ageYears = try age(bytes, at: at)
        event.gender = gender(bytes)
        event.acuity = try acuity(bytes)
        event.arrivalMode = arrivalMode(bytes)
        event.service = try name(fields.service, bytes, "service")
        event.seenAt = try seenAt(bytes, event: event)
        return event
    }

    // MARK: Fields

    private func range(_ places: [FieldPath], _ bytes: [UInt8]) -> Range<Int> {
        for place in places {
            let range = place.range(index, in: bytes)
            if !range.isEmpty { return range }
        }
        return 0..<0
    }

    private func text(_ range: Range<Int>, _ bytes: [UInt8]) throws(RecordFault) -> String {
        do {
            return try index.string(range, in: bytes)
        } catch {
            throw RecordFault(error)
        }
    }

    private func text(_ places: [FieldPath], _ bytes: [UInt8]) throws(RecordFault) -> String {
        let range = range(places, bytes)
        return range.isEmpty ? "" : try text(range, bytes)
    }

    private func required(
        _ places: [FieldPath],
        _ bytes: [UInt8],
        _ reason: String,
        _ what: String
    ) throws(RecordFault) -> String {
        let value = try text(places, bytes)
        guard !value.isEmpty else { throw RecordFault(reason, "expected \(what), found none") }
        guard value.utf8.count <= 100 else {
            throw RecordFault(reason, "expected \(what) of at most 100 bytes, found a longer one")
        }
        return value
    }

    /// A name that is remembered for good, so its length is bounded.
    private func name(_ places: [FieldPath], _ bytes: [UInt8], _ what: String) throws(RecordFault) -> String {
        let value = try text(places, bytes)
        guard value.utf8.count <= 100 else {
            throw RecordFault("name_too_long", "expected a \(what) of at most 100 bytes, found a longer one")
        }
        return value
    }

    private func time(_ places: [FieldPath], _ bytes: [UInt8]) throws(RecordFault) -> Timestamp? {
        let range = range(places, bytes)
        guard !range.isEmpty else { return nil }
        do {
            let stamp = try HL7Timestamp(bytes, in: index.component(1, of: range, in: bytes))
            if stamp.offsetMinutes == nil, clock.changes.count > 1 {
                let civil = CivilTime(
                    year: stamp.year,
                    month: stamp.month,
                    day: stamp.day,
                    hour: stamp.hour,
                    minute: stamp.minute,
                    second: stamp.second
                )
                return clock.moment(civil) + TimeSpan(microseconds: Int64(stamp.microsecond))
            }
            let offset = Int(clock.changes[0].offsetSeconds / 60)
            return Timestamp(microseconds: stamp.microseconds(defaultOffsetMinutes: offset))
        } catch {
            // The place in the message, not in the batch: a replay in other batches must say the same.
            var placed = error
            placed.offset -= base
            throw RecordFault(placed)
        }
    }

    private func patientClass(_ bytes: [UInt8]) -> PatientClass {
        let range = range(fields.patientClass, bytes)
        guard !range.isEmpty else { return .unknown }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "E"): return .emergency
        case UInt8(ascii: "I"): return .inpatient
        case UInt8(ascii: "O"): return .outpatient
        default: return .other
        }
    }

    private func gender(_ bytes: [UInt8]) -> Gender {
        let range = range(fields.gender, bytes)
        guard !range.isEmpty else { return .unknown }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "F"): return .female
        case UInt8(ascii: "M"): return .male
        case UInt8(ascii: "U"): return .unknown
        default: return .other
        }
    }

    private func arrivalMode(_ bytes: [UInt8]) -> ArrivalMode {
        let range = range(fields.arrivalMode, bytes)
        guard !range.isEmpty else { return .unknown }
        for mode in ArrivalMode.allCases where index.equals(range, mode.word, in: bytes) { return mode }
        return .unknown
    }

    private func age(_ bytes: [UInt8], at moment: Timestamp) throws(RecordFault) -> Int? {
        var years: Int?
        let stated = range(fields.ageYears, bytes)
        if !stated.isEmpty {
            guard let number = index.number(stated, in: bytes) else {
                throw RecordFault("bad_number", "expected an age in whole years")
            }
            years = number
        } else if let birth = try time(fields.birthDate, bytes) {
            let born = clock.local(birth)
            let now = clock.local(moment)
            years = now.year - born.year - ((now.month, now.day) < (born.month, born.day) ? 1 : 0)
        }
        guard let years else { return nil }
        guard expectations.ageYears.contains(years) else {
            throw RecordFault("age_out_of_range", "expected an age within \(expectations.ageYears) years")
        }
        return years
    }

    private func acuity(_ bytes: [UInt8]) throws(RecordFault) -> Int? {
        let range = range(fields.acuity, bytes)
        guard !range.isEmpty else { return nil }
        guard let value = index.number(range, in: bytes), expectations.acuity.contains(value) else {
            throw RecordFault("acuity_out_of_range", "expected an acuity within \(expectations.acuity)")
        }
        return value
    }

    private func seenAt(_ bytes: [UInt8], event: PatientEvent) throws(RecordFault) -> Timestamp? {
        if let seen = try time(fields.seenAt, bytes) {
            guard seen <= event.at + futureTolerance else {
                throw RecordFault("seen_time_in_future", "the first-seen time is later than its event allows")
            }
            return seen
        }
        // A wait in minutes dates the first sight from the message that opens the visit.
        let range = range(fields.waitMinutes, bytes)
        guard !range.isEmpty, event.trigger == .register || event.trigger == .admit else { return nil }
        guard let minutes = Double(try text(range, bytes)), minutes.isFinite, (0...100_000).contains(minutes)
        else {
            throw RecordFault("bad_number", "expected a wait in minutes")
        }
        return event.at + .seconds(Int64((minutes * 60).rounded()))
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        guard first?.isWhitespace == true || last?.isWhitespace == true else { return self }
        return String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension RecordFault {
    init(_ error: HL7Error) {
        self.init(error.reason.rawValue, error.description)
    }
}
