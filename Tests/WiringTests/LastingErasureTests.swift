import DeltaLake
import EventLog
import Foundation
import Hospital
import Lake
import Testing
import Wiring

/// What was erased is erased from log, tables and state, and nothing brings it back.
@Suite struct LastingErasureTests {
    @Test func everyIdentifierOfThePersonCounts() throws {
        let scene = try ErasureScene()
        try scene.run()
        #expect(try scene.visits() == ["VISIT1", "VISIT2", "VISIT3", "VISIT4", "VISIT9"])
        let before = try HospitalLake.tables.map {
            try DeltaTable.open(at: "\(scene.lake())/\($0)").tableProtocol
        }
        let request = try scene.request("M4711")
        #expect(try scene.subject(request).numbers == ["M4711", "9990001111", "OLD17"])
        #expect(try scene.forget(request) == .done)
        #expect(try scene.stateWithTraces() == [])
        #expect(try scene.eraseRecords(request) == .init(records: 12, isErased: true))
        #expect(try scene.logRecordsWithTraces() == 0)
        try scene.eraseTables(request)
        #expect(try scene.tablesWithTraces() == [])
        #expect(try scene.visits() == ["VISIT9"])
        let after = try HospitalLake.tables.map {
            try DeltaTable.open(at: "\(scene.lake())/\($0)").tableProtocol
        }
        #expect(before == after, "whoever read a table before reads it now")

        // Going on, and asking again, brings nothing back and finds nothing.
        try scene.run()
        #expect(try scene.tablesWithTraces() == [])
        #expect(try scene.forget(request) == .done)
        #expect(try scene.eraseRecords(request).records == 0)
        #expect(try scene.eraseTables(request) == 0)
    }

    @Test(arguments: [true, false]) func aNewLakeFromTheSameLogHasNothing(canErase: Bool) throws {
        let scene = try ErasureScene(canErase: canErase)
        try scene.run()
        let request = try scene.request("OLD17")
        #expect(try scene.forget(request) == .done)
        #expect(try scene.eraseRecords(request) == .init(records: 12, isErased: canErase))
        try scene.eraseTables(request)
        #expect(try scene.logRecordsWithTraces() == (canErase ? 0 : 12))
        try scene.run("new")
        #expect(try scene.tablesWithTraces("new") == [])
        #expect(try scene.stateWithTraces("new") == [])
        #expect(try scene.visits("new") == ["VISIT9"])
    }

    @Test(arguments: [true, false]) func aReplayAfterLostStateAndKeyBringsNothingBack(canErase: Bool) throws {
        let scene = try ErasureScene(canErase: canErase)
        try scene.run()
        let request = try scene.request("M4711")
        #expect(try scene.forget(request) == .done)
        _ = try scene.eraseRecords(request)
        try scene.eraseTables(request)
        try FileManager.default.removeItem(atPath: "\(scene.lake())/_wardflow")
        _ = try scene.log.append([ErasureScene.adt("A08", "C99", "20260105120500", "NEIGHBOUR", "VISIT9")])
        try scene.run()
        #expect(try scene.tablesWithTraces() == [])
        #expect(try scene.stateWithTraces() == [])
        #expect(try scene.visits() == ["VISIT9"])
    }

    /// The log keeps a week, bronze all: what was erased is not read from bronze either, even before it has left there.
    @Test func aReplayFromBronzePassesOverWhatIsNotYetErasedThere() throws {
        let scene = try ErasureScene(canErase: false)
        try scene.run()
        let request = try scene.request("M4711")
        #expect(try scene.forget(request) == .done)
        _ = try scene.eraseRecords(request)
        try scene.run()
        try scene.log.trim(below: [14])
        #expect(try scene.log.firstOffsets()[0] > 10)
        try FileManager.default.removeItem(atPath: "\(scene.lake())/_wardflow")
        _ = try scene.log.append([ErasureScene.adt("A08", "C99", "20260105120500", "NEIGHBOUR", "VISIT9")])
        try scene.run()
        #expect(try scene.visits() == ["VISIT9"])
        #expect(try scene.stateWithTraces() == [])
    }

