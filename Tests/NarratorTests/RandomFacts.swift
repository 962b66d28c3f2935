import Hospital
import Narrator

/// Facts no hospital would have: any figure missing, hostile names, values of every size.
func randomFacts(seed: UInt64) -> BriefingFacts {
    var random = SeededRandom(seed: seed)
    let codes = ["ED", "AMU", "W3", "4 East", "<b>", "a_b*", "1. 7,5", "\"9\"", "C#2\n# 8", "½-day", "-"]
    let wards = codes.shuffled(using: &random).prefix(Int.random(in: 0...8, using: &random)).map { code in
        BriefingFacts.Ward(
            code: code,
            isEmergency: code == "ED" || Int.random(in: 0..<8, using: &random) == 0
        )
    }
    var figures: [Figure] = []
    for id in everyFigure {
        for ward in [""] + wards.map(\.code) {
            for window in Figure.Window.allCases where Int.random(in: 0..<3, using: &random) > 0 {
                figures.append(randomFigure(id, ward, window, &random))
            }
        }
    }
    let alerts = (0..<Int.random(in: 0...6, using: &random)).map { _ in randomAlert(wards, &random) }
    let local = CivilTime(
        year: Int.random(in: 1999...2031, using: &random),
        month: Int.random(in: 1...12, using: &random),
        day: Int.random(in: 1...28, using: &random),
        hour: [0, 7, 13, 19].randomElement(using: &random) ?? 7
    )
    let corrections = figures.shuffled(using: &random).prefix(3).filter(\.isSpeakable).map {
        BriefingFacts.Correction(figure: $0, said: Double(Int.random(in: 0..<200, using: &random)) / 2)
    }
    return BriefingFacts(
        facility: codes.randomElement(using: &random) ?? "",
        at: local.utc - .hours(1),
        localTime: local,
        wards: Array(wards),
        figures: figures,
        alerts: alerts,
        corrections: corrections
    )
}

let everyFigure: [FigureID] = [
    .arrivals, .departures, .fourHourPercent, .fourHourBreaches, .census, .waitingOver210, .boarders, .chaos,
    .beds, .occupiedBeds, .occupancy, .admissions, .discharges, .netFlow, .transfers, .stayHours, .nurseFill,
    .supportFill, .predictedLongStays, .likelyBreaches, .stayError, .breachAUC, .predictions, .quarantined,
    .late, .duplicates, .feedAge, .freeBeds, FigureID("something_new"),
]

private func randomFigure(
    _ id: FigureID,
    _ ward: String,
    _ window: Figure.Window,
    _ random: inout SeededRandom
) -> Figure {
    let value: Double =
        switch Int.random(in: 0..<12, using: &random) {
        case 0: 0
        case 1: 1
        case 2: [.nan, .infinity, -.infinity, 1e300, -1e13, 9e11].randomElement(using: &random) ?? 0
        case 3: -Double(Int.random(in: 0...50, using: &random))
        case 4: Double(Int.random(in: 1_000...9_999_999, using: &random))
        case 5...7: Double.random(in: 55...105, using: &random)
        default: Double(Int.random(in: 0...120, using: &random))
        }
    let before = Bool.random(using: &random) ? nil : Double.random(in: -10...150, using: &random)
    let unit = Figure.Unit.allCases.randomElement(using: &random) ?? .count
    return Figure(id, ward: ward, window: window, bucket: "b", value: value, unit: unit, previous: before)
}

private func randomAlert(_ wards: [BriefingFacts.Ward], _ random: inout SeededRandom) -> BriefingFacts.Alert {
    let messages = [
        "Occupancy 97 % on W3", "Boarders over limit.", "", "RN fill low", "<script>x</script>", "½ full",
    ]
    return BriefingFacts.Alert(
        severity: BriefingFacts.Alert.Severity.allCases.randomElement(using: &random) ?? .info,
        rule: ["occupancy_high", "rule_210", ""].randomElement(using: &random) ?? "",
        ward: wards.randomElement(using: &random)?.code ?? "",
        message: messages.randomElement(using: &random) ?? "",
        since: Timestamp(seconds: Int64.random(in: 900_000_000...1_900_000_000, using: &random))
    )
}
