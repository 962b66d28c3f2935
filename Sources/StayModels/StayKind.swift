package import Hospital
package import OnlineForest
package import PatientFlow

/// The kinds of stay whose length is predicted, each with a beginning, an end and a unit of its own.
package enum StayKind: UInt8, Sendable, CaseIterable {
    /// From arrival in the emergency department to leaving it, in minutes.
    case department = 0
    /// From admission to discharge, in hours.
    case inpatient = 1

    /// Name of the models of this kind in the tables.
    package var name: String { self == .department ? "department_stay" : "inpatient_stay" }

    /// Unit of lengths of this kind.
    package var unit: String { self == .department ? "min" : "h" }

    /// The bins of elapsed time, in the kind's unit: at each edge a patient still here is predicted anew.
    ///
    /// The four hours of the breach and the four days of the critical stay are edges.
    package var bins: ElapsedBins { self == .department ? Self.departmentBins : Self.inpatientBins }

    private static let departmentBins = ElapsedBins(
        edges: [15, 30, 60, 90, 120, 150, 180, 210, 240, 300, 360, 480, 720, 1_440]
    ).unsafelyKnown
    private static let inpatientBins = ElapsedBins(
        edges: [
            4, 8, 12, 24, 36, 48, 72, 96, 120, 144, 168, 216, 264, 336, 432, 576, 720, 1_080, 1_440,
        ]
    ).unsafelyKnown

    /// A length of time in the kind's unit.
    package func amount(_ span: TimeSpan) -> Double { self == .department ? span.minutes : span.hours }

    /// An amount of the kind's unit as a length of time.
    package func span(_ amount: Double) -> TimeSpan {
        let unit = self == .department ? TimeSpan.minute : TimeSpan.hour
        return TimeSpan(microseconds: Int64(saturating: (amount * Double(unit.microseconds)).rounded()))
    }

    /// An amount of the kind's unit in hours.
    package func hours(_ amount: Double) -> Double { self == .department ? amount / 60 : amount }

    /// How long after its beginning, in the kind's unit, a stay is still predicted as one that begins.
    ///
    /// What becomes known later moves the curve of the patient, but no model learns it: who is in a ward after three
    /// days has stayed three days, and a model that knew would hold the ward to be the reason.
    var firstPhase: Double { self == .department ? 60 : 24 }

    /// The steering of intervals before any label.
    ///
    /// The rates keep labels outstanding times rate below 5: a department has some 50 patients, a hospital 1,000.
    var newInterval: AdaptiveInterval {
        self == .department ? AdaptiveInterval() : AdaptiveInterval(rate: 0.004, groupRate: 0.01)
    }

    /// When the stay of a visit began; nil for a visit without one.
    package func begin(of visit: Visit) -> Timestamp? {
        self == .department ? visit.arrivedAt : visit.admittedAt
    }

    /// When the stay of a visit ended; nil while it lasts.
    package func end(of visit: Visit) -> Timestamp? {
        self == .department ? visit.edDepartedAt : visit.dischargedAt
    }

    /// Whether a visit has a stay of this kind that lasts.
    package func isOpen(_ visit: Visit) -> Bool { begin(of: visit) != nil && end(of: visit) == nil }

    /// The timer of a patient still here at the next edge.
    var edgeTimer: TimerSubject { self == .department ? .departmentEdge : .inpatientEdge }

    /// The timer of a stay whose limit passes, when its label becomes known.
    var labelTimer: TimerSubject { self == .department ? .departmentLabel : .inpatientLabel }
}

extension TimerSubject {
    /// A patient still in the department, or in hospital, passes an edge of the bins of time.
    package static let departmentEdge = TimerSubject(rawValue: 4)
    package static let inpatientEdge = TimerSubject(rawValue: 5)
    /// The limit of a stay passes: four hours, or the critical stay.
    package static let departmentLabel = TimerSubject(rawValue: 6)
    package static let inpatientLabel = TimerSubject(rawValue: 7)
}

extension Optional<ElapsedBins> {
    /// Bins whose edges stand in the code, in order.
    fileprivate var unsafelyKnown: ElapsedBins {
        guard let self else { preconditionFailure("edges must ascend") }
        return self
    }
}
