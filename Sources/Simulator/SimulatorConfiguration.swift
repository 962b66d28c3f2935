package import Hospital

/// Everything that decides the bytes of a simulated stream.
package struct SimulatorConfiguration: Sendable {
    /// When the stream stops.
    package enum Length: Sendable, Equatable {
        /// After this many days of 24 hours.
        case days(Int)
        /// After this many original records (messages and shift events, without duplicates, malformed copies
        /// and heartbeats).
        case events(Int)
    }

    package var seed: UInt64
    /// First moment of arrivals; initial inpatients were admitted in the ten days before.
    package var start: Timestamp
    package var length: Length
    /// Number of hospitals, 1...78, called RXA, RXB, ...
    package var facilities: Int
    /// Mean emergency arrivals per day and hospital; 300 fits the standard layout.
    package var arrivalsPerDay: Double
    package var layout: HospitalLayout
    /// Local time of the sites: daily rhythm, shift starts and the days of the truth.
    package var clock: SiteClock
    package var faults: FaultRates
    /// Simulated time between heartbeats; nil sends none.
    package var heartbeat: TimeSpan?
    /// Keeps all visits and shifts so that `Simulation.truth` can give every KPI; memory then follows
    /// history.
    package var keepsHistory: Bool

    package init(
        seed: UInt64 = 1,
        start: Timestamp = CivilTime(year: 2026, month: 1, day: 5).utc,
        length: Length = .days(7),
        facilities: Int = 1,
        arrivalsPerDay: Double = 300,
        layout: HospitalLayout = .standard,
        clock: SiteClock = .utc,
        faults: FaultRates = .default,
        heartbeat: TimeSpan? = .minutes(5),
        keepsHistory: Bool = false
    ) {
        self.seed = seed
        self.start = start
        self.length = length
        self.facilities = facilities
        self.arrivalsPerDay = arrivalsPerDay
        self.layout = layout
        self.clock = clock
        self.faults = faults
        self.heartbeat = heartbeat
        self.keepsHistory = keepsHistory
    }

    /// Code of hospital number `index`: `RXA` for 0, `RXB` for 1, `RYA` for 26.
    package static func facilityCode(_ index: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return "R\(letters[(23 + index / 26) % 26])\(letters[index % 26])"
    }
}

/// Shares of records that are spoiled on their way; at most one fault strikes a record.
package struct FaultRates: Sendable, Equatable {
    /// The same bytes again 1 s to 10 min later.
    package var duplicate: Double
    /// Sent 1 to 30 minutes after its time.
    package var outOfOrder: Double
    /// Sent 1 to 12 hours after its time.
    package var late: Double
    /// Sent 26 to 40 hours after its time, beyond the lateness horizon; strikes detail updates only.
    package var veryLate: Double
    /// A corrupted copy with a control id of its own goes before the good message.
    package var malformed: Double
    /// Another content under the control id of the good message follows it.
    package var reusedControlID: Double

    package init(
        duplicate: Double,
        outOfOrder: Double,
        late: Double,
        veryLate: Double,
        malformed: Double,
        reusedControlID: Double
    ) {
        self.duplicate = duplicate
        self.outOfOrder = outOfOrder
        self.late = late
        self.veryLate = veryLate
        self.malformed = malformed
        self.reusedControlID = reusedControlID
    }

    package static let none = FaultRates(
        duplicate: 0,
        outOfOrder: 0,
        late: 0,
        veryLate: 0,
        malformed: 0,
        reusedControlID: 0
    )

    package static let `default` = FaultRates(
        duplicate: 0.005,
        outOfOrder: 0.02,
        late: 0.01,
        veryLate: 0.001,
        malformed: 0.001,
        reusedControlID: 0.0002
    )
}
