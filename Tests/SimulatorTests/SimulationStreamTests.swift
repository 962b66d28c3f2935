import Hospital
import Simulator
import Testing

@Suite struct SimulationStreamTests {
    private func digest(_ configuration: SimulatorConfiguration) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for record in Simulation(configuration) {
            hash = (hash ^ UInt64(bitPattern: record.sentAt.microseconds)) &* 0x100_0000_01B3
            for byte in record.payload { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }

    @Test func sameSeedGivesSameBytesAndAnotherSeedOthers() {
        let one = SimulatorConfiguration(seed: 7, length: .days(2), facilities: 2)
        var other = one
        other.seed = 8
        #expect(digest(one) == digest(one))
        #expect(digest(one) != digest(other))
    }

    @Test func keepingHistoryDoesNotChangeTheBytes() {
        var configuration = SimulatorConfiguration(seed: 3, length: .days(2))
        let plain = digest(configuration)
        configuration.keepsHistory = true
        #expect(digest(configuration) == plain)
    }

    @Test func recordsComeInOrderOfSendingAndEndWithAHeartbeatAtTheEnd() {
        let configuration = SimulatorConfiguration(seed: 5, length: .days(3), facilities: 2)
        let (records, truth) = run(configuration)
        let isOrdered = zip(records, records.dropFirst()).allSatisfy { $0.sentAt <= $1.sentAt }
        #expect(isOrdered)
        let end = configuration.start + .hours(72)
        #expect(records.last == FeedRecord(kind: .heartbeat, facility: "", sentAt: end, payload: []))
        #expect(truth.counts.heartbeats == 3 * 24 * 12)
        #expect(truth.closedThrough == end)
        #expect(Set(records.map(\.facility)) == ["", "RXA", "RXB"])
    }

    @Test func recordsAddUpToTheirFourEnds() {
        let (records, truth) = run(SimulatorConfiguration(seed: 11, length: .days(6), facilities: 2))
        let counts = truth.counts
        #expect(counts.records + counts.heartbeats == records.count)
        #expect(counts.silver + counts.duplicates + counts.quarantined + counts.late == counts.records)
        #expect(min(counts.duplicates, counts.quarantined, counts.late) > 0)
        let share = Double(counts.duplicates) / Double(counts.records)
        #expect((0.003...0.007).contains(share))
    }

    @Test func aPlainReaderCountsWhatTheTruthSays() {
        for seed: UInt64 in [1, 2, 3] {
            let (records, truth) = run(SimulatorConfiguration(seed: seed, length: .days(6)))
            let fold = folded(records)
            #expect(fold.silver == truth.counts.silver, "seed \(seed)")
            #expect(fold.duplicates == truth.counts.duplicates, "seed \(seed)")
            #expect(fold.quarantined == truth.counts.quarantined, "seed \(seed)")
            #expect(fold.late == truth.counts.late, "seed \(seed)")
            #expect(fold.heartbeats == truth.counts.heartbeats, "seed \(seed)")
        }
    }

    @Test func aPlainReaderAgreesUnderHeavyFaultsToo() {
        let faults = FaultRates(
            duplicate: 0.1,
            outOfOrder: 0.2,
            late: 0.2,
            veryLate: 0.05,
            malformed: 0.1,
            reusedControlID: 0.05
        )
        for seed: UInt64 in [51, 52] {
            let (records, truth) = run(SimulatorConfiguration(seed: seed, length: .days(5), faults: faults))
            let fold = folded(records)
            let found = [fold.silver, fold.duplicates, fold.quarantined, fold.late]
            let counts = truth.counts
            let expected = [counts.silver, counts.duplicates, counts.quarantined, counts.late]
            #expect(found == expected, "seed \(seed)")
            #expect(fold.visits.values.allSatisfy { !$0.hasOrderError }, "seed \(seed)")
        }
    }

    @Test func withoutFaultsThereIsOnlySilverAndTheSamePatients() {
        var configuration = SimulatorConfiguration(seed: 13, length: .days(4), keepsHistory: true)
        let spoiled = run(configuration).truth
        configuration.faults = .none
        let clean = run(configuration).truth
        #expect(clean.counts.silver == clean.counts.records)
        #expect(clean.kpis == spoiled.kpis)
    }

    @Test func aStreamOfNEventsHasNOriginals() {
        let configuration = SimulatorConfiguration(seed: 2, length: .events(5_000), faults: .none)
        let counts = run(configuration).truth.counts
        #expect(counts.records == 5_000)
    }

    @Test func memoryFollowsOpenVisitsNotHistory() {
        var simulation = Simulation(SimulatorConfiguration(seed: 4, length: .days(60)))
        var peakEarly = 0
        var peakLate = 0
        var number = 0
        while simulation.next() != nil {
            number += 1
            guard number.isMultiple(of: 50) else { continue }
            let load = simulation.load
            let size = load.openVisits + load.recordsUnderway + load.agendaEntries
            if number < 60_000 { peakEarly = max(peakEarly, size) } else { peakLate = max(peakLate, size) }
        }
        #expect(number > 120_000)
        #expect(peakLate < 4_000)
        #expect(Double(peakLate) < 1.4 * Double(peakEarly))
    }

    @Test(arguments: [30.0, 900.0])
    func aQuietOrFloodedHospitalStillRunsInBounds(arrivalsPerDay: Double) {
        var simulation = Simulation(
            SimulatorConfiguration(seed: 4, length: .days(20), arrivalsPerDay: arrivalsPerDay)
        )
        var peak = 0
        while simulation.next() != nil { peak = max(peak, simulation.load.openVisits) }
        #expect(peak < 1_600)
    }
}
