import DeltaLake
import Foundation
import Testing

/// When checkpoints are written, and that they may be written beside commits.
@Suite struct CadenceTests {
    private func checkpoints(_ folder: TemporaryFolder) -> [Int] {
        folder.files(includingLog: true).filter { $0.hasSuffix(".checkpoint.parquet") }
            .compactMap { Int($0.dropFirst("_delta_log/".count).prefix(20)) }
    }

    @Test func largeTablesAreCheckpointedLessOften() throws {
        let folder = try TemporaryFolder()
        try folder.writeLog(OpenTests.zero, OpenTests.protocolLine + "\n" + OpenTests.metadataLine + "\n")
        let many = (0..<300).map { CheckpointForms.add("f\($0)") }.joined(separator: "\n")
        try folder.writeLog(CheckpointForms.name(1, "json"), many)
        var table = try DeltaTable.open(at: folder.table, options: SampleTable.options(interval: 1))
        for version in Int64(2)...9 {
            var transaction = Transaction()
            transaction.setTransaction("app", version: version)
            #expect(try table.commit(transaction) == .committed(version: version))
        }
        #expect(checkpoints(folder) == [4, 8], "300 rows are worth 4 commits of 64")
        let opened = try DeltaTable.open(at: folder.table)
        #expect(opened.files.count == 300 && opened.transactionVersion("app") == 9)
    }

    @Test func pendingCheckpointHoldsItsVersionWhileTheTableGoesOn() async throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<3, version: 1)
        let pending = try table.pendingCheckpoint()
        let writing = Task.detached { try pending.write() }
        for version in Int64(2)...5 { _ = try SampleTable.append(&table, ids: 0..<1, version: version) }
        try await writing.value
        #expect(pending.version == 1)
        #expect(checkpoints(folder) == [1])
        try folder.removeLog(OpenTests.zero)
        try folder.removeLog(CheckpointForms.name(1, "json"))
        let opened = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(opened.version == 5 && opened.files.count == 5)
        #expect(try DeltaTable.open(at: folder.table, version: 1).files.count == 1)
    }
}
