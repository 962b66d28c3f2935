/// What housekeeping did to the tables since the start of the process, and what it could not do.
package struct Upkeep: Sendable, Equatable, Codable {
    /// A table that could not be looked after; reading and committing go on.
    package struct Fault: Sendable, Equatable, Codable {
        package var table: String
        package var reason: String

        package init(table: String, reason: String) {
            self.table = table
            self.reason = reason
        }
    }

    /// Rounds over all tables.
    package var rounds = 0
    /// Files that became part of larger ones.
    package var filesMerged = 0
    /// Data files, commits and checkpoints that were kept long enough.
    package var filesCleared = 0
    /// Tables whose last checkpoint or round failed.
    package var faults: [Fault] = []

    package init() {}

    /// Sets or clears what is wrong with `table`.
    package mutating func note(_ table: String, _ reason: String?) {
        faults.removeAll { $0.table == table }
        if let reason { faults.append(Fault(table: table, reason: reason)) }
    }

    private enum CodingKeys: String, CodingKey {
        case rounds, faults
        case filesMerged = "files_merged"
        case filesCleared = "files_cleared"
    }
}
