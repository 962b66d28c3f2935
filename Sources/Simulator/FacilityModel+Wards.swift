import Hospital

/// The wards: beds, moves, stays, discharges and their cancels.
extension FacilityModel {
    /// Asks for a bed, and takes it when one is ready and nobody waits for it.
    mutating func requestBed(_ slot: Int, in ward: Int, _ now: Int64) {
        visits[slot].wanted = ward
        wards[ward].join(WardBeds.Request(slot: Int32(slot), visit: visits[slot].number))
        serve(ward, now)
    }

    mutating func bedReady(ward: Int, bed: Int16, _ now: Int64) {
        wards[ward].giveBack(bed)
        serve(ward, now)
    }

    /// Gives ready beds to those who wait, first come first served.
    private mutating func serve(_ ward: Int, _ now: Int64) {
        while wards[ward].readyCount > 0, let request = wards[ward].nextRequest() {
            let slot = Int(request.slot)
            guard visits[slot].number == request.visit, visits[slot].wanted == ward,
                let bed = wards[ward].takeBed()
            else { continue }
            visits[slot].wanted = -1
            visits[slot].reservedBed = bed
            visits[slot].reservedWard = ward
            visits[slot].phase += 1
            let porter = now + random.integer(240...1_200)
            plan(.move, visit: slot, at: max(porter, visits[slot].earliestMove))
        }
    }

    mutating func move(_ slot: Int, _ now: Int64) {
        leavePlace(slot, now)
        let ward = visits[slot].reservedWard
        let bed = visits[slot].reservedBed
        visits[slot].ward = ward
        visits[slot].bed = bed
        visits[slot].reservedBed = -1
        visits[slot].reservedWard = -1
        note(slot) { $0.stays.append(VisitHistory.Stay(ward: ward, bed: bed, start: now, isTransfer: true)) }
        tally.transfers += 1
        tell(.transfer, slot, now)
        settle(slot, now)
    }

    /// Decides how long the patient stays in the ward just entered and where the way goes from there.
    mutating func settle(_ slot: Int, _ now: Int64) {
        visits[slot].phase += 1
        visits[slot].earliestMove = 0
        let role = wards[visits[slot].ward].role
        let profile = visits[slot].profile
        let stay = CarePathway.stay(in: role, for: profile, occupancy: occupancy, &random)
        visits[slot].next = CarePathway.nextWard(after: role, for: profile, &random)
        let end = visits[slot].next == nil ? dischargeTime(near: now + stay, after: now) : now + stay
        plan(.phaseEnd, visit: slot, at: end)
    }

    /// The raw end of a stay, pulled into the day: most leave between 11:00 and 18:00.
    func pulled(_ raw: Int64, hour: Double) -> Int64 {
        let moment = Timestamp(seconds: raw)
        let midnight = configuration.clock.startOfDay(moment).microseconds / 1_000_000
        return midnight + Int64(min(max(hour, 8), 20.5) * 3_600)
    }

    private mutating func dischargeTime(near raw: Int64, after now: Int64) -> Int64 {
        let isShort = raw - now < 14 * 3_600
        let hour = configuration.clock.local(Timestamp(seconds: raw)).hour
        if isShort, hour >= 8, hour < 22 { return raw }
        let target = pulled(raw, hour: 14.4 + 2.3 * random.normal())
        if target > now + 2 * 3_600 { return target }
        return pulled(raw + 86_400, hour: 13 + 2 * random.normal())
    }

    mutating func endPhase(_ slot: Int, _ now: Int64) {
        guard let next = visits[slot].next, wards[ward(of: next)].role != .emergency,
            ward(of: next) != visits[slot].ward
        else { return discharge(slot, now) }
        visits[slot].next = nil
        // A patient who waits too long for the next ward gets well where they are.
        let patience = now + random.integer(20...44) * 3_600
        let tired = max(pulled(patience, hour: 14.4 + 2.3 * random.normal()), now + 3_600)
        plan(.discharge, visit: slot, at: tired)
        requestBed(slot, in: ward(of: next), now)
    }

    mutating func discharge(_ slot: Int, _ now: Int64) {
        let visit = visits[slot]
        visits[slot].wanted = -1
        tally.departures += 1
        if visit.admittedAt != nil { tally.discharges += 1 }
        tell(.discharge, slot, now)
        note(slot) { $0.dischargedAt = now }
        let isWardPatient = visit.admittedAt != nil && visit.ward != emergencyWard
        guard isWardPatient, !visit.hadCancel, random.chance(0.015) else { return endVisit(slot, now) }
        visits[slot].hadCancel = true
        visits[slot].isAwaitingReturn = true
        visits[slot].phase += 1
        plan(.cancelDischarge, visit: slot, at: now + random.integer(600...3_600))
    }

    /// The patient had not left after all and leaves some hours later.
    mutating func cancelDischarge(_ slot: Int, _ now: Int64) {
        visits[slot].isAwaitingReturn = false
        visits[slot].phase += 1
        note(slot) { $0.dischargedAt = nil }
        tally.departures -= 1
        tally.discharges -= 1
        tell(.cancelDischarge, slot, now)
        plan(.discharge, visit: slot, at: now + random.integer(3_600...18_000))
    }
}
