import Facility
import Foundation
import Hospital
import PatientFlow
import Testing

/// `docs/kpis.md` tells of exactly the KPIs the code declares.
@Suite struct KPIDocsTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/kpis.md")

    @Test func theTableOfValuesHasEveryKPIWithItsClassAndGrain() throws {
        let lines = try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n")
        let head = try #require(lines.firstIndex(of: "| kpi | class | grain, scope | value |"))
        var told: [String] = []
        for line in lines[(head + 2)...].prefix(while: { $0.hasPrefix("|") }) {
            let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            let grain = cells[2].prefix { $0 != "," }
            for id in cells[0].split(separator: ",") {
                told.append("\(id.drop { $0 == " " }) \(cells[1]) \(grain)")
            }
        }
        let declared = KPINames.all.map { "\($0.id) \($0.kind.rawValue) \($0.grain.rawValue)" }
        #expect(told.sorted() == declared.sorted())
    }
}
