package import Hospital

/// A visit as its events tell it: one row of `silver.visits`, and the value every KPI is a function of.
package struct Visit: Sendable, Equatable {
    package var key: String
    package var patient: String
    package var arrivedAt: Timestamp?
    package var admittedAt: Timestamp?
    package var seenAt: Timestamp?
    package var edDepartedAt: Timestamp?
    package var dischargedAt: Timestamp?
    /// Ward named in the A01, as a `NameTable` number; the emergency ward while the patient boards.
    package var admissionWard: Int32 = 0
    package var patientClass: PatientClass = .unknown
    package var gender: Gender = .unknown
    package var arrivalMode: ArrivalMode = .unknown
    package var ageYears: Int?
    package var acuity: Int?
    package var service: Int32 = 0
    package var stays: [BedStay] = []

    package init(key: String, patient: String = "") {
        self.key = key
        self.patient = patient
    }

    /// Whether the patient was ever here: registered, admitted or seen at a location.
    package var hasBegun: Bool { arrivedAt != nil || admittedAt != nil || !stays.isEmpty }

    /// Whether the patient is in the emergency department now.
    package var isInEmergency: Bool { arrivedAt != nil && edDepartedAt == nil }

    /// Where the patient is now; nil after discharge or before the first location.
    package var currentStay: BedStay? {
        guard let last = stays.last, last.endedAt == nil else { return nil }
        return last
    }

    /// The earliest moment at which `other` has the patient elsewhere than this row; nil when there is none.
    func earliestChange(to other: Visit) -> Timestamp? {
        var first: Timestamp?
        func note(_ left: Timestamp?, _ right: Timestamp?) {
            guard left != right else { return }
            let earlier = min(left ?? .distantFuture, right ?? .distantFuture)
            first = min(first ?? earlier, earlier)
        }
        note(arrivedAt, other.arrivedAt)
        note(admittedAt, other.admittedAt)
        note(edDepartedAt, other.edDepartedAt)
        var shared = 0
        while shared < stays.count, shared < other.stays.count, stays[shared] == other.stays[shared] {
            shared += 1
        }
        let left = shared < stays.count ? stays[shared] : nil
        let right = shared < other.stays.count ? other.stays[shared] : nil
        if left?.ward == right?.ward, left?.startedAt == right?.startedAt {
            note(left?.endedAt, right?.endedAt)
        } else {
            note(left?.startedAt, right?.startedAt)
        }
        return first
    }

    /// From admission, else arrival, to discharge; nil while open.
    package var lengthOfStay: TimeSpan? {
        guard let dischargedAt, let start = admittedAt ?? arrivedAt else { return nil }
        return dischargedAt.since(start)
    }
}

/// A period at one location: one row of `silver.bed_stays`.
package struct BedStay: Sendable, Equatable {
    /// `NameTable` numbers; bed 0 is a place without a bed.
    package var ward: Int32
    package var bed: Int32
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// Begun by A02 rather than by registration or admission.
    package var byTransfer: Bool

    /// Whether the stay covers `moment` (closed start, open end).
    package func covers(_ moment: Timestamp) -> Bool {
        guard startedAt <= moment else { return false }
        guard let endedAt else { return true }
        return moment < endedAt
    }
}

/// What a visit keeps of one accepted event, small enough to hold every event of every open visit.
package struct VisitEvent: Sendable, Equatable {
    package var at: Timestamp
    package var offset: Int64
    package var trigger: PatientEvent.Trigger
    package var patientClass: PatientClass
    package var gender: Gender
    package var arrivalMode: ArrivalMode
    package var acuity: Int8
    package var ageYears: Int16
    package var ward: Int32
    package var bed: Int32
    package var service: Int32
    package var seenAt: Timestamp?

    /// Absent acuity or age.
    package static let absent8: Int8 = -1
    package static let absent16: Int16 = -1

    /// Whether `other` is the same event, wherever it stood in the log.
    func says(_ other: VisitEvent) -> Bool {
        var other = other
        other.offset = offset
        return self == other
    }

    /// The order in which a visit's events count: event time, then log offset.
    func precedes(_ other: VisitEvent) -> Bool {
        (at, offset) < (other.at, other.offset)
    }
}
