import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import Testing

@Suite struct AlertTests {
    @Test func waitingThreeAndAHalfHoursRaisesFromAHeartbeatAndLeavingClears() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED"))
        run.heartbeat(monday + .minutes(209))
        #expect(run.steps(.imminentBreach).isEmpty)
        run.heartbeat(monday + .minutes(215))
        #expect(run.steps(.imminentBreach) == ["raised 03:30"])
        #expect(run.flow.gauges().waitingOver210 == 1)
        run.apply(event(.discharge, "V1", 230))
        #expect(run.steps(.imminentBreach) == ["raised 03:30", "cleared 03:50"])
        #expect(run.flow.alerts.open.isEmpty)
    }

    @Test func identifiersDoNotDependOnHowOftenTheLogBeats() {
        func identifiers(_ beat: Int64) -> [String] {
            var run = FlowRun(smallSite())
            run.apply(event(.register, "V1", 0, "ED"))
            run.apply(event(.register, "V2", 2, "ED"))
            for minute in stride(from: beat, through: 300, by: Int(beat)) {
                run.heartbeat(monday + .minutes(minute))
            }
            return run.output.transitions.filter { $0.alert.state == .raised }.map(\.alert.id)
        }
        #expect(identifiers(1).count == 2)
        #expect(identifiers(1) == identifiers(100))
        #expect(Set(identifiers(1)).count == 2)
    }

    @Test func aFullWardRaisesOnceAndClearsBelowTheLowerLimit() {
        var rules = AlertRules()
        rules.occupancyLeavePercent = 80
        var run = FlowRun(smallSite(rules: rules))
        for number in Int64(0)..<19 { run.apply(event(.admit, "V\(number)", number, "MED", "bed \(number)")) }
        #expect(run.steps(.wardOccupancy) == ["raised 00:18"])
        run.apply(event(.discharge, "V0", 30))
        run.apply(event(.admit, "V30", 31, "MED", "bed 30"))
        run.apply(event(.discharge, "V1", 32))
        run.apply(event(.discharge, "V2", 33))
        #expect(run.steps(.wardOccupancy) == ["raised 00:18"])
        run.apply(event(.discharge, "V3", 34))
        #expect(run.steps(.wardOccupancy) == ["raised 00:18", "cleared 00:34"])
        #expect(run.output.transitions.map(\.alert.id).uniqueCount == 1)
    }

    /// A flow whose admission model knows long stays only, and a new admission at minute 0 of Tuesday.
    private func criticalRun() -> FlowRun {
        var rules = AlertRules()
        rules.criticalStayHours = 2
        rules.criticalStay = .probability(0.5)
        rules.minimumLearned = 10
        var run = FlowRun(smallSite(rules: rules))
        for number in Int64(0)..<30 {
            run.apply(event(.admit, "T\(number)", number * 5, "MED", "bed \(number)", age: 70))
            run.apply(event(.discharge, "T\(number)", number * 5 + 200))
        }
        run.output = FlowOutput()
        run.apply(event(.admit, "V1", 1_440, "MED", "bed 1", age: 70))
        return run
    }

    @Test func aCriticalStayIsRaisedOnceAndClearedByTheDischarge() {
        var run = criticalRun()
        #expect(run.steps(.criticalRisk) == ["raised 00:00"])
        run.heartbeat(monday + .minutes(1_470))
        #expect(run.steps(.criticalRisk).count == 1)
        run.apply(event(.discharge, "V1", 1_500))
        #expect(run.steps(.criticalRisk) == ["raised 00:00", "cleared 01:00"])
    }

    @Test func anOpenAlertIsShownWhereThePatientIsNow() {
        var run = criticalRun()
        run.apply(event(.transfer, "V1", 1_450, "SUR", "bed 9"))
        #expect(run.steps(.criticalRisk) == ["raised 00:00"])
        #expect(run.flow.alertsNow.filter { $0.rule == .criticalRisk }.map(\.ward) == ["SUR"])
        #expect(run.flow.alertsNow.filter { $0.rule == .criticalRisk }.map(\.bed) == ["bed 9"])
        #expect(run.output.transitions.filter { $0.alert.rule == .criticalRisk }.map(\.alert.ward) == ["MED"])
    }

    /// A patient who reached three and a half hours at 03:30; the log beats once since.
    private func waitingRun() -> FlowRun {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED"))
        run.heartbeat(monday + .minutes(211))
        return run
    }

    @Test func anImminentBreachNobodyTakesNoteOfEscalatesAfterTenMinutes() {
        var run = waitingRun()
        run.heartbeat(monday + .minutes(219))
        #expect(run.steps(.imminentBreach) == ["raised 03:30"])
        run.heartbeat(monday + .minutes(240))
        #expect(run.steps(.imminentBreach) == ["raised 03:30", "escalated 03:40"])
        run.apply(event(.transfer, "V1", 250, "AMU", "1"))
        #expect(run.steps(.imminentBreach).last == "cleared 04:10")
    }

    @Test func anAcknowledgedAlertDoesNotEscalateAndNamesTheActor() throws {
        var run = waitingRun()
        let identifier = try #require(run.output.transitions.last?.alert.id)
        let known = [("unknown", "sister"), (identifier, "sister"), (identifier, "other")].map {
            run.flow.acknowledge(alert: $0, actor: $1, offset: 90)
        }
        #expect(known == [false, true, true])
        #expect(run.flow.output.transitions.map(\.actor) == ["sister"])
        run.heartbeat(monday + .minutes(240))
        #expect(run.steps(.imminentBreach) == ["raised 03:30", "acknowledged 03:31"])
    }

    @Test func cancellingAnAdmissionClearsItsAlert() {
        var run = criticalRun()
        run.apply(event(.cancelAdmit, "V1", 1_445))
        #expect(run.steps(.criticalRisk) == ["raised 00:00", "cleared 00:05"])
    }

    @Test func aLikelyBreachIsRaisedOnceTheModelHasLearnedEnough() {
        var rules = AlertRules()
        rules.minimumLearned = 20
        rules.likelyBreach = .probability(0.7)
        var run = FlowRun(smallSite(rules: rules))
        for number in Int64(0)..<60 {
            run.apply(event(.register, "V\(number)", number * 20, "ED", age: 80, acuity: 3))
            if number >= 13 { run.apply(event(.discharge, "V\(number - 13)", number * 20 + 1)) }
        }
        let raised = run.output.transitions.filter {
            $0.alert.rule == .likelyBreach && $0.alert.state == .raised
        }
        #expect(!raised.isEmpty)
        #expect(raised.allSatisfy { $0.alert.value >= 0.7 })
        #expect(raised.map(\.alert.id).uniqueCount == raised.count)
        #expect((raised.first?.at ?? monday) > monday + .minutes(33 * 20 - 1))
    }
}

extension [String] {
    fileprivate var uniqueCount: Int { Set(self).count }
}
