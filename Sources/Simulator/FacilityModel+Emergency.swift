import Hospital

/// The emergency department: registration, triage, first clinician, decision.
extension FacilityModel {
    mutating func arrive(_ now: Int64) {
        plan(.arrival, at: arrivals.next(after: now, &random))
        let profile = PatientProfile.emergency(&random)
        let slot = beginVisit(profile, ward: emergencyWard, bed: -1, at: now)
        visits[slot].arrivedAt = now
        note(slot) { $0.arrivedAt = now }
        tally.arrivals += 1
        emergencyCensus += 1
        let load = Double(emergencyCensus) / usualCensus
        let isEarlyTriage = random.chance(0.8)
        visits[slot].isToBeAdmitted = random.chance(profile.admissionProbability)
        tell(.register, slot, now, acuity: isEarlyTriage, arrival: true)

        let hour = configuration.clock.local(Timestamp(seconds: now)).hour
        var stay = CarePathway.emergencyStay(
            for: profile,
            isAdmitted: visits[slot].isToBeAdmitted,
            load: load,
            isNight: hour < 6 || hour == 23,
            &random
        )
        let triage = min(random.integer(120...720), stay / 4)
        plan(.triage, visit: slot, at: now + triage, inAnyPhase: true)
        let leavesUnseen = profile.urgency >= 4 && !visits[slot].isToBeAdmitted && random.chance(0.06)
        let wait = CarePathway.wait(for: profile, load: load, &random)
        if leavesUnseen {
            stay = max(1_800, min(stay, wait * 3 / 2))
        } else {
            let seen = max(triage + 60, min(wait, stay * 3 / 4))
            plan(.firstSeen, visit: slot, at: now + seen, inAnyPhase: true)
        }
        visits[slot].earliestMove = now + stay
        // The decision to admit falls before the end of emergency care; the bed is sought from then on.
        plan(.outcome, visit: slot, at: now + (visits[slot].isToBeAdmitted ? stay * 4 / 5 : stay))
        if random.chance(0.35) { planUpdate(slot, now) }
    }

    mutating func triage(_ slot: Int, _ now: Int64) {
        tell(.update, slot, now, acuity: true, arrival: true)
    }

    /// The clinician's report says when the patient was seen: up to two minutes before.
    mutating func seeFirst(_ slot: Int, _ now: Int64) {
        let arrivedAt = visits[slot].arrivedAt ?? now
        let seenAt = max(arrivedAt + 30, now - random.integer(0...120))
        note(slot) { $0.seenAt = seenAt }
        tell(.update, slot, now, seenAt: seenAt)
    }

    mutating func decideOutcome(_ slot: Int, _ now: Int64) {
        guard visits[slot].isToBeAdmitted else { return discharge(slot, now) }
        visits[slot].admittedAt = now
        visits[slot].phase += 1
        let ward = emergencyWard
        note(slot) {
            $0.admittedAt = now
            $0.admissionWard = ward
        }
        tally.admissions += 1
        tell(.admit, slot, now)
        if !visits[slot].hadCancel, random.chance(0.015) {
            visits[slot].hadCancel = true
            plan(.cancelAdmission, visit: slot, at: now + random.integer(240...1_500))
            return
        }
        plan(.boardingTooLong, visit: slot, at: now + random.integer(10...14) * 3_600)
        let role = CarePathway.firstWard(for: visits[slot].profile, &random)
        requestBed(slot, in: self.ward(of: role), now)
    }

    /// The admission was a mistake; the patient is admitted again later or goes home from the department.
    mutating func cancelAdmission(_ slot: Int, _ now: Int64) {
        tally.admissions -= 1
        tell(.cancelAdmit, slot, now)
        visits[slot].admittedAt = nil
        visits[slot].phase += 1
        visits[slot].isToBeAdmitted = random.chance(0.5)
        note(slot) {
            $0.admittedAt = nil
            $0.admissionWard = -1
        }
        plan(.outcome, visit: slot, at: now + random.integer(900...7_200))
    }

    /// After half a day on a trolley any ward will do; after a second half the patient goes to another
    /// hospital.
    mutating func endLongBoarding(_ slot: Int, _ now: Int64) {
        guard visits[slot].reservedBed < 0 else { return }
        let outliers: [WardRole] =
            visits[slot].profile.isChild
            ? [.paediatrics] : [.medicine, .surgery, .elderly, .surgicalAssessment, .acuteMedical]
        for role in outliers {
            let ward = ward(of: role)
            guard wards[ward].role != .emergency, wards[ward].waitingCount == 0, wards[ward].readyCount > 0
            else { continue }
            return requestBed(slot, in: ward, now)
        }
        if let admittedAt = visits[slot].admittedAt, now - admittedAt > 20 * 3_600 {
            return discharge(slot, now)
        }
        plan(.boardingTooLong, visit: slot, at: now + random.integer(8...12) * 3_600)
    }
}
