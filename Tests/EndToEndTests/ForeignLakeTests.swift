import Foundation
import Testing

extension EndToEnd {
    /// A lake that is not this run's is refused and left as it was.
    @Suite struct ForeignLakeTests {
        private func refuse(
            _ workspace: Workspace,
            log: String,
            naming words: [String],
            at location: SourceLocation = #_sourceLocation
        ) throws {
            let lake = workspace.file("lake")
            let before = try workspace.fingerprint(lake)
            let ending = try Program.run(["run", "--log", log, "--lake", lake, "--until-end", "--json"])
            ending.expect(code: 2, naming: words, at: location)
            #expect(try workspace.fingerprint(lake) == before, sourceLocation: location)
        }

        private func workspace(days: Int = 1) throws -> Workspace {
            let workspace = try Workspace()
            try Program.feed(seed: 1, days: days, to: workspace.log())
            return workspace
        }

        @Test func aFolderWithOtherFilesIsLeftAlone() throws {
            let workspace = try workspace()
            try workspace.write("my thesis", to: "lake/thesis.tex")
            try refuse(workspace, log: workspace.log(), naming: ["lake"])
        }

        @Test(arguments: ["bronze/messages", "gold/kpis"]) func otherFilesWhereATableBelongsAreLeftAlone(
            table: String
        ) throws {
            let workspace = try workspace()
            try workspace.write("notes", to: "lake/\(table)/notes.txt")
            try refuse(workspace, log: workspace.log(), naming: [table])
        }

        @Test func aDamagedTableIsNamedAndLeftAlone() throws {
            let workspace = try workspace()
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            try workspace.write("{not json", to: "lake/gold/alerts/_delta_log/00000000000000000001.json")
            try FileManager.default.removeItem(atPath: workspace.file("lake/_wardflow"))
            let lake = workspace.file("lake")
            let ending = try Program.run(["run", "--log", workspace.log(), "--lake", lake, "--until-end"])
            ending.expect(code: 2, naming: ["gold/alerts"])
        }

        @Test(arguments: [1, 3]) func aLakeOfAnotherLogIsLeftAlone(days: Int) throws {
            let workspace = try workspace(days: 2)
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            try Program.feed(seed: 2, days: days, to: workspace.log("other"))
            try refuse(workspace, log: workspace.log("other"), naming: ["lake"])
        }

        @Test func aLogThatWasMadeAnewIsNotTakenForTheOldOne() throws {
            let workspace = try workspace(days: 2)
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            try FileManager.default.removeItem(atPath: workspace.file("log"))
            try Program.feed(seed: 9, days: 3, to: workspace.log())
            try refuse(workspace, log: workspace.log(), naming: ["lake"])
        }

        @Test func aLogThatWasMovedIsStillTheSame() throws {
            let workspace = try workspace()
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            try FileManager.default.moveItem(atPath: workspace.file("log"), toPath: workspace.file("moved"))
            let summary = try Program.summary(log: workspace.log("moved"), lake: workspace.file("lake"))
            #expect(summary.processed == 0)
        }
    }
}
