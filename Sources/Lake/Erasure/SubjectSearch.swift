import DeltaLake
import Hospital
import Parquet

/// Finds what the tables of a lake, and a log, hold of a person.
///
/// A person has several identifiers: messages repeat PID-3, and merges name the one before. So the search goes over all
/// records until it learns no further identifier and no further visit.
struct SubjectSearch {
    private let request: ErasureRequest
    private var subject: ErasureSubject
    private var record: any PatientRecordReader
    /// What a pass found, for the next one.
    private var numbers: Set<String> = []
    private var visits: Set<String> = []
    private var birthDates: Set<String> = []

    init(_ request: ErasureRequest, _ reader: any PatientRecordReader) {
        self.request = request
        subject = ErasureSubject(request)
        record = reader
    }

    /// What `tables` and `source` hold; a table may be there at several versions.
    mutating func find(in tables: [DeltaTable], _ source: (any PatientRecordSource)?) throws -> ErasureSubject
    {
        var known = subject.person
        repeat {
            known = subject.person
            numbers = known.numbers
            visits = []
            subject.places = [:]
            for table in tables where has(table, "patient") { try addRows(of: table) }
            for table in tables where has(table, "raw") { try addPlaces(of: table) }
            try source?.forEachRecord(of: subject.facility) { _ = note($0) }
            if request.followsMessages { subject.numbers = numbers }
            subject.visits = try visits.subtracting(foreign(tables))
            try check()
        } while subject.person != known
        return subject
    }

    /// Refuses what is likely not one person: an identifier that senders put in for want of one joins strangers.
    private func check() throws(LakeError) {
        try request.check(subject.numbers)
        guard request.followsMessages, subject.numbers.count > request.numbers.count else { return }
        guard subject.numbers.count <= ErasureRequest.numberLimit, birthDates.count <= 1 else {
            throw .erasureRefused(
                detail:
                    "messages join \(subject.numbers.count) identifiers with \(birthDates.count) dates of birth, so "
                    + "some of them may be another person's; name each of the person's identifiers with --patient and "
                    + "say --exact. Nothing was changed"
            )
        }
    }

    private func has(_ table: DeltaTable, _ column: String) -> Bool {
        table.metadata.schema[column]?.isIdentifying == true
    }

    private var here: RowFilter.Condition {
        RowFilter.Condition("facility", .equals(.text(subject.facility)))
    }

    /// Notes the visits of the person's rows, and how their identifiers are written there.
    private mutating func addRows(of table: DeltaTable) throws(DeltaError) {
        let hasVisit = has(table, "visit")
        var scan = try table.scan(
            columns: hasVisit ? ["patient", "visit"] : ["patient"],
            matching: RowFilter([here, .init("patient", .isNotNull)])
        )
        while let batch = try scan.next() {
            for row in 0..<batch.rowCount {
                guard let patient = batch.columns[0].string(at: row), subject.isPatient(patient) else {
                    continue
                }
                subject.patients.insert(patient)
                if hasVisit, let visit = batch.columns[1].string(at: row) { visits.insert(visit) }
            }
        }
    }

    /// Of the visits found, those whose row names somebody else by now: an earlier message had the wrong patient.
    private func foreign(_ tables: [DeltaTable]) throws(DeltaError) -> Set<String> {
        var foreign: Set<String> = []
        var left = visits
        // The newest version of the table comes first, and decides.
        for table in tables where table.path.hasSuffix("/silver/visits") && !left.isEmpty {
            let filter = RowFilter([here, .init("visit", .oneOf(left.sorted().map { .text($0) }))])
            var scan = try table.scan(columns: ["visit", "patient"], matching: filter)
            while let batch = try scan.next() {
                for row in 0..<batch.rowCount {
                    guard let visit = batch.columns[0].string(at: row) else { continue }
                    left.remove(visit)
                    if !subject.isPatient(batch.columns[1].string(at: row) ?? "") { foreign.insert(visit) }
                }
            }
        }
        return foreign
    }

    private mutating func addPlaces(of table: DeltaTable) throws(DeltaError) {
        let columns = ["partition", "offset", "raw"]
        for (isHere, facility) in [(true, here), (false, RowFilter.Condition("facility", .isNull))] {
            var scan = try table.scan(columns: columns, matching: RowFilter([facility]))
            while let batch = try scan.next() {
                for row in 0..<batch.rowCount {
                    let bytes = Array(batch.columns[2].bytes(at: row))
                    guard let partition = batch.columns[0].int32(at: row),
                        let offset = batch.columns[1].int64(at: row), !bytes.isEmpty, note(bytes)
                    else { continue }
                    subject.places[isHere, default: []].insert(.init(partition: partition, offset: offset))
                }
            }
        }
    }

    /// Whether a record is about the person; notes what it says of them.
    private mutating func note(_ bytes: [UInt8]) -> Bool {
        guard case .about(let found) = record.verdict(bytes, subject.person) else { return false }
        if !found.visit.isEmpty { visits.insert(found.visit) }
        numbers.formUnion(found.numbers)
        birthDates.formUnion(found.birthDates)
        return true
    }
}
