import Hospital
import Simulator
import Testing

@Suite struct SimulatedHospitalTests {
    private let seed: UInt64 = 21

    @Test func noBedHoldsTwoPatientsAndNobodyMovesAfterLeaving() {
        let fold = folded(run(SimulatorConfiguration(seed: seed, length: .days(14))).records)
        var stays: [String: [(start: Int64, end: Int64)]] = [:]
        for visit in fold.visits.values {
            #expect(!visit.hasOrderError)
            #expect(!visit.hasAgeChange)
            if let admitted = visit.admittedAt, let left = visit.dischargedAt { #expect(admitted < left) }
            for (index, stay) in visit.stays.enumerated() where !stay.bed.isEmpty {
                let end = visit.neverWas ? stay.start + 1 : visit.end(ofStay: index) ?? .max
                stays[stay.bed, default: []].append((stay.start, end))
            }
        }
        for (_, list) in stays {
            let sorted = list.sorted { $0.start < $1.start }
            let isFree = zip(sorted, sorted.dropFirst()).allSatisfy { $0.end <= $1.start }
            #expect(isFree)
        }
        #expect(stays.count <= 600)
    }

    @Test func aMonthLooksLikeAHospital() throws {
        let configuration = SimulatorConfiguration(seed: seed, length: .days(28), keepsHistory: true)
        let truth = run(configuration).truth
        func rows(_ kpi: String, ward: String? = nil) -> [KPITruth] {
            truth.kpis.filter {
                $0.kpi == kpi && $0.bucket >= configuration.start && (ward == nil || $0.ward == ward)
            }
        }
        func ratio(_ rows: [KPITruth]) -> Double {
            rows.reduce(0) { $0 + $1.numerator } / rows.reduce(0) { $0 + $1.denominator }
        }
        func total(_ rows: [KPITruth]) -> Double { rows.reduce(0) { $0 + $1.value } }
        let arrivals = total(rows("arrivals"))
        #expect((275...315).contains(arrivals / 28))
        #expect((0.68...0.86).contains(ratio(rows("four_hour_percent"))))
        #expect((0.23...0.30).contains(total(rows("admissions", ward: "ED")) / arrivals))
        let beds = truth.kpis.filter { $0.kpi == "occupied_beds" && $0.bucket >= configuration.start }
        let occupancy = total(beds) / Double(28 * 24 * 600)
        #expect((0.88...0.96).contains(occupancy))
        let firstDay = beds.filter { $0.bucket < configuration.start + .day }
        #expect((0.82...0.95).contains(total(firstDay) / Double(24 * 600)))
        #expect((0.93...0.98).contains(ratio(rows("fill_rate_rn_percent"))))
        #expect(ratio(rows("los_hours", ward: "ELD")) > 150)
        #expect(ratio(rows("los_hours", ward: "AMU")) < 48)
    }

    @Test func dischargesFallInTheDayAndArrivalsPeakBeforeNoon() {
        let configuration = SimulatorConfiguration(seed: seed, length: .days(28), keepsHistory: true)
        let truth = run(configuration).truth
        var arrivals = [Double](repeating: 0, count: 24)
        var discharges = arrivals
        for row in truth.kpis where row.ward.isEmpty {
            let hour = CivilTime(utc: row.bucket).hour
            if row.kpi == "arrivals" { arrivals[hour] += row.value }
            if row.kpi == "discharges" { discharges[hour] += row.value }
        }
        let share = discharges[11..<18].reduce(0, +) / discharges.reduce(0, +)
        #expect(share > 0.6)
        #expect(arrivals[11] > 4 * arrivals[4])
    }

    @Test func elderlyAmbulanceAdmissionsStayLongAndTheYoungDoNot() {
        let fold = folded(run(SimulatorConfiguration(seed: seed, length: .days(28), faults: .none)).records)
        var old = (long: 0.0, all: 0.0)
        var young = old
        for visit in fold.visits.values where visit.arrivedAt != nil {
            guard let admitted = visit.admittedAt, let left = visit.dischargedAt, let age = visit.age
            else { continue }
            let isLong = left - admitted > 96 * 3_600
            if age >= 80 { old.all += 1 }
            if age >= 80, isLong { old.long += 1 }
            if age < 45 { young.all += 1 }
            if age < 45, isLong { young.long += 1 }
        }
        #expect(old.long / old.all > young.long / young.all + 0.25)
    }

    @Test func aSmallLayoutWithOneWardTakesEveryPatient() {
        let layout = HospitalLayout(wards: [
            HospitalLayout.Ward(code: "A+E", beds: 10, isEmergency: true),
            HospitalLayout.Ward(code: "GEN", beds: 90),
        ])
        let (records, truth) = run(
            SimulatorConfiguration(
                seed: seed,
                length: .days(10),
                arrivalsPerDay: 30,
                layout: layout,
                keepsHistory: true
            )
        )
        let fold = folded(records)
        #expect(fold.silver == truth.counts.silver)
        #expect(fold.visits.values.allSatisfy { !$0.hasOrderError })
        #expect(Set(truth.kpis.map(\.ward)) == ["", "A+E", "GEN"])
    }
}
