import Hospital

/// One real attendance, read from a row.
struct Attendance: Sendable {
    var facility: String
    var visit: String
    var patient: String
    var arrival: Timestamp
    var departure: Timestamp?
    var triaged: Timestamp?
    var seen: Timestamp?
    var wardDeparture: Timestamp?
    var ageYears: Int?
    var gender = Gender.unknown
    var acuity: Int?
    var arrivalMode = ArrivalMode.unknown
    var service = ""
    var isAdmitted = false
    var ward = ""
}
