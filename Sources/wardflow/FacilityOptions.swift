import ArgumentParser
import Foundation

/// Which facility of which lake; for all commands about one facility.
struct FacilityOptions: ParsableArguments {
    @Option(help: "Folder of the tables.")
    var lake: String

    @Option(help: "The facility; may be left out when there is one.")
    var facility: String?

    /// The facility that is meant, of those that are `known`.
    func choose(among known: [String]) throws -> String {
        guard !known.isEmpty else { throw Failure(.usage, "\(lake): the lake has no facility yet") }
        let names = known.sorted()
        let list = names.joined(separator: ", ")
        guard let chosen = facility ?? (names.count == 1 ? names[0] : nil) else {
            throw Failure(.usage, "name a facility with --facility: \(list)")
        }
        guard names.contains(chosen) else {
            throw Failure(.problemsFound, "there is no facility \(chosen); there are \(list)")
        }
        return chosen
    }

    /// Fails unless the folder of the lake is there.
    func requireLake() throws {
        guard FileManager.default.fileExists(atPath: lake) else {
            throw Failure(.usage, "\(lake): no such folder; name the lake with --lake")
        }
    }
}
