import DeltaLake
import Hospital
import Parquet

/// Finds what the tables of a lake hold of a patient.
struct SubjectSearch {
    private var subject: ErasureSubject
    private var record: any PatientRecordReader
    /// Visits that belong to another patient by now, so that they are not erased with this one.
    private var foreign: Set<String> = []

    init(_ request: ErasureRequest, _ reader: any PatientRecordReader) {
        subject = ErasureSubject(request)
        record = reader
    }

    /// What `tables` hold; a table may be there at several versions.
    mutating func find(in tables: [DeltaTable]) throws(DeltaError) -> ErasureSubject {
        for table in tables where has(table, "patient") && has(table, "visit") { try addVisits(of: table) }
        try dropForeign(tables)
        for table in tables where has(table, "raw") { try addPlaces(of: table) }
        // Records no event came of, such as late ones, may have named further visits.
        try dropForeign(tables)
        return subject
    }

    private func has(_ table: DeltaTable, _ column: String) -> Bool {
        table.metadata.schema[column]?.isIdentifying == true
    }

    private var here: RowFilter.Condition {
        RowFilter.Condition("facility", .equals(.text(subject.facility)))
    }

    private mutating func addVisits(of table: DeltaTable) throws(DeltaError) {
        let filter = RowFilter([here, .init("patient", .equals(.text(subject.patient)))])
        var scan = try table.scan(columns: ["visit"], matching: filter)
        while let batch = try scan.next() {
            for row in 0..<batch.rowCount {
                if let visit = batch.columns[0].string(at: row) { subject.visits.insert(visit) }
            }
        }
    }

    /// Takes out visits whose row names somebody else: an earlier message had the wrong patient.
    private mutating func dropForeign(_ tables: [DeltaTable]) throws(DeltaError) {
        guard !subject.visits.isEmpty else { return }
        for table in tables where table.path.hasSuffix("/silver/visits") {
            let filter = RowFilter([here, .init("visit", .oneOf(subject.visits.sorted().map { .text($0) }))])
            var scan = try table.scan(columns: ["visit", "patient"], matching: filter)
            while let batch = try scan.next() {
                for row in 0..<batch.rowCount where batch.columns[1].string(at: row) != subject.patient {
                    if let visit = batch.columns[0].string(at: row) { foreign.insert(visit) }
                }
            }
        }
        subject.visits.subtract(foreign)
    }

    private mutating func addPlaces(of table: DeltaTable) throws(DeltaError) {
        let columns = ["partition", "offset", "raw"]
        for (isHere, facility) in [(true, here), (false, RowFilter.Condition("facility", .isNull))] {
            var scan = try table.scan(columns: columns, matching: RowFilter([facility]))
            while let batch = try scan.next() {
                for row in 0..<batch.rowCount {
                    let bytes = Array(batch.columns[2].bytes(at: row))
                    guard let partition = batch.columns[0].int32(at: row),
                        let offset = batch.columns[1].int64(at: row), !bytes.isEmpty
                    else { continue }
                    let verdict = record.verdict(bytes, patient: subject.patient, visits: subject.visits)
                    guard case .about(let visit) = verdict else { continue }
                    if !visit.isEmpty, !foreign.contains(visit) { subject.visits.insert(visit) }
                    subject.places[isHere, default: []].insert(.init(partition: partition, offset: offset))
                }
            }
        }
    }
}
