/// What truly happened to one patient, kept for the truth log; times are seconds since the epoch.
struct VisitHistory: Sendable {
    /// A period at one location.
    struct Stay: Sendable {
        var ward: Int
        /// -1 without a bed.
        var bed: Int16
        var start: Int64
        /// Begun by a transfer, not by the registration or admission.
        var isTransfer: Bool
    }

    var age: Int
    var stays: [Stay]
    var arrivedAt: Int64?
    var admittedAt: Int64?
    var admissionWard = -1
    var seenAt: Int64?
    var dischargedAt: Int64?
    /// The visit was cancelled altogether.
    var neverWas = false

    /// End of stay number `index`: the next stay's start or the discharge; nil while it goes on.
    func end(ofStay index: Int) -> Int64? {
        index + 1 < stays.count ? stays[index + 1].start : dischargedAt
    }
}

/// What truly happened to one rostered shift.
struct ShiftHistory: Sendable {
    var ward: Int
    var isNurse: Bool
    var startsAt: Int64
    var endsAt: Int64
    var clockedIn: Int64?
    var clockedOut: Int64?
}
