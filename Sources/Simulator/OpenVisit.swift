import Hospital

/// A visit that has begun and not ended; times are seconds since the epoch.
struct OpenVisit: Sendable {
    /// Number of the visit in its hospital, from 1; 0 marks a free slot.
    var number: Int32
    var profile: PatientProfile
    /// PV1-19 and PID-3.
    var visitID: String
    var patientID: String
    /// PID-7; fits the age for half a year from the beginning of the visit.
    var birthDate: CivilTime
    var ward: Int
    /// Index of the bed in the ward; -1 while there is none.
    var bed: Int16 = -1
    var arrivedAt: Int64?
    var admittedAt: Int64?
    /// Event time of the last message; the next one is later.
    var lastEventAt: Int64 = 0
    /// Grows with every change of place or plan.
    var phase: Int32 = 0
    /// The ward a bed is wanted in; -1 while none is.
    var wanted = -1
    /// The bed kept in `reservedWard`; -1 while none is.
    var reservedBed: Int16 = -1
    var reservedWard = -1
    /// A move to a ward happens no sooner.
    var earliestMove: Int64 = 0
    /// The ward after this one; nil for home.
    var next: WardRole?
    var isToBeAdmitted = false
    /// A discharge was sent and its cancel is due.
    var isAwaitingReturn = false
    /// Once through a cancel, a visit has no second one.
    var hadCancel = false
}
