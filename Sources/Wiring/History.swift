import Sites
package import DeltaLake
import Facility
package import Hospital
import Lake
import Parquet
import PatientFlow
package import StayModels

/// What the lake remembers of a facility, replayed to train a model.
///
/// The accepted events go through the same patient flow as in the stream, in the order of the log: the features of
/// each prediction are those of its moment, and each label is scored before it is learned.
package struct History {
    /// A model with how good it was over its own history.
    package struct Training {
        package var model: TrainedModel
        package var quality: [ModelQuality]
        package var events: Int
    }

    private let events: [(offset: Int64, event: PatientEvent)]
    private let facility: String

    /// Reads the accepted messages of `facility` from `silver/events`; all of them are held in memory.
    package init(lake: String, facility: String) throws(DeltaError) {
        self.facility = facility
        var events: [(offset: Int64, event: PatientEvent)] = []
        let table = try DeltaTable.open(at: "\(lake)/silver/events")
        for batch in try table.read(where: { ($0.partitionValues["facility"] ?? nil) == facility }) {
            let cells = Cells(batch)
            for row in 0..<batch.rowCount {
                guard let event = Self.event(cells, row, facility) else { continue }
                events.append((cells.long("offset", row), event))
            }
        }
        self.events = events.sorted { $0.offset < $1.offset }
    }

    /// Messages that were found.
    package var count: Int { events.count }

    /// Trains a model by `rules`.
    package func train(_ rules: StayModelRules, _ configuration: PipelineConfiguration)
        throws(StateError) -> Training
    {
        let siteRules = configuration.rulesForReading(facility)
        var site = siteRules.site
        // What is hidden from the pipeline's models stays hidden from one that shall challenge them.
        var rules = rules
        rules.without.formUnion(site.predictions.hidden)
        site.predictions.champion = rules
        site.predictions.challenger = nil
        let flow = SiteFlow(site: site, seed: siteRules.seed &+ UInt64(events.count))
        for (offset, event) in events {
            _ = flow.apply(event, offset: offset)
            flow.output = FlowOutput()
            _ = flow.takeSettledVisits()
        }
        return Training(
            model: try TrainedModel(serving: flow.stays),
            quality: flow.quality(at: flow.watermark),
            events: events.count
        )
    }

    /// The event of a row; nil for a shift.
    private static func event(_ cells: Cells, _ row: Int, _ facility: String) -> PatientEvent? {
        let code = cells.text("event_type", row)
        guard let trigger = PatientEvent.Trigger.allCases.first(where: { $0.code == code }) else {
            return nil
        }
        let patientClass = cells.text("patient_class", row)
        let gender = cells.text("gender", row)
        let mode = cells.text("arrival_mode", row)
        func whole(_ column: String) -> Int? {
            cells.isNull(column, row) ? nil : Int(cells.long(column, row))
        }
        return PatientEvent(
            trigger: trigger,
            facility: facility,
            visit: cells.text("visit", row),
            patient: cells.text("patient", row),
            at: cells.time("event_time", row),
            patientClass: PatientClass.allCases.first { $0.code == patientClass } ?? .unknown,
            location: Location(ward: cells.text("ward", row), bed: cells.text("bed", row)),
            ageYears: whole("age_years"),
            gender: Gender.allCases.first { $0.code == gender } ?? .unknown,
            acuity: whole("acuity"),
            arrivalMode: ArrivalMode.allCases.first { $0.word == mode } ?? .unknown,
            service: cells.text("service", row),
            seenAt: cells.isNull("seen_at", row) ? nil : cells.time("seen_at", row)
        )
    }
}
