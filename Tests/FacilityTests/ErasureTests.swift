import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import Testing

@Suite struct ErasureTests {
    /// Two closed visits and a patient on the ward.
    private func threePatients() -> FlowRun {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 10, "ED", age: 50))
        run.apply(event(.discharge, "V1", 50))
        run.apply(event(.admit, "V2", 15, "MED", "1", age: 60))
        run.apply(event(.transfer, "V3", 15, "MED", "2"))
        run.apply(event(.discharge, "V3", 55))
        return run
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(text)
    }

    @Test func anErasedPatientLeavesRowsAndStateButNotTheKPIs() throws {
        var run = threePatients()
        let figures = run.flow.liveKPIs()
        let erasure = run.flow.erase(offset: 90) { $0 == "P-V1" }
        #expect(erasure == .erased(visits: 1))
        #expect(run.flow.liveVisits().map(\.visit.key) == ["V2", "V3"])
        #expect(run.flow.liveKPIs() == figures)
        try run.restart()
        #expect(run.flow.liveVisits().map(\.visit.key) == ["V2", "V3"])
        #expect(run.flow.liveKPIs() == figures)
        #expect(!contains(run.bytes, "V1"))
    }

    @Test func anErasedVisitSettlesWithoutARow() {
        var run = threePatients()
        _ = run.flow.erase(offset: 90) { $0 == "P-V1" }
        for hour in Int64(1)...40 { run.heartbeat(monday + .hours(hour)) }
        #expect(run.output.settledVisits.map(\.row.visit.key) == ["V3"])
        #expect(run.flow.visits.visits.keys.sorted() == ["V2"])
    }

    /// The number of a visit is remembered for a week after its row has settled.
    @Test func aSettledVisitIsForgottenToo() {
        var run = threePatients()
        for hour in Int64(1)...40 { run.heartbeat(monday + .hours(hour)) }
        #expect(contains(run.bytes, "V1") && contains(run.bytes, "V3"))
        #expect(run.flow.eraseSettled(offset: 90) { $0 == "V1" } == 1)
        #expect(!contains(run.bytes, "V1") && contains(run.bytes, "V3"))
    }

    @Test func aPatientWhoIsInTheHospitalIsNotErased() {
        let run = threePatients()
        let before = run.bytes
        #expect(run.flow.erase(offset: 90) { $0 == "P-V2" } == .patientIsPresent)
        #expect(run.bytes == before)
    }

    @Test func nobodyToEraseChangesNothing() {
        let run = threePatients()
        let before = run.bytes
        #expect(run.flow.erase(offset: 90) { $0 == "P-V9" } == .erased(visits: 0))
        #expect(run.bytes == before)
    }

    @Test func anErasureIsTheSameWhenTheLogIsReplayed() {
        let first = threePatients()
        let second = threePatients()
        _ = first.flow.erase(offset: 90) { $0 != "P-V2" }
        _ = second.flow.erase(offset: 90) { $0 != "P-V2" }
        #expect(first.bytes == second.bytes)
    }

    /// A sender may call a visit as an erased one would be called; it keeps its name and its row.
    @Test func aVisitNumberLikeAPseudonymEndsNothing() {
        var run = threePatients()
        run.apply(event(.admit, "erased/90/0", 56, "MED", "3"))
        let erasure = run.flow.erase(offset: 90) { $0 == "P-V1" || $0 == "P-V3" }
        #expect(erasure == .erased(visits: 2))
        #expect(run.flow.liveVisits().map(\.visit.key) == ["V2", "erased/90/0"])
        #expect(Set(run.flow.visits.visits.keys) == ["V2", "erased/90/0", "erased/90/1", "erased/90/2"])
    }
}
