import DeltaLake
import Storage
import Testing

@Suite struct ConcurrencyTests {
    /// Commits `count` files as application `app` and returns the versions they became.
    private static func write(_ count: Int64, as app: String, to path: String, from first: Int64) throws
        -> [Int64]
    {
        var table = try DeltaTable.open(at: path, options: SampleTable.options(interval: 50))
        var versions: [Int64] = []
        for number in 0..<count {
            let result = try SampleTable.append(
                &table,
                ids: (first + number)..<(first + number + 1),
                app: app,
                version: number,
                after: number == 0 ? .absent : .exactly(number - 1)
            )
            guard case .committed(let version) = result else {
                Issue.record("commit \(number) of \(app): \(result)")
                break
            }
            versions.append(version)
        }
        return versions
    }

    @Test func twoHandlesWithTwoHundredCommitsEachLoseNone() async throws {
        let folder = try TemporaryFolder()
        let path = folder.table
        _ = try SampleTable.create(path)
        async let left = Task.detached { try Self.write(200, as: "left", to: path, from: 0) }.value
        async let right = Task.detached { try Self.write(200, as: "right", to: path, from: 200) }.value
        let versions = try await (left + right)
        #expect(Set(versions) == Set(1...400))
        let table = try DeltaTable.open(at: path, options: SampleTable.options())
        #expect(table.version == 400)
        #expect(table.transactionVersions == ["left": 199, "right": 199])
        #expect(try SampleTable.ids(table) == Array(0..<400))
        // Checkpoints of both handles tell the same as the commits alone.
        let storage = LocalStorage()
        for name in try storage.list(path + "/_delta_log") where name.contains("checkpoint") {
            try folder.removeLog(name)
        }
        let replayed = try DeltaTable.open(at: path, options: SampleTable.options())
        #expect(replayed.files.keys.sorted() == table.files.keys.sorted())
    }

    @Test func twoOwnersOfOneApplicationNeverBothCommitTheSameProgress() async throws {
        let folder = try TemporaryFolder()
        let path = folder.table
        _ = try SampleTable.create(path)
        let owner: @Sendable () throws -> Int = {
            var table = try DeltaTable.open(at: path, options: SampleTable.options())
            var wins = 0
            while true {
                let next = (table.transactionVersion("app") ?? -1) + 1
                if next >= 100 { return wins }
                switch try SampleTable.append(&table, ids: next..<(next + 1), version: next) {
                case .committed: wins += 1
                case .conflict: try table.refresh()
                }
            }
        }
        async let left = Task.detached { try owner() }.value
        async let right = Task.detached { try owner() }.value
        #expect(try await left + right == 100)
        let table = try DeltaTable.open(at: path, options: SampleTable.options())
        #expect(try SampleTable.ids(table) == Array(0..<100))
        #expect(folder.files().count == 100)
    }
}
