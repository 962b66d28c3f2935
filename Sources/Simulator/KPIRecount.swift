import Hospital

/// All KPIs of one hospital, recomputed in plain batch form from what truly happened to each patient and
/// shift.
///
/// Follows `docs/kpis.md` word by word and shares no code with the pipeline.
struct KPIRecount {
    /// One KPI of one ward (-1 for the hospital) in the bucket that starts at `bucket`.
    struct Cell: Hashable {
        var kpi: String
        var ward: Int
        var bucket: Int64
    }

    /// Whole-number sums of a cell: seconds or heads.
    struct Sums {
        var numerator: Int64 = 0
        var denominator: Int64 = 0
        var squares: Int64 = 0
    }

    private let facility: String
    private let wards: [WardBeds]
    private let clock: SiteClock
    private let closedThrough: Int64
    /// First hour with a gauge, and the hour after the last.
    private let gaugeHours: Range<Int64>
    private var cells: [Cell: Sums] = [:]
    private var scores: [Cell: (sum: Double, count: Int)] = [:]
    private var distinct: [Cell: (visits: Set<Int>, beds: Set<Int16>)] = [:]

    private static let hourSeconds: Int64 = 3_600
    private static let dayKPIs: Set<String> = [
        "bed_turnaround_rate", "complexity_score", "fill_rate_rn_percent", "fill_rate_hcsw_percent",
    ]

    /// Gauges are given for hours that end at or before `closedThrough`.
    init(_ model: FacilityModel, clock: SiteClock, closedThrough: Int64) {
        facility = model.code
        wards = model.wards
        self.clock = clock
        self.closedThrough = closedThrough
        let visits = model.visitHistory.filter { $0.arrivedAt != nil || $0.admittedAt != nil }
        let first = visits.compactMap { $0.stays.first?.start }.min() ?? closedThrough
        let firstHour = first.floorDivided(by: Self.hourSeconds)
        gaugeHours = firstHour..<max(firstHour, closedThrough.floorDivided(by: Self.hourSeconds))
        openGauges()
        for (number, visit) in visits.enumerated() where !visit.neverWas {
            countEmergency(visit)
            countInpatient(visit)
            countStays(visit, number: number)
        }
        for (_, shift) in model.shiftHistory.sorted(by: { $0.key < $1.key }) { count(shift) }
    }

    private mutating func add(
        _ kpi: String,
        _ ward: Int = -1,
        at bucket: Int64,
        _ amount: Int64 = 1,
        of whole: Int64 = 0
    ) {
        cells[Cell(kpi: kpi, ward: ward, bucket: bucket), default: Sums()].numerator += amount
        if whole != 0 {
            cells[Cell(kpi: kpi, ward: ward, bucket: bucket), default: Sums()].denominator += whole
        }
    }

    private func hour(_ time: Int64) -> Int64 {
        time.floorDivided(by: Self.hourSeconds) * Self.hourSeconds
    }

    private func day(_ time: Int64) -> Int64 {
        clock.startOfDay(Timestamp(seconds: time)).microseconds / 1_000_000
    }

    /// Every gauge has a row, be it 0, in every closed hour.
    private mutating func openGauges() {
        for hour in gaugeHours {
            let bucket = hour * Self.hourSeconds
            for gauge in ["ed_census", "waiting_over_210", "boarders"] { add(gauge, at: bucket, 0) }
            for ward in wards.indices where wards[ward].role != .emergency {
                add("occupied_beds", ward, at: bucket, 0)
            }
        }
    }

    /// Bucket starts of the closed hours whose end t has `start` <= t < `end`.
    private func gauges(from start: Int64, to end: Int64?) -> [Int64] {
        let first = (start + Self.hourSeconds - 1).floorDivided(by: Self.hourSeconds) - 1
        let last = end.map { ($0 - 1).floorDivided(by: Self.hourSeconds) } ?? gaugeHours.upperBound
        let low = max(first, gaugeHours.lowerBound)
        let high = min(last, gaugeHours.upperBound)
        return low < high ? (low..<high).map { $0 * Self.hourSeconds } : []
    }

    private mutating func countEmergency(_ visit: VisitHistory) {
        guard let arrivedAt = visit.arrivedAt else { return }
        add("arrivals", at: hour(arrivedAt))
        let firstWard = visit.stays.first { wards[$0.ward].role != .emergency }
        let departedAt = firstWard?.start ?? visit.dischargedAt
        if let departedAt {
            let isWithin = departedAt - arrivedAt <= 14_400
            add("ed_departures", at: hour(departedAt))
            add("four_hour_percent", at: hour(departedAt), isWithin ? 1 : 0, of: 1)
            add("four_hour_breaches", at: hour(departedAt), isWithin ? 0 : 1)
        }
        for bucket in gauges(from: arrivedAt, to: departedAt) {
            let at = bucket + Self.hourSeconds
            add("ed_census", at: bucket)
            if at - arrivedAt >= 12_600 { add("waiting_over_210", at: bucket) }
            if let admittedAt = visit.admittedAt, admittedAt <= at { add("boarders", at: bucket) }
        }
        if let seenAt = visit.seenAt {
            let wait = seenAt - arrivedAt
            let cell = Cell(kpi: "chaos_score", ward: -1, bucket: hour(seenAt))
            add(cell.kpi, at: cell.bucket, wait, of: 1)
            cells[cell, default: Sums()].squares += wait * wait
        }
    }

