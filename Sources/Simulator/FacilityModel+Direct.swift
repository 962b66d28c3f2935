import Hospital

/// Patients who come straight to a ward: those in bed at the start, planned and referred ones.
extension FacilityModel {
    /// Share of a ward's beds up to which direct admissions fill it.
    private static let directTarget = 0.975

    private func directRate(_ role: WardRole) -> Double {
        switch role {
        case .emergency, .intensive: role == .intensive ? 0.2 : 0
        case .acuteMedical: 0.3
        case .sameDay: 0.9
        case .surgery, .surgicalAssessment: 0.45
        case .paediatrics: 0.5
        default: 0.3
        }
    }

    mutating func planDirectAdmissions() {
        for (ward, beds) in wards.enumerated() where beds.role != .emergency {
            planDirectAdmission(ward: ward, after: startsAt)
        }
    }

    private mutating func planDirectAdmission(ward: Int, after now: Int64) {
        let perDay = directRate(wards[ward].role) * Double(wards[ward].beds)
        guard perDay > 0 else { return }
        let gap = random.exponential(mean: 86_400 / perDay)
        plan(.directAdmission, at: now + max(1, Int64(gap)), slot: Int32(ward))
    }

    /// A planned or referred patient comes in when the ward has room; nights and weekends are quiet.
    mutating func considerDirectAdmission(ward: Int, _ now: Int64) {
        planDirectAdmission(ward: ward, after: now)
        let local = configuration.clock.local(Timestamp(seconds: now))
        let byHour = local.hour >= 7 && local.hour < 20 ? 1.0 : 0.25
        let byDay = local.weekday < 5 ? 1.0 : 0.6
        guard random.chance(byHour * byDay), wards[ward].waitingCount == 0,
            Double(wards[ward].takenCount) < Self.directTarget * Double(wards[ward].beds),
            let bed = wards[ward].takeBed()
        else { return }
        let profile = PatientProfile.direct(to: wards[ward].role, &random)
        let slot = beginVisit(profile, ward: ward, bed: bed, at: now)
        admitDirectly(slot, now)
        if random.chance(0.01) {
            plan(.cancelDirect, visit: slot, at: now + random.integer(120...1_200))
        } else {
            settle(slot, now)
        }
        planUpdate(slot, now)
    }

    private mutating func admitDirectly(_ slot: Int, _ now: Int64) {
        visits[slot].admittedAt = now
        let ward = visits[slot].ward
        note(slot) {
            $0.admittedAt = now
            $0.admissionWard = ward
        }
        tally.admissions += 1
        tell(.admit, slot, now, arrival: true)
    }

    /// The direct admission was entered by mistake: the visit never was.
    mutating func cancelDirect(_ slot: Int, _ now: Int64) {
        tally.admissions -= 1
        tell(.cancelAdmit, slot, now)
        note(slot) { $0.neverWas = true }
        endVisit(slot, now)
    }

    /// Fills the wards with patients admitted in the ten days before the start.
    mutating func placeInitialInpatients() {
        for ward in wards.indices where wards[ward].role != .emergency {
            let role = wards[ward].role
            let share = role == .sameDay ? 0.2 : 0.90 + 0.05 * random.unit()
            for _ in 0..<Int(share * Double(wards[ward].beds)) {
                guard let bed = wards[ward].takeBed() else { break }
                let (profile, elapsed, length) = initialInpatient(role)
                let slot = beginVisit(profile, ward: ward, bed: bed, at: startsAt - elapsed)
                let raw = startsAt - elapsed + length
                visits[slot].next = CarePathway.nextWard(after: role, for: profile, &random)
                let end = visits[slot].next == nil ? pulled(raw, hour: 14.4 + 2.3 * random.normal()) : raw
                visits[slot].earliestMove = max(end, startsAt + random.integer(1_800...7_200))
                plan(.initialAdmission, visit: slot, at: startsAt - elapsed)
            }
        }
    }

    /// A patient, the seconds since admission and the whole stay, which reaches past the start.
    private mutating func initialInpatient(_ role: WardRole) -> (
        PatientProfile, elapsed: Int64, length: Int64
    ) {
        var profile = PatientProfile.direct(to: role, &random)
        if random.chance(0.5) { profile.arrivalMode = .ambulance }
        for _ in 0..<40 {
            let length = CarePathway.stay(in: role, for: profile, occupancy: 0.9, &random)
            let elapsed = random.integer(3_600...10 * 86_400)
            if length > elapsed + 3_600 { return (profile, elapsed, length) }
        }
        let elapsed = random.integer(3_600...36_000)
        return (profile, elapsed, elapsed + random.integer(7_200...86_400))
    }

    mutating func admitInitial(_ slot: Int, _ now: Int64) {
        admitDirectly(slot, now)
        visits[slot].phase += 1
        let end = visits[slot].earliestMove
        visits[slot].earliestMove = 0
        plan(.phaseEnd, visit: slot, at: end)
        plan(.update, visit: slot, at: startsAt + random.integer(300...100_000), inAnyPhase: true)
    }
}
