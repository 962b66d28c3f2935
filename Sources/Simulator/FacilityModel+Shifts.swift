import Hospital

/// Staff shifts: rostered a day ahead, then clocked in and out, or sick.
extension FacilityModel {
    /// Beds per registered nurse and per support worker.
    private static let bedsPerStaff = (nurse: 8, support: 10)
    private static let shiftSeconds: Int64 = 45_000
    /// Rostering begins this long before the shift and takes half an hour.
    private static let rosterLead: Int64 = 86_400 + 1_800

    /// Plans the shifts of the first day at the start, and the round of those after it.
    mutating func planFirstShifts() {
        var start = shiftStart(after: startsAt - 1)
        while start < startsAt + Self.rosterLead {
            planShifts(of: start, from: startsAt, over: 600)
            start = shiftStart(after: start)
        }
        plan(.planShifts, at: start - Self.rosterLead, ticket: Int32(clamping: start / 60))
    }

    /// Rosters the shifts that start at `start` and plans the round for the next shift start.
    mutating func planShifts(startingAt start: Int64, _ now: Int64) {
        planShifts(of: start, from: now, over: 1_800)
        let next = shiftStart(after: start)
        plan(.planShifts, at: max(now, next - Self.rosterLead), ticket: Int32(clamping: next / 60))
    }

    /// The next 07:00 or 19:00 local time.
    private func shiftStart(after time: Int64) -> Int64 {
        let clock = configuration.clock
        var day = clock.startOfDay(Timestamp(seconds: time))
        while true {
            let civil = clock.local(day)
            for hour in [7, 19] {
                let start = clock.moment(
                    CivilTime(year: civil.year, month: civil.month, day: civil.day, hour: hour)
                )
                if start > Timestamp(seconds: time) { return start.microseconds / 1_000_000 }
            }
            day = clock.startOfDay(day + .hours(30))
        }
    }

    private mutating func planShifts(of start: Int64, from now: Int64, over seconds: Int64) {
        let local = configuration.clock.local(Timestamp(seconds: start))
        let isNight = local.hour >= 12
        let date =
            "\(padded(local.year, 4))\(padded(local.month, 2))\(padded(local.day, 2))\(isNight ? "N" : "D")"
        let team = (Int(local.dayNumber) * 2 + (isNight ? 1 : 0)) % 5
        var staffBase = 0
        for ward in wards.indices {
            let nurses = (wards[ward].beds + Self.bedsPerStaff.nurse - 1) / Self.bedsPerStaff.nurse
            let supports = (wards[ward].beds + Self.bedsPerStaff.support - 1) / Self.bedsPerStaff.support
            for place in 0..<(nurses + supports) {
                shiftsBegun += 1
                let isSick = random.chance(0.05)
                let shift = OpenShift(
                    number: shiftsBegun,
                    ward: ward,
                    role: place < nurses ? .registeredNurse : .supportWorker,
                    staff: staffBase + team * (nurses + supports) + place + 1,
                    key: "\(code)-\(wards[ward].code)-\(date)-\(place + 1)",
                    startsAt: start,
                    endsAt: start + Self.shiftSeconds,
                    isSick: isSick
                )
                let slot = store(shift)
                plan(.roster, at: now + random.integer(1...seconds), slot: slot)
            }
            staffBase += (nurses + supports) * 5
        }
    }

    private mutating func store(_ shift: OpenShift) -> Int32 {
        guard let slot = freeShiftSlots.popLast() else {
            shifts.append(shift)
            return Int32(shifts.count - 1)
        }
        shifts[Int(slot)] = shift
        return slot
    }

    /// Sends one step of the shift in `slot` and plans the next one.
    mutating func report(_ step: AgendaEntry.Step, shift slot: Int, _ now: Int64) {
        let shift = shifts[slot]
        let status: ShiftEvent.Status
        switch step {
        case .sick:
            status = .sick
            freeShiftSlots.append(Int32(slot))
        case .clockIn:
            status = .clockedIn
            plan(.clockOut, at: shift.endsAt + random.integer(-600...1_500), slot: Int32(slot))
        case .clockOut:
            status = .clockedOut
            freeShiftSlots.append(Int32(slot))
        default:
            status = .rostered
            let call = shift.startsAt - random.integer(3_600...21_600)
            let arrival = shift.startsAt + random.integer(-720...480)
            plan(
                shift.isSick ? .sick : .clockIn,
                at: max(now + 60, shift.isSick ? call : arrival),
                slot: Int32(slot)
            )
        }
        remember(shift, status, now)
        shiftEvents += 1
        let letter = shift.role == .registeredNurse ? "N" : "H"
        dispatch.send(
            ShiftEvent(
                eventID: "\(code)-S\(shiftEvents)",
                facility: code,
                ward: wards[shift.ward].code,
                staff: "\(letter)\(padded(shift.staff, 4))",
                role: shift.role,
                shift: shift.key,
                status: status,
                startsAt: Timestamp(seconds: shift.startsAt),
                endsAt: Timestamp(seconds: shift.endsAt),
                at: Timestamp(seconds: now)
            )
        )
    }

    private mutating func remember(_ shift: OpenShift, _ status: ShiftEvent.Status, _ now: Int64) {
        guard configuration.keepsHistory else { return }
        switch status {
        case .rostered:
            shiftHistory[Int(shift.number)] = ShiftHistory(
                ward: shift.ward,
                isNurse: shift.role == .registeredNurse,
                startsAt: shift.startsAt,
                endsAt: shift.endsAt
            )
        case .clockedIn: shiftHistory[Int(shift.number)]?.clockedIn = now
        case .clockedOut: shiftHistory[Int(shift.number)]?.clockedOut = now
        case .sick: break
        }
    }
}