    /// Whatever step was the last before a crash, asking again does the rest.
    @Test(arguments: 0...3) func anErasureThatWasCutOffIsFinishedByAskingAgain(steps: Int) throws {
        let scene = try ErasureScene()
        try scene.run()
        let request = try scene.request("M4711")
        if steps == 0 {
            _ = try scene.live.announce(
                request,
                try scene.subject(request),
                receivedAt: receivedAt.microseconds
            )
        }
        if steps > 0 { #expect(try scene.forget(request) == .done) }
        if steps > 1 { _ = try scene.eraseRecords(request) }
        if steps > 2 {
            // Gold goes first, bronze last.
            let subject = try scene.subject(request)
            for path in HospitalLake.tables.reversed() where !path.hasPrefix("bronze") {
                var table = try DeltaTable.open(at: "\(scene.lake())/\(path)")
                _ = try LakeErasure.erase(request, subject, in: &table, path: path, purges: true)
            }
        }
        try scene.run()
        #expect(try scene.forget(request) == .done)
        _ = try scene.eraseRecords(request)
        try scene.eraseTables(request)
        #expect(try scene.logRecordsWithTraces() == 0)
        #expect(try scene.tablesWithTraces() == [])
        #expect(try scene.stateWithTraces() == [])
        try scene.run("new")
        #expect(try scene.tablesWithTraces("new") == [])
    }

    /// `0000000000` and `UNKNOWN` stand where a sender has no number: the first is nobody's, the second joins strangers.
    @Test func anIdentifierOfSeveralPeopleIsRefused() throws {
        let scene = try ErasureScene(more: [
            ErasureScene.adt("A04", "D1", "20260105114100", "0000000000~M4711~UNKNOWN", "VISIT1"),
            ErasureScene.adt("A03", "D2", "20260105114200", "0000000000~M4711~UNKNOWN", "VISIT1"),
            ErasureScene.adt(
                "A04",
                "D3",
                "20260105114300",
                "0000000000~OTHER~UNKNOWN",
                "VISIT7",
                born: "19510203"
            ),
            ErasureScene.adt(
                "A03",
                "D4",
                "20260105114400",
                "0000000000~OTHER~UNKNOWN",
                "VISIT7",
                born: "19510203"
            ),
        ])
        try scene.run()
        let end = try scene.log.endOffsets()
        let error = #expect(throws: LakeError.self) { try scene.subject(try scene.request("M4711")) }
        #expect(error?.description.contains("--exact") == true)
        #expect(error?.description.contains("M4711") == false)
        #expect(try scene.log.endOffsets() == end)

        let exact = try scene.request("M4711", "9990001111", "OLD17", exact: true)
        #expect(try scene.forget(exact) == .done)
        _ = try scene.eraseRecords(exact)
        try scene.eraseTables(exact)
        #expect(try scene.tablesWithTraces(of: ["M4711", "9990001111", "OLD17"]) == [])
        #expect(try scene.visits().contains("VISIT7"))
    }

    @Test func aPatientWhoIsThereIsRefusedAndNothingIsErased() throws {
        let back = ErasureScene.adt("A04", "D1", "20260105120500", "OLD17", "VISIT5")
        let scene = try ErasureScene(more: [back])
        try scene.run()
        let request = try scene.request("M4711")
        let present: LiveErasure.Verdict?
        do {
            present = try scene.forget(request)
        } catch LakeError.erasureRefused {
            present = nil
        }
        if let present {
            guard case .refused(let reason) = present else {
                Issue.record("\(present)")
                return
            }
            #expect(reason.hasPrefix("patient_present"))
        }
        try scene.run("new")
        #expect(try scene.visits("new").contains("VISIT5"))
    }

    // MARK: The key

    @Test func theDigestIsKeyedAndTheKeyIsItsOwnersAlone() throws {
        let scene = try ErasureScene()
        try scene.run()
        let path = "\(scene.lake())/_wardflow/erasure.key"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let key = try LakeSecret.load(lake: scene.lake())
        #expect(key.count == 32)
        #expect(try LakeSecret.load(lake: scene.lake()) == key)
        #expect(try LakeSecret.load(lake: scene.lake("other")) != key)
        _ = try scene.forget(try scene.request("M4711"))
        let command = try #require(try scene.logRecords().last { $0.kind == .command })
        let text = String(decoding: command.payload, as: UTF8.self)
        for number in ["M4711", "9990001111", "OLD17"] { #expect(!text.contains(unkeyed(number))) }
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: LakeError.self) { try LakeSecret.load(lake: scene.lake()) }
    }

    /// As releases before the key made it.
    private func unkeyed(_ patient: String) -> String {
        let parts = ["RXA", patient].map { Array($0.utf8) }.map { ContentHash.hash($0, 0..<$0.count) }
        return StableHash.hexadecimal(ContentHash.combine(parts[0], parts[1]))
    }

    @Test func aRequestOfAnEarlierReleaseIsHonoured() throws {
        let scene = try ErasureScene()
        let payload = """
            {"actor":"DPO","body":{"patient":["\(unkeyed("OLD17"))"]},"id":"c-1","kind":"erase_patient",\
            "scope":{"site":"RXA"}}
            """
        _ = try scene.log.append([record(.command, Array(payload.utf8))])
        try scene.run()
        #expect(try scene.visits() == ["VISIT1", "VISIT2", "VISIT3", "VISIT9"])
        #expect(try rows(scene.lake(), "silver/commands").map { $0["verdict"] } == ["done"])
    }
}
