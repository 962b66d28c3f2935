package import DeltaLake
package import Hospital
package import Parquet

/// A patient as the tables know them: identifiers, visits, and the log places of their messages.
package struct ErasureSubject: Sendable {
    /// A place of the log.
    struct Place: Hashable, Sendable {
        var partition: Int32
        var offset: Int64
    }

    package let facility: String
    /// The person's identifiers, as `PatientNumber.compared` gives them.
    package internal(set) var numbers: Set<String>
    /// The same as the tables' patient columns hold them.
    package internal(set) var patients: Set<String> = []
    /// Visits of the person and nobody else.
    package internal(set) var visits: Set<String> = []
    /// Records that name the person or a visit, of the facility and (false) of no facility.
    var places: [Bool: Set<Place>] = [:]

    init(_ request: ErasureRequest) {
        facility = request.facility
        numbers = request.numbers
    }

    /// Whom to look for in records.
    package var person: SoughtPerson { SoughtPerson(numbers: numbers, visits: visits) }

    /// Whether a patient column names the person.
    package func isPatient(_ text: String) -> Bool {
        patients.contains(text) || numbers.contains(PatientNumber.compared(text))
    }

    /// Whether bronze holds the record at a place as one of no facility and about the person.
    package func holdsUnattributed(partition: Int, offset: Int64) -> Bool {
        places[false]?.contains(Place(partition: Int32(partition), offset: offset)) ?? false
    }

    /// Conditions that find the patient's rows in a table, one filter after the other; none when it holds nothing.
    ///
    /// Which columns tell the rows follows from the table: an identifying `patient` or `visit`, or an identifying `raw`
    /// with the record's place beside it.
    package func filters(for table: DeltaTable) -> [RowFilter] {
        let identifying = Set(table.metadata.schema.columns.filter(\.isIdentifying).map(\.name))
        let here = RowFilter.Condition("facility", .equals(.text(facility)))
        var filters: [RowFilter] = []
        if identifying.contains("patient"), !patients.isEmpty {
            filters.append(RowFilter([here, .init("patient", .oneOf(patients.sorted().map { .text($0) }))]))
        }
        if identifying.contains("visit"), !visits.isEmpty {
            filters.append(RowFilter([here, .init("visit", .oneOf(visits.sorted().map { .text($0) }))]))
        }
        if identifying.contains("raw") {
            for (isHere, places) in places.sorted(by: { $0.key && !$1.key }) {
                let facility = isHere ? here : RowFilter.Condition("facility", .isNull)
                for (partition, offsets) in Dictionary(grouping: places, by: \.partition).sorted(by: {
                    $0.key < $1.key
                }) {
                    filters.append(
                        RowFilter([
                            facility, .init("partition", .equals(.int32(partition))),
                            .init("offset", .oneOf(offsets.map(\.offset).sorted().map { .int64($0) })),
                        ])
                    )
                }
            }
        }
        return filters
    }
}