    private mutating func countInpatient(_ visit: VisitHistory) {
        guard let admittedAt = visit.admittedAt else { return }
        for ward in [-1, visit.admissionWard] {
            add("admissions", ward, at: hour(admittedAt))
            add("net_flow", ward, at: hour(admittedAt), 1)
        }
        guard let dischargedAt = visit.dischargedAt, let last = visit.stays.last?.ward else { return }
        for ward in [-1, last] {
            add("discharges", ward, at: hour(dischargedAt))
            add("net_flow", ward, at: hour(dischargedAt), 0, of: 1)
        }
        let stay = dischargedAt - admittedAt
        add("los_hours", last, at: hour(dischargedAt), stay, of: 1)
        let score = 0.5 * min(1, Double(visit.age) / 100) + 0.5 * min(1, Double(stay) / 864_000)
        let cell = Cell(kpi: "complexity_score", ward: last, bucket: day(dischargedAt))
        scores[cell, default: (0, 0)].sum += score
        scores[cell, default: (0, 0)].count += 1
    }

    private mutating func countStays(_ visit: VisitHistory, number: Int) {
        for (index, stay) in visit.stays.enumerated() {
            if stay.isTransfer { add("transfers", stay.ward, at: hour(stay.start)) }
            if wards[stay.ward].role != .emergency {
                for bucket in gauges(from: stay.start, to: visit.end(ofStay: index)) {
                    add("occupied_beds", stay.ward, at: bucket)
                }
            }
            if stay.bed >= 0 {
                let cell = Cell(kpi: "bed_turnaround_rate", ward: stay.ward, bucket: day(stay.start))
                distinct[cell, default: ([], [])].visits.insert(number)
                distinct[cell, default: ([], [])].beds.insert(stay.bed)
            }
        }
    }

    /// Hours of a shift that has begun; while it runs they count up to the end of what is known.
    private mutating func count(_ shift: ShiftHistory) {
        let rostered = min(shift.endsAt, closedThrough) - shift.startsAt
        guard rostered >= 0 else { return }
        var worked: Int64 = 0
        if let start = shift.clockedIn {
            worked = max(0, (shift.clockedOut ?? min(shift.endsAt, closedThrough)) - start)
        }
        add(
            shift.isNurse ? "fill_rate_rn_percent" : "fill_rate_hcsw_percent",
            shift.ward,
            at: day(shift.startsAt),
            worked,
            of: rostered
        )
    }

    /// All rows in order of KPI, ward and bucket.
    var rows: [KPITruth] {
        var rows: [(Cell, KPITruth)] = []
        for (cell, sums) in cells {
            if cell.kpi.hasPrefix("fill_rate"), sums.denominator == 0 { continue }
            let (numerator, denominator, value) = figures(cell, sums)
            rows.append((cell, row(cell, value, numerator, denominator)))
            guard cell.kpi == "occupied_beds" else { continue }
            var share = cell
            share.kpi = "occupancy_percent"
            let beds = Double(wards[cell.ward].beds)
            rows.append((share, row(share, 100 * numerator / beds, numerator, beds)))
        }
        for (cell, score) in scores {
            rows.append((cell, row(cell, score.sum / Double(score.count), score.sum, Double(score.count))))
        }
        for (cell, sets) in distinct {
            let visits = Double(sets.visits.count)
            let beds = Double(sets.beds.count)
            rows.append((cell, row(cell, visits / beds, visits, beds)))
        }
        rows.sort { ($0.0.kpi, $0.0.ward, $0.0.bucket) < ($1.0.kpi, $1.0.ward, $1.0.bucket) }
        return rows.map(\.1)
    }

    private func figures(_ cell: Cell, _ sums: Sums) -> (
        numerator: Double, denominator: Double, value: Double
    ) {
        let numerator = Double(sums.numerator)
        let denominator = Double(sums.denominator)
        switch cell.kpi {
        case "four_hour_percent", "fill_rate_rn_percent", "fill_rate_hcsw_percent":
            let unit = cell.kpi == "four_hour_percent" ? 1.0 : 3_600
            return (numerator / unit, denominator / unit, 100 * numerator / denominator)
        case "net_flow":
            return (numerator, denominator, numerator - denominator)
        case "los_hours":
            return (numerator / 3_600, denominator, numerator / 3_600 / denominator)
        case "chaos_score":
            let spread = sums.denominator * sums.squares - sums.numerator * sums.numerator
            return (numerator / 60, denominator, Double(spread).squareRoot() / denominator / 60)
        default:
            return (numerator, 1, numerator)
        }
    }

    private func row(_ cell: Cell, _ value: Double, _ numerator: Double, _ denominator: Double) -> KPITruth {
        KPITruth(
            facility: facility,
            ward: cell.ward < 0 ? "" : wards[cell.ward].code,
            kpi: cell.kpi,
            grain: Self.dayKPIs.contains(cell.kpi) ? .day : .hour,
            bucket: Timestamp(seconds: cell.bucket),
            value: value,
            numerator: numerator,
            denominator: denominator
        )
    }
}
