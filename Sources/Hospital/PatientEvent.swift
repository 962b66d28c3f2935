/// One ADT event in the hospital's own terms; silver's output for a clean HL7 message.
package struct PatientEvent: Sendable, Equatable {
    /// What happened, named by its HL7 trigger.
    package enum Trigger: UInt8, Sendable, CaseIterable, Codable {
        case admit = 1
        case transfer = 2
        case discharge = 3
        case register = 4
        case update = 8
        case cancelAdmit = 11
        case cancelDischarge = 13

        /// The HL7 trigger code, `A01`.
        package var code: String {
            switch self {
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

    package var trigger: Trigger
    /// Sending facility, MSH-4.
    package var facility: String
    /// PV1-19, the key of the visit.
    package var visit: String
    /// PID-3.
    package var patient: String
    /// When it happened: EVN-6, else EVN-2, else MSH-7.
    package var at: Timestamp
    package var patientClass: PatientClass
    package var location: Location
    package var ageYears: Int?
    package var gender: Gender
    /// Manchester category, 1 (immediate) to 5 (non-urgent).
    package var acuity: Int?
    package var arrivalMode: ArrivalMode
    /// Hospital service or chief-complaint group, PV1-10; empty when absent.
    package var service: String
    /// When a clinician first saw the patient.
    package var seenAt: Timestamp?

    package init(
        trigger: Trigger,
        facility: String,
        visit: String,
        patient: String,
        at: Timestamp,
        patientClass: PatientClass = .unknown,
        location: Location = Location(),
        ageYears: Int? = nil,
        gender: Gender = .unknown,
        acuity: Int? = nil,
        arrivalMode: ArrivalMode = .unknown,
        service: String = "",
        seenAt: Timestamp? = nil
    ) {
        self.trigger = trigger
        self.facility = facility
        self.visit = visit
        self.patient = patient
        self.at = at
        self.patientClass = patientClass
        self.location = location
        self.ageYears = ageYears
        self.gender = gender
        self.acuity = acuity
        self.arrivalMode = arrivalMode
        self.service = service
        self.seenAt = seenAt
    }
}

/// PV1-2 (HL7 table 0004).
package enum PatientClass: UInt8, Sendable, Codable, CaseIterable {
    case unknown, emergency, inpatient, outpatient, other

    /// The HL7 code: E, I, O; empty for unknown.
    package var code: String {
        switch self {
        case .unknown: ""
        case .emergency: "E"
        case .inpatient: "I"
        case .outpatient: "O"
        case .other: "N"
        }
    }
}

/// PID-8 (HL7 table 0001), folded to what the model uses.
package enum Gender: UInt8, Sendable, Codable, CaseIterable {
    case unknown, female, male, other

    package var code: String {
        switch self {
        case .unknown: "U"
        case .female: "F"
        case .male: "M"
        case .other: "O"
        }
    }
}

/// How the patient came.
package enum ArrivalMode: UInt8, Sendable, Codable, CaseIterable {
    case unknown, walkIn, ambulance, referral, transfer

    /// The word used in messages and tables; empty for unknown.
    package var word: String {
        switch self {
        case .unknown: ""
        case .walkIn: "walk-in"
        case .ambulance: "ambulance"
        case .referral: "referral"
        case .transfer: "transfer"
        }
    }
}

/// PV1-3: point of care and bed; empty parts are absent.
package struct Location: Sendable, Hashable, Codable {
    package var ward: String
    package var bed: String

    package init(ward: String = "", bed: String = "") {
        self.ward = ward
        self.bed = bed
    }
}
