import DeltaLake
import Foundation
import Testing

/// Two processes that commit to one table at the same time.
///
/// `WARDFLOW_RACE_COMMITS=1000` makes it the whole race; unset it is a tenth of that.
@Suite struct TwoProcessTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// Set in a child: its table and the application it commits as.
    private static let childTable = environment["WARDFLOW_RACE_TABLE"]
    private static let commits = Int64(environment["WARDFLOW_RACE_COMMITS"] ?? "") ?? 100

    /// What a child process does; not a test of its own.
    @Test(.enabled(if: childTable != nil))
    func child() throws {
        let path = try #require(Self.childTable)
        let app = try #require(Self.environment["WARDFLOW_RACE_APP"])
        var table = try DeltaTable.open(at: path, options: SampleTable.options(interval: 50))
        for number in 1...Self.commits {
            let id = (app == "b" ? 1_000_000 : 0) + number
            let before: Transaction.Predecessor = number == 1 ? .absent : .exactly(number - 1)
            let result = try SampleTable.append(
                &table,
                ids: id..<id + 1,
                app: app,
                version: number,
                after: before
            )
            guard case .committed = result else {
                Issue.record("commit \(number) of \(app): \(result)")
                return
            }
        }
    }

    @Test(.enabled(if: childTable == nil))
    func twoProcessesLoseNoCommit() throws {
        let folder = try TemporaryFolder()
        _ = try SampleTable.create(folder.table)
        let children = try ["a", "b"].map { app in
            let process = Process()
            // This test program itself, with another environment.
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = ["--testing-library", "swift-testing", "--filter", "TwoProcessTests"]
            process.environment = Self.environment.merging(
                ["WARDFLOW_RACE_TABLE": folder.table, "WARDFLOW_RACE_APP": app]
            ) { $1 }
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            return process
        }
        for child in children {
            child.waitUntilExit()
            #expect(child.terminationStatus == 0)
        }
        let table = try DeltaTable.open(at: folder.table, options: SampleTable.options())
        #expect(table.version == 2 * Self.commits)
        #expect(table.transactionVersion("a") == Self.commits)
        #expect(table.transactionVersion("b") == Self.commits)
        let expected = Array(1...Self.commits)
        #expect(try SampleTable.ids(table) == expected + expected.map { $0 + 1_000_000 })
        let versions = try table.history().map(\.version)
        #expect(versions == Array((0...2 * Self.commits).reversed()))
    }
}
