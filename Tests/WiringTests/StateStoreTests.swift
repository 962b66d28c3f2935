import Wiring
import EventLog
import Lake
import Foundation
import Hospital
import Pipeline
import Simulator
import Testing

@Suite struct StateStoreTests {
    enum Damage: CaseIterable {
        case none, truncated, flipped, olderForm, empty, removed
    }

    private func spoil(_ file: String, _ damage: Damage) throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        switch damage {
        case .none: return
        case .truncated: bytes.removeLast(bytes.count / 3)
        case .flipped: bytes[bytes.count / 2] ^= 0x10
        case .olderForm: bytes[7] = UInt8(ascii: "7")
        case .empty: bytes = []
        case .removed:
            try FileManager.default.removeItem(atPath: file)
            return
        }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
    }

    private func snapshots(_ lake: String) throws -> [String] {
        let folder = "\(lake)/_wardflow/adt-adt"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".manifest")
        }
        .sorted { offset($0) > offset($1) }.map { "\(folder)/\($0)" }
    }

    private func offset(_ name: String) -> Int { Int(name.split(separator: ".").dropLast().last ?? "") ?? 0 }

    /// Records read again by a run that starts from the snapshots as they are.
    private func replayed(_ log: any EventLog, _ lake: String) throws -> RunSummary {
        try runToEnd(log, lake, try standardConfiguration())
    }

    @Test(arguments: Damage.allCases)
    func aDamagedSnapshotIsPassedOverForTheOneBefore(_ damage: Damage) throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(
            workspace,
            SimulatorConfiguration(seed: 2, length: .events(1_200), arrivalsPerDay: 60),
            partitions: 1
        )
        let lake = workspace.lake("lake")
        var configuration = try standardConfiguration()
        configuration.batchRecords = 200
        configuration.commitMaxRecords = 200
        configuration.snapshotMaxRecords = 200
        let whole = try runToEnd(log, lake, configuration)
        let before = try tablePaths.map { try lines(lake, $0) }
        let files = try snapshots(lake)
        #expect(files.count == 2)
        try spoil(files[0], damage)
        let once = try replayed(log, lake)
        #expect((once.processed == 0) == (damage == .none))
        #expect(once.processed <= 400)
        #expect(once.records == whole.records)
        for file in try snapshots(lake) { try spoil(file, damage) }
        let twice = try replayed(log, lake)
        #expect(twice.processed == (damage == .none ? 0 : try log.endOffsets().reduce(0, +)))
        #expect(twice.outputs["kpi_rows"] == whole.outputs["kpi_rows"])
        #expect(try tablePaths.map { try lines(lake, $0) } == before)
    }

    @Test func aSnapshotOfANewerVersionIsRefusedByName() throws {
        let workspace = try Workspace()
        let (log, _, _) = try simulatedLog(
            workspace,
            SimulatorConfiguration(seed: 2, length: .events(100), arrivalsPerDay: 60),
            partitions: 1
        )
        let lake = workspace.lake("lake")
        try runToEnd(log, lake, try standardConfiguration())
        let file = try #require(snapshots(lake).first)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        bytes[7] = UInt8(ascii: "9")
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let fault = try #require(throws: LakeError.self) { try replayed(log, lake) }
        #expect(fault.description.contains("newer version"))
        #expect(FileManager.default.fileExists(atPath: file))
    }
}
