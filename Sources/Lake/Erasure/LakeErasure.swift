package import DeltaLake
package import Hospital
import FoundationEssentials
import Parquet

/// Takes a patient out of every table of a lake.
///
/// The rows leave the tables at once, by deletion vectors; `purging` also destroys them in the files. The tables' logs say
/// who asked, when and why, never whom it concerns. The event log and the pipeline's state are not part of the lake.
package struct LakeErasure {
    /// What became of one table.
    package struct TableOutcome: Sendable {
        /// Path below the lake, `silver/visits`.
        package var table: String
        /// Rows taken out, or that would be.
        package var rows = 0
        /// Files that lost rows.
        package var files = 0
        /// The newest version; nil when nothing changed.
        package var version: Int64?
        /// Files written anew by the purge.
        package var filesRewritten = 0
        /// Old files the purge deleted.
        package var filesDeleted = 0
        /// Files the purge could not judge or must not touch yet; purge again later.
        package var filesLeft = 0
    }

    private let lake: String
    /// Paths of the tables that may be there, in the order of commits.
    private let tables: [String]
    private let reader: any PatientRecordReader & Sendable
    private let options: TableOptions

    /// - Parameters:
    ///   - lake: folder of the tables.
    ///   - tables: paths of the lake's tables, in the order of commits.
    ///   - reader: knows where this site's messages keep patient and visit.
    package init(
        lake: String,
        tables: [String],
        reader: any PatientRecordReader & Sendable,
        options: TableOptions = TableOptions()
    ) {
        self.lake = lake
        self.tables = tables
        self.reader = reader
        self.options = options
    }

    /// Finds what the lake holds of the patient.
    ///
    /// - Parameter includesErased: look also at the versions before earlier erasures, as far as they can still be read, so
    ///   that a purge reaches what was only taken out.
    /// - Parameter source: records of the log, which may tell further identifiers and visits.
    /// - Throws: `erasureRefused` when the person's identifiers seem to be several persons'.
    package func subject(
        of request: ErasureRequest,
        includesErased: Bool = false,
        alsoIn source: (any PatientRecordSource)? = nil
    ) throws -> ErasureSubject {
        var tables: [DeltaTable] = []
        for path in paths {
            try named(path) { () throws(DeltaError) in
                let table = try open(path)
                tables.append(table)
                if includesErased { tables += try versionsBeforeErasures(of: table) }
            }
        }
        var search = SubjectSearch(request, reader)
        return try search.find(in: tables, source)
    }

    /// The versions earlier erasures changed, without those whose files are gone.
    private func versionsBeforeErasures(of table: DeltaTable) throws(DeltaError) -> [DeltaTable] {
        var tables: [DeltaTable] = []
        for entry in try table.history() where entry.info?.operation == "ERASE" && entry.version > 0 {
            let old = try DeltaTable.open(at: table.path, version: entry.version - 1, options: options)
            if try old.verify().problems.isEmpty { tables.append(old) }
        }
        return tables
    }

    /// How many rows an erasure would take out of each table.
    package func outlook(_ subject: ErasureSubject) throws -> [TableOutcome] {
        try paths.map { path in
            try named(path) { () throws(DeltaError) in
                let table = try open(path)
                var outcome = TableOutcome(table: path)
                for (number, filter) in subject.filters(for: table).enumerated() {
                    // A row of the patient's own visit is found by both columns and counts once.
                    let isSecond =
                        number > 0 && filter.columns.contains("visit")
                        && table.metadata.schema["patient"] != nil
                    var scan = try table.scan(columns: isSecond ? ["patient"] : [], matching: filter)
                    while let batch = try scan.next() {
                        guard isSecond else { continue }
                        for row in 0..<batch.rowCount
                        where batch.columns[0].string(at: row).map(subject.isPatient) == true {
                            outcome.rows -= 1
                        }
                    }
                    outcome.rows += scan.report.rowsReturned
                }
                return outcome
            }
        }
    }

    /// Takes the patient's rows out of every table, gold first, so that a run that failed half-way finds them again.
    ///
    /// - Parameter purges: also write files that hold the rows anew and delete the old ones.
    package func erase(_ request: ErasureRequest, _ subject: ErasureSubject, purges: Bool) throws
        -> [TableOutcome]
    {
        try paths.reversed().map { path in
            try named(path) { () throws(DeltaError) in
                var table = try open(path)
                return try Self.erase(request, subject, in: &table, path: path, purges: purges)
            }
        }
    }

    /// Takes the patient's rows out of one table, through the handle of whoever writes it.
    package static func erase(
        _ request: ErasureRequest,
        _ subject: ErasureSubject,
        in table: inout DeltaTable,
        path: String,
        purges: Bool
    ) throws(DeltaError) -> TableOutcome {
        var outcome = TableOutcome(table: path)
        let filters = subject.filters(for: table)
        for filter in filters {
            let erased = try table.erase(matching: filter, by: request.actor, reason: request.reason)
            outcome.rows += erased.rows
            outcome.files += erased.files
            outcome.version = erased.version ?? outcome.version
        }
        guard purges else { return outcome }
        for filter in filters {
            let purged = try table.purge(matching: filter, by: request.actor, reason: request.reason)
            outcome.filesRewritten += purged.filesRewritten
            outcome.filesDeleted += purged.filesDeleted.count
            outcome.filesLeft += purged.youngFiles.count + purged.unreadableFiles.count
            outcome.version = purged.version ?? outcome.version
        }
        // Earlier erasures switched deletion vectors on, which some readers refuse.
        if let version = try table.dropDeletionVectors() { outcome.version = version }
        return outcome
    }

    /// The lake's tables that are there, in the order of commits.
    private var paths: [String] {
        tables.filter { FileManager.default.fileExists(atPath: "\(lake)/\($0)/_delta_log") }
    }

    private func open(_ path: String) throws(DeltaError) -> DeltaTable {
        try DeltaTable.open(at: "\(lake)/\(path)", options: options)
    }

    private func named<Result>(_ path: String, _ body: () throws(DeltaError) -> Result) throws(LakeError)
        -> Result
    {
        do throws(DeltaError) {
            return try body()
        } catch {
            throw .unusableTable(path: path, detail: error.description)
        }
    }
}
