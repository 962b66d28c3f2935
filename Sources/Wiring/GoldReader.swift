package import Alerts
package import Facility
import Lake
package import DeltaLake
package import Hospital
import Parquet
import PatientFlow
package import StayModels

/// Reads gold back from the lake, for the briefing on demand and for whoever follows the tables.
package struct GoldReader {
    private let lake: String

    /// - Parameter lake: folder of the tables.
    package init(lake: String) {
        self.lake = lake
    }

    /// Opens the table at `path`, such as `gold/kpis`.
    package func table(_ path: String) throws(DeltaError) -> DeltaTable {
        try DeltaTable.open(at: "\(lake)/\(path)")
    }

    /// Facilities that have KPI rows, in order.
    package func facilities() throws(DeltaError) -> [String] {
        let table = try table("gold/kpis")
        return Set(table.files.values.compactMap { $0.partitionValues["facility"] ?? nil }).sorted()
    }

    /// What a briefing looks back on: two shifts, of a day each at most, and of 25 hours when the clocks go back.
    private static let briefed = TimeSpan.hours(50)

    /// What a briefing of `facility` is written from, as of `moment` (nil: as of the newest row).
    package func sources(_ facility: String, at moment: Timestamp?) throws(DeltaError) -> (
        BriefingSources, Timestamp
    ) {
        let rows = try kpis(facility)
        let newest = rows.map(\.asOf).max() ?? .distantPast
        let at = moment ?? newest
        var sources = BriefingSources(
            facility: facility,
            kpis: rows.filter { $0.bucketStart > at - Self.briefed && $0.bucketStart <= at },
            openAlerts: try openAlerts(facility, at: at),
            quality: try quality(facility, at: at)
        )
        sources.newest = newest
        return (sources, at)
    }

    /// All KPI rows of `facility`.
    package func kpis(_ facility: String) throws(DeltaError) -> [KPIRow] {
        var rows: [KPIRow] = []
        for batch in try table("gold/kpis").read(where: Self.holds(facility)) {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                rows.append(
                    KPIRow(
                        facility: facility,
                        ward: cells.text("ward", row),
                        kpi: cells.text("kpi", row),
                        unit: cells.text("unit", row),
                        grain: KPIGrain(rawValue: cells.text("grain", row)) ?? .hour,
                        bucketStart: cells.time("bucket_start", row),
                        reading: KPIReading(
                            value: cells.number("value", row),
                            numerator: cells.number("numerator", row),
                            denominator: cells.number("denominator", row)
                        ),
                        asOf: cells.time("as_of", row)
                    )
                )
            }
        }
        return rows
    }

    /// Every step of every alert of `facility` (nil: of all), in order of time.
    package func alerts(_ facility: String?) throws(DeltaError) -> [AlertTransition] {
        var steps: [AlertTransition] = []
        for batch in try table("gold/alerts").read(where: Self.holds(facility)) {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                guard let state = AlertState(rawValue: cells.text("state", row)) else { continue }
                let severity = AlertSeverity(rawValue: cells.text("severity", row)) ?? .watch
                let rule = AlertRule(cells.text("rule", row), severity)
                let alert = Alert(
                    id: cells.text("alert_id", row),
                    rule: rule,
                    visit: cells.text("visit", row),
                    ward: cells.text("ward", row),
                    bed: cells.text("bed", row),
                    raisedAt: cells.time("raised_at", row),
                    state: state,
                    value: cells.number("value", row),
                    threshold: cells.number("threshold", row),
                    message: cells.text("message", row),
                    modelVersion: cells.text("model_version", row),
                    reasons: cells.text("reasons", row)
                )
                steps.append(
                    AlertTransition(
                        facility: cells.text("facility", row),
                        alert: alert,
                        at: cells.time("at", row),
                        actor: cells.text("actor", row),
                        offset: cells.long("offset", row)
                    )
                )
            }
        }
        return steps.sorted { ($0.facility, $0.offset, $0.at) < ($1.facility, $1.offset, $1.at) }
    }

    private func openAlerts(_ facility: String, at moment: Timestamp) throws(DeltaError) -> [Alert] {
        var open: [String: Alert] = [:]
        for step in try alerts(facility) where step.at <= moment {
            open[step.alert.id] = step.alert.state == .cleared ? nil : step.alert
        }
        let visits = Set(open.values.map(\.visit)).subtracting([""])
        let places = try places(of: visits, facility, at: moment)
        return open.values.map { alert in
            guard let place = places[alert.visit] else { return alert }
            var alert = alert
            alert.ward = place.ward
            alert.bed = place.bed
            return alert
        }.sorted { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) }
    }

    /// Where the patients of some visits were at `moment`, by visit.
    private func places(
        of visits: Set<String>,
        _ facility: String,
        at moment: Timestamp
    ) throws(DeltaError) -> [String: Location] {
        if visits.isEmpty { return [:] }
        let begun = RowFilter([
            .init("visit", .oneOf(visits.sorted().map { .text($0) })),
            .init("facility", .equals(.text(facility))),
            .init("started_at", .atMost(.int64(moment.microseconds))),
        ])
        var places: [String: Location] = [:]
        let columns = ["visit", "ward", "bed", "started_at", "ended_at"]
        var scan = try table("silver/bed_stays").scan(columns: columns, matching: begun)
        while let batch = try scan.next() {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount
            where cells.isNull("ended_at", row) || cells.time("ended_at", row) > moment {
                let place = Location(ward: cells.text("ward", row), bed: cells.text("bed", row))
                places[cells.text("visit", row)] = place
            }
        }
        return places
    }

    /// The newest running figure of each model of `facility` up to `moment`.
    package func quality(_ facility: String, at moment: Timestamp) throws(DeltaError) -> [ModelQuality] {
        var newest: [String: ModelQuality] = [:]
        for batch in try table("gold/model_quality").read(where: Self.holds(facility)) {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                guard let window = ModelQuality.Window(rawValue: cells.text("window", row)), window != .day
                else { continue }
                let quality = ModelQuality(
                    facility: facility,
                    model: cells.text("model", row),
                    metric: cells.text("metric", row),
                    window: window,
                    value: cells.number("value", row),
                    count: cells.long("count", row),
                    at: cells.time("at", row),
                    offset: cells.long("offset", row)
                )
                let key = "\(quality.model)|\(quality.metric)|\(quality.window)"
                guard quality.at <= moment, quality.at >= newest[key]?.at ?? .distantPast else { continue }
                newest[key] = quality
            }
        }
        return newest.values.sorted {
            ($0.model, $0.metric, $0.window.rawValue) < ($1.model, $1.metric, $1.window.rawValue)
        }
    }

    private static func holds(_ facility: String?) -> (AddFile) -> Bool {
        { file in facility == nil || (file.partitionValues["facility"] ?? nil) == facility }
    }
}
