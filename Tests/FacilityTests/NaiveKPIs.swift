import Hospital

/// Every flow KPI of `docs/kpis.md` counted the slow way from a list of events; shares no code with the flow.
struct NaiveKPIs {
    struct Key: Hashable, CustomStringConvertible {
        var kpi: String
        var ward: String
        var bucket: Timestamp
        var description: String { "\(kpi) [\(ward)] \(bucket.iso8601)" }
    }

    struct Stay {
        var ward: String
        var bed: String
        var start: Timestamp
        var end: Timestamp?
        var byTransfer: Bool
    }

    struct Visit {
        var arrived: Timestamp?
        var admitted: Timestamp?
        var admissionWard = ""
        var seen: Timestamp?
        var departed: Timestamp?
        var discharged: Timestamp?
        var age: Int?
        var stays: [Stay] = []
        var hasBegun: Bool { arrived != nil || admitted != nil || !stays.isEmpty }
    }

    private(set) var visits: [String: Visit] = [:]
    private(set) var values: [Key: Double] = [:]
    /// Gauges have a row in every hour from the first event on, be it 0.
    private(set) var gaugeKeys: Set<Key> = []

    private let clock: SiteClock
    private let layout: HospitalLayout
    private let watermark: Timestamp

    init(
        _ events: [(event: PatientEvent, offset: Int64)],
        site: (HospitalLayout, SiteClock),
        watermark: Timestamp
    ) {
        (layout, clock) = site
        self.watermark = watermark
        for (key, list) in Dictionary(grouping: events, by: { $0.event.visit }) {
            let ordered = list.sorted { ($0.event.at, $0.offset) < ($1.event.at, $1.offset) }.map(\.event)
            visits[key] = visit(inForce(ordered))
        }
        for visit in visits.values { count(visit) }
        countMeans()
        countBeds()
        guard let first = events.map(\.event.at.hourNumber).min() else { return }
        for hour in first...max(first, watermark.hourNumber) { gauge(hour) }
    }

    // MARK: One visit

    /// Events that no later cancel takes back.
    private func inForce(_ events: [PatientEvent]) -> [PatientEvent] {
        var kept: [PatientEvent] = []
        for event in events {
            switch event.trigger {
            case .cancelAdmit:
                let isRegistered = kept.contains { $0.trigger == .register }
                if let admission = kept.lastIndex(where: { $0.trigger == .admit }), isRegistered {
                    kept.remove(at: admission)
                } else if isRegistered || kept.contains(where: { $0.trigger == .admit }) {
                    kept = []
                }
            case .cancelDischarge:
                if let discharge = kept.lastIndex(where: { $0.trigger == .discharge }) {
                    kept.remove(at: discharge)
                }
            default: kept.append(event)
            }
        }
        return kept
    }

    private func isEmergency(_ ward: String) -> Bool {
        layout.wards.contains { $0.code == ward && $0.isEmergency }
    }

    private func visit(_ events: [PatientEvent]) -> Visit {
        var visit = Visit()
        visit.seen = events.lazy.compactMap(\.seenAt).first
        visit.age = events.lazy.reversed().compactMap(\.ageYears).first
        let end = events.firstIndex { $0.trigger == .discharge } ?? events.count
        let open = events[..<end]
        visit.discharged = end < events.count ? events[end].at : nil
        visit.arrived = open.first { $0.trigger == .register }?.at
        if let admission = open.first(where: { $0.trigger == .admit }) {
            visit.admitted = admission.at
            visit.admissionWard = admission.location.ward
        }
        let registration = open.firstIndex { $0.trigger == .register } ?? end
        for (index, event) in open.enumerated() {
            guard [.register, .admit, .transfer].contains(event.trigger), !event.location.ward.isEmpty else {
                continue
            }
            if let last = visit.stays.last, last.ward == event.location.ward, last.bed == event.location.bed {
                continue
            }
            if !visit.stays.isEmpty { visit.stays[visit.stays.count - 1].end = event.at }
            visit.stays.append(
                Stay(
                    ward: event.location.ward,
                    bed: event.location.bed,
                    start: event.at,
                    end: visit.discharged,
                    byTransfer: event.trigger == .transfer
                )
            )
            let isAfterArrival = index >= registration
            if isAfterArrival, visit.departed == nil, !isEmergency(event.location.ward) {
                visit.departed = event.at
            }
        }
        if visit.arrived != nil, visit.departed == nil { visit.departed = visit.discharged }
        return visit
    }

    // MARK: Sums

