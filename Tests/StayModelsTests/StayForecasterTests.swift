import Alerts
import Hospital
import PatientFlow
import StayModels
import Testing

/// The stay part alone: visits as values, no ledger and no alert book.
@Suite struct StayForecasterTests {
    private let monday = CivilTime(year: 2026, month: 1, day: 5).utc
    private let site = Site(facility: "RXA")

    private func visit(_ key: String, _ arrived: Int64, left: Int64? = nil) -> Visit {
        var visit = Visit(key: key)
        visit.arrivedAt = monday + .minutes(arrived)
        visit.edDepartedAt = left.map { monday + .minutes($0) }
        return visit
    }

    private func step(_ forecaster: inout StayForecaster, from old: Visit, to new: Visit, at minutes: Int64)
        -> StayEffects
    {
        var effects = StayEffects()
        let moment = monday + .minutes(minutes)
        let context = StayContext(
            site: site,
            names: NameTable(),
            emergencyWards: WardSet(),
            census: Census(),
            watermark: moment,
            offset: minutes
        )
        forecaster.follow(from: old, to: new, at: moment, context, &effects)
        return effects
    }

    /// A forecaster that has seen a stay of an hour, twenty minutes apart each.
    private func learned(_ count: Int64) -> StayForecaster {
        var forecaster = StayForecaster(site: site, seed: 5)
        for number in 0..<count {
            let key = "V\(number)"
            _ = step(&forecaster, from: Visit(key: key), to: visit(key, number * 70), at: number * 70)
            _ = step(
                &forecaster,
                from: visit(key, number * 70),
                to: visit(key, number * 70, left: number * 70 + 60),
                at: number * 70 + 60
            )
        }
        return forecaster
    }

    @Test func anArrivalIsForecastAndAsksForItsTimers() {
        var forecaster = learned(20)
        let effects = step(&forecaster, from: Visit(key: "X"), to: visit("X", 2_000), at: 2_000)
        #expect(effects.predictions.map(\.stage) == [.arrival])
        #expect(effects.predictions.first?.forecast?.learned == 20)
        #expect(effects.timers.map(\.subject) == [.departmentEdge, .departmentLabel])
        #expect(effects.timers.last?.due == monday + .minutes(2_240))
        #expect(forecaster.learned(.department) == 20 && forecaster.learned(.inpatient) == 0)
    }

    @Test func aRestoredForecasterSaysTheSameAndSnapshotsTheSame() throws {
        var whole = learned(30)
        var parts = StateParts()
        whole.snapshot(into: &parts)
        #expect(parts.parts.map(\.name) == ["models.department", "models.inpatient", "stays"])
        var again = StayForecaster(site: site, seed: 99)
        try again.restore(from: parts)
        let one = step(&whole, from: Visit(key: "X"), to: visit("X", 3_000), at: 3_000)
        let two = step(&again, from: Visit(key: "X"), to: visit("X", 3_000), at: 3_000)
        #expect(one.predictions == two.predictions && one.timers == two.timers)
        var both = [StateParts(), StateParts()]
        whole.snapshot(into: &both[0])
        again.snapshot(into: &both[1])
        #expect(both[0] == both[1])
    }

    /// What the snapshot holds must not change with the models it was taken of.
    @Test func aTrainedModelIsACopyOfItsMoment() throws {
        var forecaster = learned(30)
        let trained = try TrainedModel(serving: forecaster)
        let bytes = trained.encode()
        _ = step(&forecaster, from: Visit(key: "X"), to: visit("X", 3_000), at: 3_000)
        _ = step(&forecaster, from: visit("X", 3_000), to: visit("X", 3_000, left: 3_200), at: 3_200)
        #expect(trained.encode() == bytes && trained.learned(.department) == 30)
        #expect(forecaster.learned(.department) == 31)
    }
}
