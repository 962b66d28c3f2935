import Hospital

/// What the department knows of its own last hours: features of the next prediction.
struct RecentActivity: Sendable, Equatable {
    /// Departures whose stays are averaged.
    private static let departures = 20
    /// Arrivals remembered; an hour of any department.
    private static let arrivalLimit = 1_000

    private var arrivals: [Timestamp] = []
    private var minutes: [Double] = []

    init() {}

    mutating func arrived(at moment: Timestamp) {
        arrivals.removeAll { $0 <= moment - .hour }
        if arrivals.count < Self.arrivalLimit { arrivals.append(moment) }
    }

    mutating func departed(after stay: Double) {
        if minutes.count == Self.departures { minutes.removeFirst() }
        minutes.append(stay)
    }

    /// Arrivals in the hour up to `moment`.
    func arrivals(before moment: Timestamp) -> Int {
        arrivals.count { $0 > moment - .hour && $0 <= moment }
    }

    /// Mean minutes of the last departures; nil before the first.
    var meanMinutes: Double? {
        minutes.isEmpty ? nil : minutes.reduce(0, +) / Double(minutes.count)
    }
}

extension RecentActivity: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(arrivals)
        writer.write(minutes)
    }

    init(from reader: inout StateReader) throws(StateError) {
        arrivals = try reader.array()
        minutes = try reader.array()
    }
}
