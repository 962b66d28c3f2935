import Hospital
import Narrator

/// Three shifts at the standard hospital, from calm to overwhelmed.
enum Situation: String, CaseIterable, Sendable {
    case quiet, busy, crisis

    var facts: BriefingFacts {
        switch self {
        case .quiet: quietFacts()
        case .busy: busyFacts()
        case .crisis: crisisFacts()
        }
    }
}

/// One ward's figures in the order of the tables below.
struct WardRow {
    var code: String
    var occupied: Double
    var before: Double
    var net: Double
    var transfers: Double
    var longStays: Double
    var nurses: Double
    var support: Double

    init(
        _ code: String,
        _ occupied: Double,
        was before: Double,
        net: Double,
        transfers: Double,
        long: Double,
        rn: Double,
        hcsw: Double
    ) {
        self.code = code
        self.occupied = occupied
        self.before = before
        self.net = net
        self.transfers = transfers
        longStays = long
        nurses = rn
        support = hcsw
    }

    var figures: [Figure] {
        let beds = Double(HospitalLayout.standard.beds(of: code) ?? 0)
        return [
            Figure(.beds, ward: code, bucket: "layout", value: beds, previous: beds),
            Figure(.occupiedBeds, ward: code, bucket: "latest hour", value: occupied, previous: before),
            Figure(.netFlow, ward: code, window: .shift, bucket: "period", value: net),
            Figure(.transfers, ward: code, window: .shift, bucket: "period", value: transfers),
            Figure(.predictedLongStays, ward: code, bucket: "latest hour", value: longStays),
            Figure(.nurseFill, ward: code, window: .shift, bucket: "day", value: nurses, unit: .percent),
            Figure(.supportFill, ward: code, window: .shift, bucket: "day", value: support, unit: .percent),
        ]
    }
}

func now(_ id: FigureID, _ value: Double, was previous: Double? = nil, unit: Figure.Unit = .count) -> Figure {
    Figure(id, bucket: "latest hour", value: value, unit: unit, previous: previous)
}

func shift(_ id: FigureID, _ value: Double, was previous: Double? = nil, unit: Figure.Unit = .count) -> Figure
{
    Figure(id, window: .shift, bucket: "period", value: value, unit: unit, previous: previous)
}

func onWard(_ id: FigureID, _ value: Double, _ window: Figure.Window = .shift) -> Figure {
    Figure(id, ward: "AMU", window: window, bucket: "day", value: value, unit: .percent)
}

func facts(
    day: Int = 5,
    hour: Int = 7,
    rows: [WardRow],
    figures: [Figure],
    alerts: [BriefingFacts.Alert] = [],
    corrections: [BriefingFacts.Correction] = []
) -> BriefingFacts {
    let local = CivilTime(year: 2026, month: 1, day: day, hour: hour)
    return BriefingFacts(
        facility: "RXA",
        at: local.utc,
        localTime: local,
        wards: HospitalLayout.standard.wards.map { .init(code: $0.code, isEmergency: $0.isEmergency) },
        figures: figures + [Figure(.beds, ward: "ED", bucket: "layout", value: 60, previous: 60)]
            + rows.flatMap(\.figures),
        alerts: alerts,
        corrections: corrections
    )
}

func january(_ day: Int, _ hour: Int, _ minute: Int) -> Timestamp {
    CivilTime(year: 2026, month: 1, day: day, hour: hour, minute: minute).utc
}