    private func hour(_ moment: Timestamp) -> Timestamp { Timestamp(hourNumber: moment.hourNumber) }

    private mutating func add(_ kpi: String, _ ward: String = "", _ bucket: Timestamp, _ amount: Double = 1) {
        values[Key(kpi: kpi, ward: ward, bucket: bucket), default: 0] += amount
    }

    private mutating func count(_ visit: Visit) {
        if let arrived = visit.arrived { add("arrivals", "", hour(arrived)) }
        if let arrived = visit.arrived, let departed = visit.departed {
            add("ed_departures", "", hour(departed))
            add("four_hour_breaches", "", hour(departed), departed.since(arrived) > .minutes(240) ? 1 : 0)
        }
        for stay in visit.stays where stay.byTransfer { add("transfers", stay.ward, hour(stay.start)) }
        guard let admitted = visit.admitted else { return }
        for ward in Set(["", visit.admissionWard]) {
            add("admissions", ward, hour(admitted))
            add("net_flow", ward, hour(admitted))
        }
        guard let discharged = visit.discharged else { return }
        for ward in Set(["", visit.stays.last?.ward ?? ""]) {
            add("discharges", ward, hour(discharged))
            add("net_flow", ward, hour(discharged), -1)
        }
    }

    /// Means, percentages and spreads: every bucket gathers its parts first.
    private mutating func countMeans() {
        var parts: [Key: [Double]] = [:]
        for visit in visits.values {
            if let arrived = visit.arrived, let departed = visit.departed {
                parts[Key(kpi: "four_hour_percent", ward: "", bucket: hour(departed)), default: []]
                    .append(departed.since(arrived) <= .minutes(240) ? 100 : 0)
            }
            if let arrived = visit.arrived, let seen = visit.seen {
                parts[Key(kpi: "chaos_score", ward: "", bucket: hour(seen)), default: []]
                    .append(max(0, seen.since(arrived).minutes))
            }
            guard let admitted = visit.admitted, let left = visit.discharged,
                let ward = visit.stays.last?.ward
            else { continue }
            let stay = left.since(admitted).hours
            parts[Key(kpi: "los_hours", ward: ward, bucket: hour(left)), default: []].append(stay)
            guard let age = visit.age else { continue }
            parts[Key(kpi: "complexity_score", ward: ward, bucket: clock.startOfDay(left)), default: []]
                .append(0.5 * min(1, Double(age) / 100) + 0.5 * min(1, stay / 240))
        }
        for (key, list) in parts {
            let mean = list.reduce(0, +) / Double(list.count)
            let spread = (list.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(list.count)).squareRoot()
            values[key] = key.kpi == "chaos_score" ? spread : mean
        }
    }

    private mutating func countBeds() {
        var patients: [Key: Set<String>] = [:]
        var beds: [Key: Set<String>] = [:]
        for (name, visit) in visits {
            for stay in visit.stays where !stay.bed.isEmpty {
                let key = Key(
                    kpi: "bed_turnaround_rate",
                    ward: stay.ward,
                    bucket: clock.startOfDay(stay.start)
                )
                patients[key, default: []].insert(name)
                beds[key, default: []].insert(stay.bed)
            }
        }
        for (key, names) in patients { values[key] = Double(names.count) / Double(beds[key]?.count ?? 0) }
    }

    // MARK: Gauges

    private mutating func gauge(_ hour: Int64) {
        let bucket = Timestamp(hourNumber: hour)
        let t = min(bucket + .hour, watermark)
        func has(_ kpi: String, _ ward: String, _ value: Double) {
            let key = Key(kpi: kpi, ward: ward, bucket: bucket)
            values[key] = value
            gaugeKeys.insert(key)
        }
        let inside = visits.values.filter { visit in
            guard let arrived = visit.arrived, arrived <= t else { return false }
            return visit.departed.map { t < $0 } ?? true
        }
        has("ed_census", "", Double(inside.count))
        has("waiting_over_210", "", Double(inside.count { t.since($0.arrived ?? t) >= .minutes(210) }))
        has("boarders", "", Double(inside.count { $0.admitted.map { $0 <= t } ?? false }))
        for ward in layout.wards where !ward.isEmergency {
            let occupied = visits.values.reduce(0) { total, visit in
                total
                    + visit.stays.count {
                        $0.ward == ward.code && $0.start <= t && ($0.end.map { t < $0 } ?? true)
                    }
            }
            has("occupied_beds", ward.code, Double(occupied))
            has("occupancy_percent", ward.code, 100 * Double(occupied) / Double(ward.beds))
        }
    }
}
