package import Alerts
package import Hospital
import PatientFlow
import StayModels

/// What a site put out since it was last asked: rows on their way to the tables.
package struct SiteOutput {
    var events: [Placed<EventRow>]
    var briefings: [Placed<BriefingRow>]
    var flow: FlowOutput
    var settledKPIs: [Settled<KPIRow>]
    /// Where the site's records lie in the log.
    let partition: Int

    /// Steps of alerts, for screens.
    package var transitions: [AlertTransition] { flow.transitions }

    /// Takes rows out of one place, each with its own offset.
    mutating func take<Row>(
        _ rows: WritableKeyPath<SiteOutput, [Row]>,
        offset: (Row) -> Int64
    ) -> [Placed<Row>] {
        let taken = self[keyPath: rows]
        self[keyPath: rows] = []
        return taken.map { Placed($0, partition: partition, offset: offset($0)) }
    }
}

/// What a site holds that may still change.
package struct SiteLive {
    var visits: [VisitRow]
    var kpis: [KPIRow]
}

/// Rows that left a site for gold, since the first record.
package struct OutputCounts: Sendable, Equatable {
    var predictions: Int64 = 0
    var alerts: Int64 = 0
    var settledKPIs: Int64 = 0
    var briefings: Int64 = 0

    mutating func note(_ output: SiteOutput) {
        predictions += Int64(output.flow.predictions.count)
        alerts += Int64(output.flow.transitions.count)
        settledKPIs += Int64(output.settledKPIs.count)
        briefings += Int64(output.briefings.count)
    }
}

extension OutputCounts: StateCoded {
    package func write(to writer: inout StateWriter) {
        for count in [predictions, alerts, settledKPIs, briefings] { writer.write(count) }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        predictions = try reader.integer()
        alerts = try reader.integer()
        settledKPIs = try reader.integer()
        briefings = try reader.integer()
    }
}
