import Glibc
import Hospital

/// One simulated hospital: its agenda, beds, open visits and open shifts.
///
/// `step` takes the next entry of the agenda, changes the state and hands messages to `dispatch`. Several
/// visit
/// events never share a second, so that event time alone orders the events of a visit.
struct FacilityModel: Sendable {
    let index: Int
    let code: String
    let configuration: SimulatorConfiguration
    let startsAt: Int64
    let emergencyWard: Int
    let arrivals: ArrivalPattern
    let wardOfRole: [WardRole: Int]

    var random: SeededRandom
    var dispatch: Dispatch
    /// Effective visit facts so far; record counts stay 0 here.
    var tally = TruthCounts()
    var agenda = PriorityQueue<AgendaEntry>()
    var entriesPlanned: Int64 = 0
    var wards: [WardBeds]
    var visits: [OpenVisit] = []
    var freeVisitSlots: [Int32] = []
    var visitsBegun: Int32 = 0
    var emergencyCensus = 0
    var shifts: [OpenShift] = []
    var freeShiftSlots: [Int32] = []
    var shiftsBegun: Int32 = 0
    var shiftEvents: Int64 = 0
    /// Index by visit number minus one; empty unless history is kept.
    var visitHistory: [VisitHistory] = []
    /// By shift number; empty unless history is kept.
    var shiftHistory: [Int: ShiftHistory] = [:]

    /// Mean census of the emergency department that counts as a load of 1.
    let usualCensus: Double

    init(index: Int, configuration: SimulatorConfiguration) {
        let layout = configuration.layout
        precondition(layout.wards.contains { $0.isEmergency }, "a simulated layout needs an emergency ward")
        precondition(layout.wards.contains { !$0.isEmergency }, "a simulated layout needs a ward with beds")
        self.index = index
        self.configuration = configuration
        code = SimulatorConfiguration.facilityCode(index)
        startsAt = configuration.start.microseconds.floorDivided(by: 1_000_000)
        let roles = WardRole.roles(of: layout)
        wards = zip(layout.wards, roles).map { WardBeds(code: $0.code, role: $1, beds: $0.beds) }
        emergencyWard = roles.firstIndex(of: .emergency) ?? 0
        wardOfRole = Dictionary(
            uniqueKeysWithValues: WardRole.allCases.map { ($0, $0.index(in: layout)) }
        )
        arrivals = ArrivalPattern(arrivalsPerDay: configuration.arrivalsPerDay, clock: configuration.clock)
        usualCensus = max(1, configuration.arrivalsPerDay * 0.135)
        random = SeededRandom(seed: configuration.seed, stream: UInt64(index) * 2 + 1)
        dispatch = Dispatch(facility: code, index: index, configuration: configuration)
        placeInitialInpatients()
        plan(.arrival, at: arrivals.next(after: startsAt, &random))
        planDirectAdmissions()
        planFirstShifts()
    }

    var nextTime: Int64? { agenda.first?.time }
    var openVisits: Int { visits.count - freeVisitSlots.count }

    /// Share of all beds taken, 0...1.
    var occupancy: Double {
        var taken = 0
        var beds = 0
        for ward in wards where ward.role != .emergency {
            taken += ward.takenCount
            beds += ward.beds
        }
        return Double(taken) / Double(max(1, beds))
    }

    /// Does what the agenda has next.
    mutating func step() {
        guard let entry = agenda.popFirst() else { return }
        let now = entry.time
        switch entry.step {
        case .arrival: arrive(now)
        case .directAdmission: considerDirectAdmission(ward: Int(entry.slot), now)
        case .bedReady: bedReady(ward: Int(entry.slot), bed: Int16(entry.ticket), now)
        case .planShifts: planShifts(startingAt: Int64(entry.ticket) * 60, now)
        case .roster, .sick, .clockIn, .clockOut: report(entry.step, shift: Int(entry.slot), now)
        default: stepVisit(entry)
        }
    }

    private mutating func stepVisit(_ entry: AgendaEntry) {
        let slot = Int(entry.slot)
        let visit = visits[slot]
        guard visit.number == entry.ticket, entry.phase < 0 || entry.phase == visit.phase else { return }
        if entry.time <= visit.lastEventAt {
            var later = entry
            later.time = visit.lastEventAt + 1
            agenda.insert(later)
            return
        }
        switch entry.step {
        case .triage: triage(slot, entry.time)
        case .firstSeen: seeFirst(slot, entry.time)
        case .outcome: decideOutcome(slot, entry.time)
        case .cancelAdmission: cancelAdmission(slot, entry.time)
        case .boardingTooLong: endLongBoarding(slot, entry.time)
        case .initialAdmission: admitInitial(slot, entry.time)
        case .move: move(slot, entry.time)
        case .phaseEnd: endPhase(slot, entry.time)
        case .discharge: discharge(slot, entry.time)
        case .cancelDischarge: cancelDischarge(slot, entry.time)
        case .cancelDirect: cancelDirect(slot, entry.time)
        default: update(slot, entry.time)
        }
    }

    /// Puts a step that concerns no visit on the agenda.
    mutating func plan(_ step: AgendaEntry.Step, at time: Int64, slot: Int32 = 0, ticket: Int32 = 0) {
        entriesPlanned += 1
        agenda.insert(
            AgendaEntry(time: time, order: entriesPlanned, step: step, slot: slot, ticket: ticket, phase: -1)
        )
    }

    /// Puts a step of the visit in `slot` on the agenda; it lapses when the phase changes unless
    /// `inAnyPhase`.
    mutating func plan(_ step: AgendaEntry.Step, visit slot: Int, at time: Int64, inAnyPhase: Bool = false) {
        entriesPlanned += 1
        agenda.insert(
            AgendaEntry(
                time: time,
                order: entriesPlanned,
                step: step,
                slot: Int32(slot),
                ticket: visits[slot].number,
                phase: inAnyPhase ? -1 : visits[slot].phase
            )
        )
    }

    func ward(of role: WardRole) -> Int { wardOfRole[role] ?? emergencyWard }
}
