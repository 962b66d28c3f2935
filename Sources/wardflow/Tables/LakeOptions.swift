import ArgumentParser
import DeltaLake
import Foundation
import LakeQuery

/// Which lake, and how to print; for all commands about tables.
struct LakeOptions: ParsableArguments {
    @Option(help: "Folder of the tables.")
    var lake: String

    @Flag(help: "Print JSON.")
    var json = false

    /// The tables asked for: the named one, or all.
    func tables(_ name: String?) throws -> [LakeTable] {
        let catalog = try LakeCatalog(lake)
        if let name { return [try catalog.table(name)] }
        guard !catalog.tables.isEmpty else {
            throw Failure(.problemsFound, "\(lake): no Delta tables here, nor in its folders")
        }
        return catalog.tables
    }

    /// Opens one table; an error names it.
    func open(_ table: LakeTable) throws -> DeltaTable {
        do throws(DeltaError) {
            return try DeltaTable.open(at: table.path)
        } catch {
            throw Failure(.failed, "\(table.folder): \(error.description)")
        }
    }

    /// Prints `value` as JSON, or `lines` for a person.
    func show(_ value: some Encodable, _ lines: () -> Void) {
        if json { Terminal.say(JSONLine.encode(value)) } else { lines() }
    }

    /// How lately a commit makes it likely that a pipeline is writing.
    private static let recentMilliseconds: Int64 = 60_000

    /// Says on standard error that a pipeline seems to write to one of the tables now, and what that means.
    func noteWriter(_ tables: [LakeTable], _ meaning: String) throws {
        for table in tables {
            let opened = try open(table)
            guard !opened.transactionVersions.isEmpty,
                let last = try opened.history(limit: 1).first?.timestamp
            else { continue }
            let age = systemMilliseconds() - last
            guard age >= 0, age < Self.recentMilliseconds else { continue }
            Terminal.complain(
                "wardflow: note: \(table.folder) had a commit \(age / 1_000) s ago, so a pipeline may be writing; \(meaning)"
            )
            return
        }
    }
}

/// A span of time on the command line: `90s`, `30m`, `24h`, `7d`.
struct SpanOption: ExpressibleByArgument {
    var seconds: Int64

    init?(argument: String) {
        let scales: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last, let scale = scales[unit], let number = Int64(argument.dropLast()),
            (0...100_000_000).contains(number)
        else { return nil }
        seconds = number * scale
    }
}

/// A size on the command line: `500kB`, `128MB`, `1GB` or plain bytes.
struct SizeOption: ExpressibleByArgument {
    var bytes: Int64

    init?(argument: String) {
        let scales: [(String, Int64)] = [("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("", 1)]
        let text = argument.lowercased()
        guard let (unit, scale) = scales.first(where: { text.hasSuffix($0.0) }),
            let number = Int64(text.dropLast(unit.count)), (1...1_000_000_000_000).contains(number)
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
