import Hospital

/// Beginning and ending visits, and what is said about them.
extension FacilityModel {
    /// A new visit in a slot of its own.
    mutating func beginVisit(_ profile: PatientProfile, ward: Int, bed: Int16, at now: Int64) -> Int {
        visitsBegun += 1
        let visit = OpenVisit(
            number: visitsBegun,
            profile: profile,
            visitID: numbered("V", Int(visitsBegun)),
            patientID: numbered("P", Int(visitsBegun)),
            birthDate: birthDate(age: profile.age, at: now),
            ward: ward,
            bed: bed,
            lastEventAt: now - 1
        )
        if configuration.keepsHistory {
            let stay = VisitHistory.Stay(ward: ward, bed: bed, start: now, isTransfer: false)
            visitHistory.append(VisitHistory(age: profile.age, stays: [stay]))
        }
        guard let slot = freeVisitSlots.popLast() else {
            visits.append(visit)
            return visits.count - 1
        }
        visits[Int(slot)] = visit
        return Int(slot)
    }

    /// Forgets the visit; its bed goes to cleaning.
    mutating func endVisit(_ slot: Int, _ now: Int64) {
        leavePlace(slot, now)
        visits[slot].number = 0
        freeVisitSlots.append(Int32(slot))
    }

    /// The patient leaves the current place.
    mutating func leavePlace(_ slot: Int, _ now: Int64) {
        let visit = visits[slot]
        if visit.ward == emergencyWard {
            emergencyCensus -= 1
        } else if visit.bed >= 0 {
            let cleaning = random.lognormal(mu: 4.094, sigma: 0.5)
            plan(
                .bedReady,
                at: now + Int64(min(cleaning, 480) * 60),
                slot: Int32(visit.ward),
                ticket: Int32(visit.bed)
            )
        }
    }

    /// Sends the event `trigger` of the visit.
    mutating func tell(
        _ trigger: PatientEvent.Trigger,
        _ slot: Int,
        _ now: Int64,
        acuity: Bool = false,
        arrival: Bool = false,
        seenAt: Int64? = nil,
        isNoise: Bool = false
    ) {
        visits[slot].lastEventAt = now
        let visit = visits[slot]
        let isInpatient = visit.admittedAt != nil
        let ward = wards[visit.ward]
        let event = PatientEvent(
            trigger: trigger,
            facility: code,
            visit: visit.visitID,
            patient: visit.patientID,
            at: Timestamp(seconds: now),
            patientClass: isInpatient ? .inpatient : .emergency,
            location: Location(ward: ward.code, bed: visit.bed >= 0 ? ward.names[Int(visit.bed)] : ""),
            ageYears: visit.profile.age,
            gender: visit.profile.gender,
            acuity: acuity ? visit.profile.acuity : nil,
            arrivalMode: arrival ? visit.profile.arrivalMode : .unknown,
            service: visit.profile.complaint.rawValue,
            seenAt: seenAt.map { Timestamp(seconds: $0) }
        )
        let pick = Int(visit.number)
        let message = ADTMessage(
            event: event,
            controlID: "",
            sentAt: event.at,
            familyName: Self.families[pick % Self.families.count],
            givenName: Self.givenNames[pick / 7 % Self.givenNames.count],
            birthDate: visit.birthDate,
            admittedAt: visit.admittedAt.map { Timestamp(seconds: $0) },
            dischargedAt: trigger == .discharge ? event.at : nil
        )
        dispatch.send(message, isNoise: isNoise)
    }

    /// Changes the kept history of the visit, if history is kept.
    mutating func note(_ slot: Int, _ change: (inout VisitHistory) -> Void) {
        guard configuration.keepsHistory else { return }
        change(&visitHistory[Int(visits[slot].number) - 1])
    }

    /// A change of registration details, and the plan for the next one.
    mutating func update(_ slot: Int, _ now: Int64) {
        if !visits[slot].isAwaitingReturn { tell(.update, slot, now, isNoise: true) }
        planUpdate(slot, now)
    }

    mutating func planUpdate(_ slot: Int, _ now: Int64) {
        let hours = visits[slot].ward == emergencyWard ? 6.0 : 30.0
        let wait = random.exponential(mean: hours * 3_600)
        plan(.update, visit: slot, at: now + 300 + Int64(wait), inAnyPhase: true)
    }

    private static let families = [
        "Abara", "Baker", "Castle", "Dunn", "Ekholm", "Farrow", "Greene", "Hale", "Idris", "Jonas", "Kaur",
        "Lowe",
        "Marsh", "Novak", "Okoro", "Price", "Quill", "Reyes", "Stone", "Tanaka", "Unwin", "Vance", "Wolfe",
    ]
    private static let givenNames = [
        "Alex", "Bela", "Chris", "Dana", "Eden", "Frances", "Gale", "Hollis", "Ira", "Jules", "Kim", "Lee",
        "Morgan",
    ]

    /// A birthday about half a year from `now`, so that the age holds for the whole visit.
    private mutating func birthDate(age: Int, at now: Int64) -> CivilTime {
        let birthday = CivilTime(utc: Timestamp(seconds: now - random.integer(150...170) * 86_400))
        return CivilTime(year: birthday.year - age, month: birthday.month, day: min(birthday.day, 28))
    }

    private func numbered(_ prefix: String, _ number: Int) -> String {
        let digits = String(number)
        return prefix + "00000000".prefix(max(0, 8 - digits.count)) + digits
    }
}
