import DeltaLake
import Parquet
import Storage
import Testing

@Suite struct VerifyTests {
    private func table(_ folder: TemporaryFolder) throws -> DeltaTable {
        var table = try SampleTable.create(folder.table, configuration: SampleTable.vectors)
        for number in Int64(0)..<3 {
            _ = try SampleTable.append(&table, ids: number * 10..<number * 10 + 10, version: number)
        }
        try table.erase(matching: RowFilter([.init("id", .equals(.int64(5)))]), by: "t", reason: "t")
        return table
    }

    @Test func soundTableHasCountsAndNoProblems() throws {
        let folder = try TemporaryFolder()
        let report = try table(folder).verify(readsRows: true)
        #expect(report.problems == [])
        #expect(report.files == 3)
        #expect(report.rows == 29)
        #expect(report.rowsDeleted == 1)
        #expect(report.bytes > 0)
        #expect(report.version == 4)
    }

    @Test func missingAndCutFilesAreNamedOneByOne() throws {
        let folder = try TemporaryFolder()
        let table = try table(folder)
        let storage = LocalStorage()
        let names = folder.files()
        let second = "\(folder.table)/\(names[1])"
        let bytes = try storage.get(second)
        try storage.delete("\(folder.table)/\(names[0])")
        try storage.delete(second)
        try storage.putNew(Array(bytes.prefix(bytes.count - 7)), at: second, durably: false)
        let problems = try table.verify().problems
        #expect(Set(problems.map(\.path)) == Set(names.prefix(2)))
        #expect(problems.filter { $0.reason.contains("vacuumed") }.count == 1)
    }

    @Test func checksumThatDiffersFromTheLogIsAProblem() throws {
        let folder = try TemporaryFolder()
        var options = SampleTable.options()
        options.writesChecksums = true
        var table = try SampleTable.create(folder.table, options)
        _ = try SampleTable.append(&table, ids: 0..<5, version: 1)
        #expect(try table.verify().hadChecksum)
        #expect(try table.verify().problems == [])
        let path = "\(folder.table)/_delta_log/00000000000000000001.crc"
        let text = String(decoding: try LocalStorage().get(path), as: UTF8.self)
        let changed = text.replacing("\"numFiles\":1", with: "\"numFiles\":2")
        #expect(changed != text)
        try LocalStorage().delete(path)
        try LocalStorage().putNew(Array(changed.utf8), at: path, durably: false)
        #expect(try table.verify().problems.count == 1)
    }
}
