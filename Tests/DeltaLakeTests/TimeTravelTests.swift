import DeltaLake
import Foundation
import Testing

@Suite struct TimeTravelTests {
    /// Versions 0 to 8; version n appends row n; commit files are an hour apart but 5, whose clock ran back.
    private func makeTable(_ folder: TemporaryFolder, interval: Int64 = 3) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, SampleTable.options(interval: interval))
        for number in Int64(1)...8 {
            _ = try SampleTable.append(&table, ids: number..<(number + 1), version: number)
        }
        for version in 0...8 { try setTime(folder, version, version == 5 ? 1 : Self.hour(version)) }
        return table
    }

    private static func hour(_ number: Int) -> Int64 { 1_767_225_600_000 + Int64(number) * 3_600_000 }

    private func setTime(_ folder: TemporaryFolder, _ version: Int, _ time: Int64) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: Double(time) / 1_000)],
            ofItemAtPath: folder.table + "/_delta_log/0000000000000000000\(version).json"
        )
    }

    private func ids(_ folder: TemporaryFolder, asOf time: Int64) throws -> [Int64] {
        try SampleTable.ids(DeltaTable.open(at: folder.table, asOf: time, options: SampleTable.options()))
    }

    @Test(arguments: [Int64(0), 3])
    func everyVersionOpensAsItWas(interval: Int64) throws {
        let folder = try TemporaryFolder()
        _ = try makeTable(folder, interval: interval)
        for version in Int64(0)...8 {
            let table = try DeltaTable.open(
                at: folder.table,
                version: version,
                options: SampleTable.options()
            )
            #expect(table.version == version)
            #expect(try SampleTable.ids(table) == (version == 0 ? [] : Array(1...version)))
        }
    }

    @Test func versionNotWrittenYetOrCleanedUpIsNamedWithTheRange() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        #expect(throws: DeltaError.versionUnavailable(version: 9, oldest: 0, newest: 8, path: folder.table)) {
            try DeltaTable.open(at: folder.table, version: 9)
        }
        _ = try table.cleanLog(before: 4)
        #expect(throws: DeltaError.versionUnavailable(version: 2, oldest: 3, newest: 8, path: folder.table)) {
            try DeltaTable.open(at: folder.table, version: 2)
        }
        #expect(try DeltaTable.open(at: folder.table, version: 4).version == 4)
    }

    @Test func timeChoosesTheNewestVersionUpToIt() throws {
        let folder = try TemporaryFolder()
        _ = try makeTable(folder)
        #expect(try ids(folder, asOf: Self.hour(0)) == [])
        #expect(try ids(folder, asOf: Self.hour(3) - 1) == [1, 2])
        #expect(try ids(folder, asOf: Self.hour(3)) == [1, 2, 3])
        #expect(try ids(folder, asOf: Self.hour(99)) == Array(1...8))
        #expect(throws: DeltaError.timeUnavailable(time: 7, oldest: Self.hour(0), path: folder.table)) {
            try DeltaTable.open(at: folder.table, asOf: 7)
        }
    }

    @Test func clockThatRanBackIsPushedUp() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        #expect(try ids(folder, asOf: Self.hour(4)) == [1, 2, 3, 4])
        #expect(try ids(folder, asOf: Self.hour(4) + 1) == [1, 2, 3, 4, 5])
        #expect(try table.commitTimes(of: 4...6) == [4: Self.hour(4), 5: Self.hour(4) + 1, 6: Self.hour(6)])
    }

    @Test func oldVersionIsReadOnlyAndStaysThere() throws {
        let folder = try TemporaryFolder()
        _ = try makeTable(folder)
        var table = try DeltaTable.open(at: folder.table, version: 4, options: SampleTable.options())
        try table.refresh()
        #expect(table.version == 4)
        let reason = try #require(table.readOnlyReason)
        #expect(throws: reason) { try SampleTable.append(&table, ids: 0..<1, version: 99) }
        #expect("\(reason)".contains("version 4"))
    }

    @Test func historyTellsWhoDidWhatNewestFirst() throws {
        let folder = try TemporaryFolder()
        let table = try makeTable(folder)
        let history = try table.history(limit: 3)
        #expect(history.map(\.version) == [8, 7, 6])
        #expect(history.map(\.timestamp) == [8, 7, 6].map(Self.hour))
        #expect(history[0].info?.operation == "WRITE")
        #expect(history[0].info?.readVersion == 7)
        #expect(try table.history().last?.info?.operation == "CREATE TABLE")
        #expect(try table.history(limit: 0) == [])
        _ = try table.cleanLog(before: 6)
        #expect(try table.history().map(\.version) == [8, 7, 6])
    }
}
