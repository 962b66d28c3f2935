import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import TestSupport
import Testing

@Suite struct SiteFlowTests {
    @Test(arguments: UInt64(1)...6)
    func aRestoredFlowContinuesAsIfNothingHadHappened(seed: UInt64) throws {
        var rules = AlertRules()
        rules.minimumLearned = 5
        rules.criticalStayHours = 0.5
        let steps = RandomStream.steps(seed: seed)
        var whole = FlowRun(smallSite(rules: rules))
        var cut = FlowRun(smallSite(rules: rules))
        var random = SeededRandom(seed)
        for step in steps {
            whole.take(step)
            cut.take(step)
            guard Int.random(in: 0..<40, using: &random) == 0 else { continue }
            let before = cut.bytes
            try cut.restart()
            #expect(cut.bytes == before, "seed \(seed)")
        }
        #expect(cut.bytes == whole.bytes, "seed \(seed)")
        #expect(cut.output.predictions == whole.output.predictions, "seed \(seed)")
        #expect(cut.output.transitions == whole.output.transitions, "seed \(seed)")
        #expect(cut.output.quality == whole.output.quality, "seed \(seed)")
        #expect(cut.output.dischargeForecasts == whole.output.dischargeForecasts, "seed \(seed)")
        #expect(cut.output.settledVisits == whole.output.settledVisits, "seed \(seed)")
        #expect(cut.output.settledKPIs == whole.output.settledKPIs, "seed \(seed)")
        #expect(cut.flow.liveKPIs() == whole.flow.liveKPIs(), "seed \(seed)")
        #expect(cut.flow.liveVisits() == whole.flow.liveVisits(), "seed \(seed)")
        #expect(!whole.output.transitions.isEmpty, "seed \(seed)")
        #expect(!whole.output.quality.isEmpty, "seed \(seed)")
    }

    private func restored(_ bytes: [UInt8]) throws(StateError) -> SiteFlow {
        var reader = StateReader(bytes)
        let parts = try StateParts(from: &reader)
        return try SiteFlow(site: smallSite(), seed: 7, restoring: parts)
    }

    @Test(arguments: UInt64(1)...3)
    func damagedStateIsAnErrorAndNeverATrap(seed: UInt64) {
        var run = FlowRun(smallSite())
        for step in RandomStream.steps(seed: seed, visits: 12, days: 1) { run.take(step) }
        let bytes = run.bytes
        var random = SeededRandom(seed)
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
            #expect(throws: StateError.self, "cut at \(length)") { try restored(Array(bytes[..<length])) }
        }
        for _ in 0..<60 {
            var mutated = bytes
            let place = Int.random(in: 0..<min(4_000, mutated.count), using: &random)
            mutated[place] = UInt8.random(in: .min ... .max, using: &random)
            _ = try? restored(mutated)
        }
    }

    @Test func aVisitIsPredictedBeforeItIsLearnedAndLearnedOnce() {
        var run = FlowRun(smallSite())
        for number in Int64(0)..<40 {
            run.apply(event(.register, "V\(number)", number * 10, "ED", age: Int(number), acuity: 3))
            run.apply(event(.admit, "V\(number)", number * 10 + 3, "AMU", "bed \(number)"))
            #expect(run.flow.stays.learned(.department) == Int(number) + 1)
            #expect(run.flow.stays.learned(.inpatient) == Int(number))
            let admission = run.output.predictions.last
            #expect(admission?.stage == .admission)
            #expect(admission?.forecast?.learned == (number == 0 ? nil : number))
            run.apply(event(.discharge, "V\(number)", number * 10 + 6))
            run.apply(event(.cancelDischarge, "V\(number)", number * 10 + 7))
            run.apply(event(.discharge, "V\(number)", number * 10 + 8))
        }
        #expect(run.flow.stays.learned(.department) == 40)
        #expect(run.flow.stays.learned(.inpatient) == 40)
        #expect(run.output.predictions.count { $0.stage == .arrival } == 40)
    }

    @Test func aDepartureThatIsCancelledAndRepeatedTeachesOnce() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED", acuity: 2))
        run.apply(event(.admit, "V1", 30, "AMU", "1"))
        run.apply(event(.cancelAdmit, "V1", 40))
        run.apply(event(.discharge, "V1", 90))
        #expect(run.flow.stays.learned(.department) == 1)
    }

    @Test func anAcuityThatComesLaterIsATriagePrediction() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED"))
        run.apply(event(.update, "V1", 9, acuity: 2))
        run.apply(event(.update, "V1", 12, acuity: 3))
        #expect(run.output.predictions.map(\.stage) == [.arrival, .triage])
    }
}
