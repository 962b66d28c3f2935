import Hospital

/// Turns rows into attendances by a mapping.
struct AttendanceReader {
    typealias Fault = AttendanceReport.Fault

    /// Oldest age accepted, in years.
    static let maxAgeYears = 130.0
    /// Longest stay accepted, in days; bounds the arithmetic.
    static let maxStayDays = 3_650.0
    /// How far behind `notAfter` a time may lie: the columns' zone is the mapping's word.
    static let zoneTolerance = TimeSpan.day

    let mapping: AttendanceMapping
    /// When the file is read: no attendance can have happened later.
    private let notAfter: Timestamp
    /// Column name to position.
    let positions: [String: Int]
    private let fieldCount: Int
    /// Arrivals per hour, counted before, and those already placed; only for calendars that spread minutes.
    private var arrivalsOfHour: [Int64: (total: Int, placed: Int)] = [:]
    /// Times the row last read has outside its stay.
    private(set) var ignoredTimes = 0

    /// Throws when the mapping names a column that `header` lacks.
    init(
        mapping: AttendanceMapping,
        header: [String],
        notAfter: Timestamp
    ) throws(AttendanceMappingError) {
        self.mapping = mapping
        self.notAfter = notAfter
        fieldCount = header.count
        positions = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for (key, column) in mapping.columns where positions[column] == nil {
            throw .unknownColumn(key: key, column: column, available: header)
        }
    }

    var spreadsMinutes: Bool { mapping.arrival.calendar?.spreadsMinutes == true }

    /// Counts the row's hour of arrival; call for every row before reading any.
    mutating func count(_ row: CSVReader.Row) {
        guard row.isWellFormed, row.fields.count == fieldCount, let calendar = mapping.arrival.calendar,
            let hour = try? start(of: row.fields, calendar, number: 0)
        else { return }
        arrivalsOfHour[hour.hourNumber, default: (0, 0)].total += 1
    }

    /// The attendance in row `number`, counted from 1.
    mutating func read(_ row: CSVReader.Row, number: Int) throws(Fault) -> Attendance {
        guard row.isWellFormed else { throw Fault(row: number, reason: .badQuotes) }
        let cells = row.fields
        guard cells.count == fieldCount else { throw Fault(row: number, reason: .wrongFieldCount) }
        ignoredTimes = 0
        let arrival = try arrival(cells, number)
        let visit = try required("visit", mapping.visit, cells, number)
        var attendance = Attendance(
            facility: try required("facility", mapping.facility, cells, number),
            visit: visit,
            patient: try mapping.patient.map { source throws(Fault) in
                try required("patient", source, cells, number)
            } ?? visit,
            arrival: arrival
        )
        try readTimes(&attendance, cells, number)
        attendance.ageYears = try whole("age", mapping.age, cells, number, 0...Self.maxAgeYears)
        attendance.acuity = try whole("acuity", mapping.acuity, cells, number, 1...5)
        attendance.gender = try word("gender", mapping.gender, cells, number, Self.gender) ?? .unknown
        attendance.arrivalMode =
            try word("arrival_mode", mapping.arrivalMode, cells, number, Self.mode) ?? .unknown
        attendance.service = try text("service", mapping.service, cells, number)
        if let admitted = mapping.admitted {
            attendance.isAdmitted = admitted.truthy.contains(cell(admitted.column, cells))
        }
        if attendance.isAdmitted { attendance.ward = try text("ward", mapping.ward, cells, number) }
        return attendance
    }

    /// The facility of a row that could not be read, as far as it is known without reading it.
    var facilityWithoutRow: String { mapping.facility.constant ?? mapping.facility.fallback ?? "UNKNOWN" }

    private mutating func arrival(_ cells: [String], _ number: Int) throws(Fault) -> Timestamp {
        if let calendar = mapping.arrival.calendar {
            let hour = try start(of: cells, calendar, number: number)
            guard calendar.spreadsMinutes, var counts = arrivalsOfHour[hour.hourNumber] else { return hour }
            let minute = (2 * counts.placed + 1) * 30 / max(1, counts.total)
            counts.placed += 1
            arrivalsOfHour[hour.hourNumber] = counts
            return hour + .minutes(Int64(min(minute, 59)))
        }
        let column = mapping.arrival.column ?? ""
        guard let time = CellTime.parse(cell(column, cells), utcOffsetMinutes: mapping.utcOffsetMinutes)
        else {
            throw Fault(row: number, key: "arrival", column: column, reason: .badTime)
        }
        try check(time, "arrival", column, number)
        return time
    }

    private func start(
        of cells: [String],
        _ calendar: ArrivalSource.Calendar,
        number: Int
    ) throws(Fault) -> Timestamp {
        guard let day = Int(cell(calendar.day, cells)), abs(day) <= 100_000 else {
            throw Fault(row: number, key: "arrival", column: calendar.day, reason: .badNumber)
        }
        guard let hour = Int(cell(calendar.hour, cells)), hour >= 0, hour <= 23 else {
            throw Fault(row: number, key: "arrival", column: calendar.hour, reason: .badNumber)
        }
        let hours = 24 * (day - calendar.firstDay) + hour
        return calendar.base + .hours(Int64(hours))
    }

    private mutating func readTimes(_ attendance: inout Attendance, _ cells: [String], _ number: Int)
        throws(Fault)
    {
        let arrival = attendance.arrival
        attendance.departure = try moment("departure", mapping.departure, after: arrival, cells, number)
        let end = attendance.departure
        for (key, source) in [("triaged", mapping.triaged), ("seen", mapping.seen)] {
            guard let time = try moment(key, source, after: nil, from: arrival, cells, number) else {
                continue
            }
            if time < arrival || end.map({ time > $0 }) == true {
                ignoredTimes += 1
            } else if key == "seen" {
                attendance.seen = time
            } else {
                attendance.triaged = time
            }
        }
        if let end {
            attendance.wardDeparture = try moment(
                "ward_departure",
                mapping.wardDeparture,
                after: end,
                cells,
                number
            )
        }
    }

    private func check(_ time: Timestamp, _ key: String, _ column: String, _ number: Int) throws(Fault) {
        guard time > notAfter + Self.zoneTolerance else { return }
        throw Fault(row: number, key: key, column: column, reason: .futureTime)
    }

    private func moment(
        _ key: String,
        _ source: MomentSource?,
        after earliest: Timestamp?,
        from base: Timestamp? = nil,
        _ cells: [String],
        _ number: Int
    ) throws(Fault) -> Timestamp? {
        guard let source else { return nil }
        let text = cell(source.column, cells)
        if text.isEmpty { return nil }
        let time: Timestamp
        switch source.form {
        case .time:
            guard let parsed = CellTime.parse(text, utcOffsetMinutes: mapping.utcOffsetMinutes) else {
                throw Fault(row: number, key: key, column: source.column, reason: .badTime)
            }
            time = parsed
        case .stay(let unit):
            guard let count = Double(text), abs(count) * unit.hours <= Self.maxStayDays * 24 else {
                throw Fault(row: number, key: key, column: source.column, reason: .badNumber)
            }
            let micros = Int64((count * Double(unit.microseconds)).rounded())
            let start = base ?? earliest ?? .distantPast
            time = Timestamp(microseconds: start.microseconds + micros)
        }
        try check(time, key, source.column, number)
        if let earliest, time < earliest {
            throw Fault(row: number, key: key, column: source.column, reason: .negativeStay)
        }
        return time
    }
}
