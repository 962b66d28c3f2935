package import HL7
package import Hospital

/// One ADT message as the simulator and the attendances feed send it: HL7 v2.5.1, all times in UTC.
package struct ADTMessage: Sendable, Equatable {
    package var event: PatientEvent
    /// MSH-10, unique per facility.
    package var controlID: String
    /// MSH-7 and EVN-2.
    package var sentAt: Timestamp
    package var familyName: String
    package var givenName: String
    /// PID-7; when nil it is the first of January that fits `event.ageYears`, or left out.
    package var birthDate: CivilTime?
    /// PV1-36; empty leaves it out.
    package var disposition: String
    /// PV1-44.
    package var admittedAt: Timestamp?
    /// PV1-45.
    package var dischargedAt: Timestamp?

    package init(
        event: PatientEvent,
        controlID: String,
        sentAt: Timestamp,
        familyName: String = "",
        givenName: String = "",
        birthDate: CivilTime? = nil,
        disposition: String = "",
        admittedAt: Timestamp? = nil,
        dischargedAt: Timestamp? = nil
    ) {
        self.event = event
        self.controlID = controlID
        self.sentAt = sentAt
        self.familyName = familyName
        self.givenName = givenName
        self.birthDate = birthDate
        self.disposition = disposition
        self.admittedAt = admittedAt
        self.dischargedAt = dischargedAt
    }

    /// The message in bytes, segments ended by CR; hot callers reuse a builder with `encode(into:)`.
    package var bytes: [UInt8] {
        var builder = MessageBuilder()
        encode(into: &builder)
        return builder.bytes
    }

    /// Replaces what `builder` holds by this message.
    package func encode(into builder: inout MessageBuilder) {
        builder.removeAll()
        header(&builder)
        patient(&builder)
        visit(&builder)
        observations(&builder)
    }

    private func header(_ out: inout MessageBuilder) {
        out.begin(.msh)
        out.field(3)
        out.raw("WARDSIM|")
        out.text(event.facility)
        out.raw("|WARDFLOW|")
        out.text(event.facility)
        out.raw("|")
        out.time(sentAt)
        out.raw("||")
        out.raw(Self.type(of: event.trigger))
        out.raw("|")
        out.text(controlID)
        out.raw("|P|2.5.1")
        out.end()
        out.begin(.evn)
        out.field(1)
        out.raw(Self.code(of: event.trigger))
        out.field(2)
        out.time(sentAt)
        out.field(6)
        out.time(event.at)
        out.end()
    }

    private func patient(_ out: inout MessageBuilder) {
        out.begin(.pid)
        out.raw("|1||")
        out.text(event.patient)
        out.raw("^^^")
        out.text(event.facility)
        out.raw("^MR||")
        out.text(familyName)
        if !givenName.isEmpty {
            out.component()
            out.text(givenName)
        }
        out.raw("||")
        if let born = birthDate ?? bornForAge {
            out.date(year: born.year, month: born.month, day: born.day)
        }
        out.raw("|")
        if event.gender != .unknown { out.raw(event.gender.code) }
        out.end()
    }

    private var bornForAge: CivilTime? {
        guard let age = event.ageYears else { return nil }
        return CivilTime(year: CivilTime(utc: admittedAt ?? event.at).year - age, month: 1, day: 1)
    }

    private func visit(_ out: inout MessageBuilder) {
        out.begin(.pv1)
        out.field(1)
        out.raw("1|")
        out.raw(event.patientClass.code)
        if !event.location.ward.isEmpty {
            out.field(3)
            out.text(event.location.ward)
            out.raw("^^")
            out.text(event.location.bed)
            out.component()
            out.text(event.facility)
        }
        if !event.service.isEmpty {
            out.field(10)
            out.text(event.service)
        }
        if event.arrivalMode != .unknown {
            out.field(14)
            out.raw(event.arrivalMode.word)
        }
        out.field(19)
        out.text(event.visit)
        out.raw("^^^")
        out.text(event.facility)
        out.raw("^VN")
        if !disposition.isEmpty {
            out.field(36)
            out.text(disposition)
        }
        if let admittedAt {
            out.field(44)
            out.time(admittedAt)
        }
        if let dischargedAt {
            out.field(45)
            out.time(dischargedAt)
        }
        out.end()
    }

    private func observations(_ out: inout MessageBuilder) {
        var number = 0
        if let acuity = event.acuity {
            number += 1
            out.observation(number, "|NM|ACUITY^Manchester category||")
            out.number(acuity)
            out.end()
        }
        if event.arrivalMode != .unknown {
            number += 1
            out.observation(number, "|ST|ARRIVAL^Arrival mode||")
            out.raw(event.arrivalMode.word)
            out.end()
        }
        if let seenAt = event.seenAt {
            number += 1
            out.observation(number, "|TS|SEEN^First seen by clinician||")
            out.time(seenAt)
            out.end()
        }
    }

    private static func type(of trigger: PatientEvent.Trigger) -> String {
        switch trigger {
        case .admit: "ADT^A01^ADT_A01"
        case .transfer: "ADT^A02^ADT_A02"
        case .discharge: "ADT^A03^ADT_A03"
        case .register: "ADT^A04^ADT_A01"
        case .update: "ADT^A08^ADT_A01"
        case .cancelAdmit: "ADT^A11^ADT_A09"
        case .cancelDischarge: "ADT^A13^ADT_A01"
        }
    }

    private static func code(of trigger: PatientEvent.Trigger) -> String {
        switch trigger {
        case .admit: "A01"
        case .transfer: "A02"
        case .discharge: "A03"
        case .register: "A04"
        case .update: "A08"
        case .cancelAdmit: "A11"
        case .cancelDischarge: "A13"
        }
    }
}

extension MessageBuilder {
    fileprivate mutating func time(_ moment: Timestamp) {
        let civil = CivilTime(utc: moment)
        timestamp(
            year: civil.year,
            month: civil.month,
            day: civil.day,
            hour: civil.hour,
            minute: civil.minute,
            second: civil.second
        )
    }

    fileprivate mutating func observation(_ number: Int, _ rest: String) {
        begin(.obx)
        field(1)
        self.number(number)
        raw(rest)
    }
}
