import Foundation
import Testing

extension EndToEnd {
    /// Attendances of real and published data sets, where they are on this machine; they are not ours to ship.
    @Suite(.enabled(if: Readers.areThere, "WARDFLOW_PYTHON is not set")) struct RealDataTests {
        private struct DataSet: CustomTestStringConvertible {
            var file: String
            var mapping: String
            var visits: Int
            var testDescription: String { mapping }

            /// Where the file lies beside the repository; nil, and a line that says so, where it does not.
            var path: String? {
                let path = "\(Program.repository)/../shared/data/\(file)"
                if FileManager.default.fileExists(atPath: path) { return path }
                print("skipped: the river on \(file), which is not at ../shared/data")
                return nil
            }
        }

        @Test(arguments: [
            DataSet(file: "AED4weeks.csv", mapping: "aed4weeks", visits: 8_779),
            DataSet(file: "sem_malmo_ed.csv.gz", mapping: "malmo", visits: 53_265),
        ]) private func goldCountsWhatTheFileHolds(data: DataSet) throws {
            guard let path = data.path else { return }
            let workspace = try Workspace()
            let mapping = "\(Program.repository)/sample-streams/mappings/\(data.mapping).yaml"
            let feed = try Program.run([
                "feed", "--attendances", path, "--mapping", mapping, "--to", workspace.log(),
            ])
            feed.expect(code: 0, naming: ["\(data.visits) visits", "0 malformed"])
            let summary = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(summary.silver == summary.records)
            let checked = try Readers.check("attendances.py", [data.mapping, path, workspace.file("lake")])
            #expect(checked["visits"] == Double(data.visits))
            #expect(checked["hours", default: 0] > 500)
        }

        @Test func aMalformedRowIsQuarantinedAndTheOthersAreNot() throws {
            let workspace = try Workspace()
            let csv = """
                ID,Age,Day,DayofWeek,Period,LoS,HRG
                V1,40,1,Monday,9,100,VB
                V2,forty,1,Monday,x,100,VB
                V3,50,1,Monday,10,300,VB
                V4
                """
            let feed = try attend(workspace, csv, "aed4weeks")
            feed.expect(code: 1, naming: ["4 rows", "2 visits", "2 malformed"])
            #expect(!feed.errors.contains("forty"))
            let summary = try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            #expect(summary.quarantined == 2)
            #expect(summary.silver == 4)
        }

        @Test(arguments: [
            ("visit: { column: ID }", "visit: { column: Number }", "Number"),
            ("visit: { column: ID }", "vizit: { column: ID }", "vizit"),
            ("facility: { constant: AED }", "", "facility"),
            ("  first_day: 1", "  first_day: [1]", "first_day"),
        ]) func aFaultInTheMappingIsNamedAndExitsWith78(old: String, new: String, word: String) throws {
            let workspace = try Workspace()
            let file = "\(Program.repository)/sample-streams/mappings/aed4weeks.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try #require(text.contains(old))
            let mapping = try workspace.write(text.replacing(old, with: new), to: "mapping.yaml")
            let csv = try workspace.write("ID,Age,Day,Period,LoS,HRG\nV1,40,1,9,100,VB\n", to: "rows.csv")
            let feed = try Program.run([
                "feed", "--attendances", csv, "--mapping", mapping, "--to", workspace.log(),
            ])
            feed.expect(code: 78, naming: [word])
        }

        private func attend(_ workspace: Workspace, _ csv: String, _ mapping: String) throws -> Program.Ending
        {
            try Program.run([
                "feed", "--attendances", workspace.write(csv, to: "rows.csv"), "--mapping",
                "\(Program.repository)/sample-streams/mappings/\(mapping).yaml", "--to", workspace.log(),
            ])
        }
    }
}
