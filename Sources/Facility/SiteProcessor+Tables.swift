import Alerts
package import Hospital
import PatientFlow
import Staffing
import StayModels

/// The tables that a site writes, in the order of commits: silver, then gold.
extension SiteProcessor {
    private typealias Source<Row> = Table<Row, SiteOutput, SiteLive>

    /// Slices of live visits, so that a change of one does not write all.
    static let visitSlices: UInt64 = 32
    /// Hours of a slice of live KPIs: an event changes rows of the hour it lies in.
    static let sliceHours: Int64 = 1

    package static var tables: [any TableSource<SiteOutput, SiteLive>] {
        [
            Source<EventRow>.facts(SiteLayouts.events) { output in
                output.take(\.events) { $0.offset }.map(\.row)
            },
            Source<VisitRow>.keyed(
                SiteLayouts.visits,
                // Bed stays follow from the same visits: they are taken by the table after this one.
                settled: { output in
                    output.flow.settledVisits.map {
                        Placed($0.row, partition: output.partition, offset: $0.offset)
                    }
                },
                live: LiveRows(rows: \.visits) { slice(ofVisit: $0.visit.key) }
            ),
            Source<StayRow>.keyed(
                SiteLayouts.bedStays,
                settled: { output in
                    output.take(\.flow.settledVisits) { $0.offset }.flatMap { settled in
                        settled.row.row.stays.map {
                            Placed($0, partition: settled.partition, offset: settled.offset)
                        }
                    }
                },
                live: LiveRows(rows: { $0.visits.flatMap(\.stays) }) { slice(ofVisit: $0.visit) }
            ),
            Source<KPIRow>.keyed(
                SiteLayouts.kpis,
                settled: { output in
                    output.take(\.settledKPIs) { $0.offset }.map {
                        Placed($0.row.row, partition: $0.partition, offset: $0.offset)
                    }
                },
                live: LiveRows(rows: \.kpis) { slice(ofKPI: $0) }
            ),
            Source<Placed<Prediction>>.facts(SiteLayouts.predictions) { output in
                output.take(\.flow.predictions) { $0.offset }.map(placedTwice)
            },
            Source<Placed<AlertTransition>>.facts(SiteLayouts.alerts) { output in
                output.take(\.flow.transitions) { $0.offset }.map(placedTwice)
            },
            Source<Placed<BriefingRow>>.facts(SiteLayouts.briefings) { output in
                output.take(\.briefings) { $0.offset }
            },
            Source<Placed<ModelQuality>>.facts(SiteLayouts.modelQuality) { output in
                output.take(\.flow.quality) { $0.offset }.map(placedTwice)
            },
            Source<Placed<DischargeRow>>.facts(SiteLayouts.dischargeForecast) { output in
                output.take(\.flow.dischargeForecasts) { $0.offset }.map(placedTwice)
            },
        ]
    }

    /// A row whose table has columns for its place.
    private static func placedTwice<Row>(_ placed: Placed<Row>) -> Placed<Placed<Row>> {
        Placed(placed, partition: placed.partition, offset: placed.offset)
    }

    static func slice(ofVisit key: String) -> Int { Int(StableHash.fnv1a(key) % visitSlices) }

    /// Hours by the hour; days apart from them, and staffing apart from other days, since hours worked grow with each hour.
    static func slice(ofKPI row: KPIRow) -> Int {
        let block = row.bucketStart.hourNumber.floorDivided(by: sliceHours)
        let kind: Int64 = row.grain == .hour ? 0 : staffing.contains(row.kpi) ? 1 : 2
        return Int(((block % 10_000 + 10_000) % 10_000) * 4 + kind)
    }

    private static let staffing = Set(ShiftEvent.Role.allCases.compactMap(\.fillRateKPI))
}
