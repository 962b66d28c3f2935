import EventLog
import Foundation
import Hospital
import Narrator
import Simulator
import Testing

/// Every number a written briefing cites against what truly happened in the simulated hospital.
@Suite struct BriefingTruthTests {
    /// Figures that are no KPI of the truth: models, alerts and the feed's own counts.
    private static let others: Set<String> = [
        "predicted_over_96h", "likely_breaches", "model_los_mae_hours", "model_breach_auc",
        "model_predictions", "alerts_critical", "alerts_warning", "messages_quarantined", "messages_late",
        "messages_duplicate", "feed_age_minutes",
    ]
    /// Figures that every briefing of a busy hospital cites.
    private static let cited: Set<String> = [
        "ed_census", "arrivals", "ed_departures", "four_hour_percent", "boarders", "occupancy_percent",
        "admissions", "discharges",
    ]

    /// The true value of what `slot` reads; nil where there is none.
    private func expected(_ slot: Slot, _ now: TruthRecount) -> Double? {
        let truth = slot.part == .previous ? now.earlier(hours: 12) : now
        let (ward, kpi) = (slot.ward, slot.figure.rawValue)
        let beds = ward.isEmpty ? truth.wards.reduce(0) { $0 + (truth.beds($1) ?? 0) } : truth.beds(ward)
        let occupied =
            ward.isEmpty ? truth.gaugeOfWards("occupied_beds") : truth.gauge("occupied_beds", ward: ward)
        switch kpi {
        case "ed_census", "waiting_over_210", "boarders": return truth.gauge(kpi)
        case "ed_spaces": return 60
        case "ed_occupancy_percent": return truth.gauge("ed_census").map { 100 * $0 / 60 }
        case "boarders_percent": return truth.gauge("boarders").map { 100 * $0 / 60 }
        case "beds": return ward == "ED" ? 60 : beds
        case "occupied_beds": return occupied
        case "free_beds": return max(0, (beds ?? .nan) - (occupied ?? .nan))
        case "occupancy_percent": return 100 * (occupied ?? .nan) / (beds ?? .nan)
        case "four_hour_percent": return truth.share(kpi).map { 100 * $0 }
        case "los_hours": return truth.share(kpi)
        case "chaos_score": return truth.newestHour(kpi)
        case "transfers" where ward.isEmpty: return truth.sumOfWards(kpi)
        case "fill_rate_rn_percent", "fill_rate_hcsw_percent": return truth.newestDay(kpi, ward: ward)
        default: return truth.sum(kpi, ward: ward)
        }
    }

    @Test(arguments: [UInt64(21), 22]) func everyNumberOfABriefingIsTrue(seed: UInt64) throws {
        let workspace = try Workspace()
        let lake = workspace.lake("lake")
        let run = BoardTruthTests.Run(seed: seed, hour: 19)
        let (log, truth, _) = try simulatedLog(workspace, BoardTruthTests.simulation(run))
        defer { log.close() }
        _ = try runToEnd(log, lake, try standardConfiguration())
        let end = truth.closedThrough
        let row = try #require(
            try rows(lake, "gold/briefings").first { $0["at"] == "\(end.microseconds)" },
            "no briefing at the last shift change, seed \(seed)"
        )
        let briefing = try JSONRenderer.parse(Data((row["json"] ?? "").utf8))
        let recount = TruthRecount(truth: truth.kpis, now: end)
        let slots = briefing.sentences.flatMap { $0.pieces.compactMap(\.slot) }
            .filter { !Self.others.contains($0.figure.rawValue) }
        #expect(Set(slots.map(\.figure.rawValue)).isSuperset(of: Self.cited), "seed \(seed)")
        for slot in slots {
            let value = expected(slot, recount)
            #expect(
                abs(slot.value - (value ?? .nan)) < 1e-6,
                "\(slot.figure.rawValue) [\(slot.ward)] \(slot.part): \(slot.value), truth \(value as Any), seed \(seed)"
            )
        }
    }
}
