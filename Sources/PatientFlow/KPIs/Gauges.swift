package import Hospital

/// Gauges: how many patients are where at the end of each hour, and now in the running hour.
///
/// Computed from the visits themselves, so they restate when a late event changes the past.
package struct Gauges: Sendable {
    /// Wait after which a patient counts as an imminent breach.
    package static let imminentBreach = TimeSpan.minutes(210)

    /// Every gauge with its unit.
    package static let units: [(kpi: String, unit: String)] = [
        ("ed_census", "patients"), ("waiting_over_210", "patients"), ("boarders", "patients"),
        ("occupied_beds", "beds"), ("occupancy_percent", "percent"),
    ]

    private let site: Site
    private let names: NameTable
    private let firstHour: Int64
    private let watermark: Timestamp
    private let closedHours: Int
    private let emergencyWards: WardSet
    private let changes: GaugeChanges
    /// Per hour from `firstHour` on, the running one last: when a patient last reached the imminent-breach limit.
    private var reachedLimit: [Timestamp]
    /// Per gauge: changes at the end of each closed hour, and the value now in the last place.
    private var series: [Key: [Int32]] = [:]

    enum Kind: UInt8, CaseIterable {
        case census, waiting, boarders, occupied
    }

    /// What is counted: ward 0 is the whole facility.
    struct Key: Hashable {
        var kind: Kind
        var ward: Int32
    }

    /// Gauges for the hours `firstHour` up to the one in which `watermark` lies.
    init(
        site: Site,
        names: NameTable,
        emergencyWards: WardSet,
        changes: GaugeChanges,
        from firstHour: Int64,
        watermark: Timestamp
    ) {
        self.site = site
        self.names = names
        self.emergencyWards = emergencyWards
        self.changes = changes
        self.firstHour = firstHour
        self.watermark = watermark
        closedHours = Int(max(0, watermark.hourNumber - firstHour))
        reachedLimit = [Timestamp](repeating: .distantPast, count: closedHours + 1)
    }

    /// The first moment that is read; who left by then is in no gauge.
    var firstReading: Timestamp { min(Timestamp(hourNumber: firstHour + 1), watermark) }

    /// Calls `body` with every period in which a gauge counts `visit`; without an end it is counted still.
    @inline(__always)
    static func periods(
        of visit: borrowing Visit,
        _ emergencyWards: WardSet,
        _ body: (Key, _ start: Timestamp, _ end: Timestamp?) -> Void
    ) {
        func period(_ kind: Kind, _ ward: Int32, from start: Timestamp, to end: Timestamp?) {
            if let end, end <= start { return }
            body(Key(kind: kind, ward: ward), start, end)
        }
        if let arrivedAt = visit.arrivedAt {
            let departedAt = visit.edDepartedAt
            period(.census, 0, from: arrivedAt, to: departedAt)
            period(.waiting, 0, from: arrivedAt + imminentBreach, to: departedAt)
            if let admittedAt = visit.admittedAt {
                period(.boarders, 0, from: max(admittedAt, arrivedAt), to: departedAt)
            }
        }
        for stay in visit.stays where !emergencyWards.contains(stay.ward) {
            period(.occupied, stay.ward, from: stay.startedAt, to: stay.endedAt)
        }
    }

    /// Counts `visit` in every hour it covers; where it is called only what is read of it is copied.
    @inline(__always)
    mutating func add(_ visit: borrowing Visit) {
        Self.periods(of: visit, emergencyWards) { key, start, end in add(key, from: start, to: end) }
    }

    private mutating func add(_ key: Key, from start: Timestamp, to end: Timestamp?) {
        // Hour h is read at its end, (h + 1) hours, so the first hour that sees `start` is ceil(start) - 1.
        let first = index(start)
        let past = end.map(index) ?? closedHours
        let isNow = start <= watermark && (end.map { watermark < $0 } ?? true)
        // The one gauge that changes when nothing happens but time.
        if key.kind == .waiting, start <= watermark { reachedLimit[first] = max(reachedLimit[first], start) }
        guard first < past || isNow else { return }
        let now = closedHours + 1
        change(key) { changes in
            if first < past {
                changes[first] += 1
                changes[past] -= 1
            }
            if isNow { changes[now] += 1 }
        }
    }

    /// Changes a series where it lies.
    private mutating func change(_ key: Key, _ body: (inout [Int32]) -> Void) {
        let length = closedHours + 2
        body(&series[key, default: [Int32](repeating: 0, count: length)])
    }

    /// Position in `series` of the first closed hour whose end is not before `moment`, within bounds.
    private func index(_ moment: Timestamp) -> Int {
        let hour = -((-moment.microseconds).floorDivided(by: TimeSpan.hour.microseconds)) - 1
        return Int(min(max(hour - firstHour, 0), Int64(closedHours)))
    }

    /// Patients who have been in the department for the imminent-breach limit, now.
    package var waitingOver210: Int {
        Int(series[Key(kind: .waiting, ward: 0)]?[closedHours + 1] ?? 0)
    }

    /// One row per gauge and hour; the running hour too unless `closedOnly`.
    func rows(closedOnly: Bool) -> [KPIRow] {
        var rows: [KPIRow] = []
        for (kind, kpi) in [
            (Kind.census, "ed_census"), (.waiting, "waiting_over_210"), (.boarders, "boarders"),
        ] {
            let key = Key(kind: kind, ward: 0)
            let counts = values(series[key], closedOnly)
            emit(kpi, "patients", ward: "", counts, lastChanges(key), into: &rows) { .count(Int64($0)) }
        }
        var wards: [(number: Int32?, code: String, beds: Int?)] = site.layout.wards
            .filter { !$0.isEmergency }
            .map { ward in (names.number(known: ward.code), ward.code, ward.beds) }
        let known = Set(wards.compactMap(\.number))
        for key in series.keys.sorted(by: { $0.ward < $1.ward }) where key.kind == .occupied {
            if !known.contains(key.ward) { wards.append((key.ward, names[key.ward], nil)) }
        }
        for ward in wards {
            let key = ward.number.map { Key(kind: .occupied, ward: $0) }
            let counts = values(key.flatMap { series[$0] }, closedOnly)
            let changes = lastChanges(key, isListed: ward.beds != nil)
            emit("occupied_beds", "beds", ward: ward.code, counts, changes, into: &rows) { .count(Int64($0)) }
            guard let beds = ward.beds, beds > 0 else { continue }
            emit("occupancy_percent", "percent", ward: ward.code, counts, changes, into: &rows) {
                .ratio(Double($0), Double(beds), scale: 100)
            }
        }
        return rows
    }

    private func values(_ changes: [Int32]?, _ closedOnly: Bool) -> [Int] {
        guard let changes else { return [Int](repeating: 0, count: closedHours + (closedOnly ? 0 : 1)) }
        var running = 0
        var values: [Int] = []
        values.reserveCapacity(closedHours + 1)
        for hour in 0..<closedHours {
            running += Int(changes[hour])
            values.append(running)
        }
        if !closedOnly { values.append(Int(changes[closedHours + 1])) }
        return values
    }

    /// When the row of each hour last changed: when its hour began, or later by an event or a patient at the limit.
    private func lastChanges(_ key: Key?, isListed: Bool = true) -> [Timestamp] {
        let byEvents = changes.moments(of: key, isListed: isListed)
        return (0...closedHours).map { hour in
            let number = firstHour + Int64(hour)
            let byEvent = max(byEvents.all, byEvents.hours[number] ?? .distantPast)
            let byTime = key?.kind == .waiting ? reachedLimit[hour] : .distantPast
            return max(Timestamp(hourNumber: number), byEvent, byTime)
        }
    }

    private func emit(
        _ kpi: String,
        _ unit: String,
        ward: String,
        _ counts: [Int],
        _ lastChanges: [Timestamp],
        into rows: inout [KPIRow],
        reading: (Int) -> KPIReading?
    ) {
        for (hour, count) in counts.enumerated() {
            guard let reading = reading(count) else { continue }
            rows.append(
                KPIRow(
                    facility: site.facility,
                    ward: ward,
                    kpi: kpi,
                    unit: unit,
                    grain: .hour,
                    bucketStart: Timestamp(hourNumber: firstHour + Int64(hour)),
                    reading: reading,
                    asOf: lastChanges[hour]
                )
            )
        }
    }
}
