import Lake
import Wiring
import Sites
import ArgumentParser
import DeltaLake
import EventLog
import Foundation
import Hospital
import Pipeline

/// `wardflow doctor`: check what a run needs and say how to mend each fault.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the pipeline file, log, lake, disk and clock; say how to mend faults."
    )

    struct Check: Encodable {
        var check: String
        var ok: Bool
        var detail: String
    }

    /// Free space under which a lake is in danger.
    static let leastFreeBytes: Int64 = 1 << 30

    @Option(help: "A log to look at: log:DIR or kafka://host:port/topic.")
    var log: String?

    @Option(help: "A lake to look at.")
    var lake: String?

    @OptionGroup var pipeline: PipelineOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            var checks = [configurationCheck(), clockCheck()]
            checks.append(diskCheck(lake ?? FileManager.default.currentDirectoryPath))
            if let log { checks.append(logCheck(log)) }
            if let lake { checks += tableChecks(lake) }
            if json {
                Terminal.say(JSONLine.encode(checks))
            } else {
                for check in checks {
                    Terminal.say("\(check.ok ? "ok   " : "FAULT") \(check.check): \(check.detail)")
                }
            }
            if checks.contains(where: { !$0.ok }) { throw ExitCode(Failure.Kind.problemsFound.rawValue) }
        }
    }

    private func configurationCheck() -> Check {
        do {
            let configuration = try pipeline.load()
            for path in HospitalLake.tables { _ = try TableSchema.load(path, from: configuration.schemas) }
            let book = configuration.book
            let others = book.policy == .open ? "others too, under the defaults" : "no others"
            let sites = "\(book.described.count) described sites and \(others)"
            return Check(
                check: "pipeline",
                ok: true,
                detail: "\(configuration.name), \(HospitalLake.tables.count) schemas, \(sites)"
            )
        } catch {
            return Check(check: "pipeline", ok: false, detail: Failure(error).message)
        }
    }

    private func clockCheck() -> Check {
        let isPlausible = Date() > Date(timeIntervalSince1970: 1_735_689_600)
        return Check(
            check: "clock",
            ok: isPlausible,
            detail: isPlausible
                ? "\(Date().formatted(.iso8601))"
                : "the clock is before 2025: set it, or live messages go to quarantine as future"
        )
    }

    private func diskCheck(_ path: String) -> Check {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return Check(check: "disk", ok: false, detail: "\(path): cannot be looked at; does it exist?")
        }
        return Check(
            check: "disk",
            ok: free >= Self.leastFreeBytes,
            detail: "\(free / 1_000_000) MB free at \(path)"
                + (free < Self.leastFreeBytes ? "; free at least \(Self.leastFreeBytes / 1_000_000) MB" : "")
        )
    }

    private func logCheck(_ url: String) -> Check {
        do {
            let events = try LogURL.open(url, create: false)
            defer { events.close() }
            let ends = try events.endOffsets()
            return Check(
                check: "log",
                ok: true,
                detail: "\(events.partitionCount) partitions, \(ends.reduce(0, +)) records"
            )
        } catch {
            return Check(check: "log", ok: false, detail: Failure(error).message)
        }
    }

    private func tableChecks(_ lake: String) -> [Check] {
        HospitalLake.tables.map { path in
            do {
                let table = try GoldReader(lake: lake).table(path)
                let missing = table.files.keys.filter { file in
                    let name = file.removingPercentEncoding ?? file
                    return !FileManager.default.fileExists(atPath: "\(lake)/\(path)/\(name)")
                }
                return Check(
                    check: path,
                    ok: missing.isEmpty,
                    detail: missing.isEmpty
                        ? "version \(table.version), \(table.files.count) files"
                        : "\(missing.count) data files are missing; restore them from a copy"
                )
            } catch {
                return Check(check: path, ok: false, detail: Failure(error).message)
            }
        }
    }
}
