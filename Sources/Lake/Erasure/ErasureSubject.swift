package import DeltaLake
package import Parquet

/// A patient as the tables know them: identifier, visits, and the log places of their messages.
package struct ErasureSubject: Sendable {
    /// A place of the log.
    struct Place: Hashable, Sendable {
        var partition: Int32
        var offset: Int64
    }

    let facility: String
    let patient: String
    /// Visits of the patient and nobody else.
    package internal(set) var visits: Set<String> = []
    /// Records that name the patient or a visit, of the facility and (false) of no facility.
    var places: [Bool: Set<Place>] = [:]

    init(_ request: ErasureRequest) {
        facility = request.facility
        patient = request.patient
    }

    /// Conditions that find the patient's rows in a table, one filter after the other; none when it holds nothing.
    ///
    /// Which columns tell the rows follows from the table: an identifying `patient` or `visit`, or an identifying `raw`
    /// with the record's place beside it.
    package func filters(for table: DeltaTable) -> [RowFilter] {
        let identifying = Set(table.metadata.schema.columns.filter(\.isIdentifying).map(\.name))
        let here = RowFilter.Condition("facility", .equals(.text(facility)))
        var filters: [RowFilter] = []
        if identifying.contains("patient") {
            filters.append(RowFilter([here, .init("patient", .equals(.text(patient)))]))
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
