/// Something that will happen in one hospital at a known second.
struct AgendaEntry: Comparable, Sendable {
    /// What will happen.
    enum Step: UInt8, Sendable {
        // Emergency department
        case arrival, triage, firstSeen, outcome, cancelAdmission, boardingTooLong
        // Wards
        case initialAdmission, directAdmission, move, phaseEnd, discharge, cancelDischarge, cancelDirect,
            bedReady
        // Anywhere
        case update
        // Staff
        case planShifts, roster, sick, clockIn, clockOut
    }

    /// Seconds since the epoch.
    var time: Int64
    /// Breaks ties in the order of planning.
    var order: Int64
    var step: Step
    /// Slot of the visit or shift; the ward for `directAdmission` and `bedReady`.
    var slot: Int32
    /// Number of the visit, so that an entry for a visit that has left is known as stale; the bed for
    /// `bedReady`.
    var ticket: Int32
    /// Phase of the visit the entry belongs to; -1 fits every phase, an entry of a past phase is stale.
    var phase: Int32

    static func < (left: AgendaEntry, right: AgendaEntry) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }
}
