/// Says which columns of a CSV of attendances hold what; decoded from a mapping file.
///
/// Unknown keys are refused at every level. Times without a zone are read at `utcOffsetMinutes`.
package struct AttendanceMapping: Sendable, Equatable, Decodable {
    /// MSH-4 of all messages.
    package var facility: ValueSource
    /// Key of the visit; required.
    package var visit: ValueSource
    /// Key of the patient; the visit's key when left out.
    package var patient: ValueSource?
    package var arrival: ArrivalSource
    package var departure: MomentSource?
    /// When acuity was assigned; without it acuity is told at arrival.
    package var triaged: MomentSource?
    /// When a clinician first saw the patient.
    package var seen: MomentSource?
    /// Age in years.
    package var age: ValueSource?
    package var gender: ValueSource?
    /// Manchester category 1 to 5.
    package var acuity: ValueSource?
    package var arrivalMode: ValueSource?
    package var service: ValueSource?
    package var admitted: TruthSource?
    /// Ward of admitted patients.
    package var ward: ValueSource?
    /// When admitted patients leave the ward; stays count from the departure from the emergency ward.
    package var wardDeparture: MomentSource?
    /// Ward code of the emergency department.
    package var emergencyWard: String
    /// Minutes east of UTC of times without a zone, -840 to 840.
    package var utcOffsetMinutes: Int

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case facility, visit, patient, arrival, departure, triaged, seen, age, gender, acuity
        case arrivalMode = "arrival_mode"
        case service, admitted, ward
        case wardDeparture = "ward_departure"
        case emergencyWard = "emergency_ward"
        case utcOffsetMinutes = "utc_offset_minutes"
    }

    package init(from decoder: any Decoder) throws {
        try MappingKeys.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        facility = try keys.decode(ValueSource.self, forKey: .facility)
        visit = try keys.decode(ValueSource.self, forKey: .visit)
        patient = try keys.decodeIfPresent(ValueSource.self, forKey: .patient)
        arrival = try keys.decode(ArrivalSource.self, forKey: .arrival)
        departure = try keys.decodeIfPresent(MomentSource.self, forKey: .departure)
        triaged = try keys.decodeIfPresent(MomentSource.self, forKey: .triaged)
        seen = try keys.decodeIfPresent(MomentSource.self, forKey: .seen)
        age = try keys.decodeIfPresent(ValueSource.self, forKey: .age)
        gender = try keys.decodeIfPresent(ValueSource.self, forKey: .gender)
        acuity = try keys.decodeIfPresent(ValueSource.self, forKey: .acuity)
        arrivalMode = try keys.decodeIfPresent(ValueSource.self, forKey: .arrivalMode)
        service = try keys.decodeIfPresent(ValueSource.self, forKey: .service)
        admitted = try keys.decodeIfPresent(TruthSource.self, forKey: .admitted)
        ward = try keys.decodeIfPresent(ValueSource.self, forKey: .ward)
        wardDeparture = try keys.decodeIfPresent(MomentSource.self, forKey: .wardDeparture)
        emergencyWard = try keys.decodeIfPresent(String.self, forKey: .emergencyWard) ?? "ED"
        utcOffsetMinutes = try keys.decodeIfPresent(Int.self, forKey: .utcOffsetMinutes) ?? 0
        guard abs(utcOffsetMinutes) <= 840 else {
            throw MappingKeys.fault(in: decoder, "utc_offset_minutes must lie between -840 and 840")
        }
        if admitted != nil, departure == nil {
            throw MappingKeys.fault(in: decoder, "`admitted` needs `departure`, the moment of the admission")
        }
    }

    /// Every column the mapping names, with the key that names it.
    var columns: [(key: String, column: String)] {
        let values: [(String, ValueSource?)] = [
            ("facility", facility), ("visit", visit), ("patient", patient), ("age", age), ("gender", gender),
            ("acuity", acuity), ("arrival_mode", arrivalMode), ("service", service), ("ward", ward),
        ]
        let moments: [(String, MomentSource?)] = [
            ("departure", departure), ("triaged", triaged), ("seen", seen), ("ward_departure", wardDeparture),
        ]
        var named = values.compactMap { key, source in source?.column.map { (key: key, column: $0) } }
        named += moments.compactMap { key, source in source.map { (key: key, column: $0.column) } }
        named += arrival.columns.map { (key: "arrival", column: $0) }
        if let admitted { named.append((key: "admitted", column: admitted.column)) }
        return named
    }
}
