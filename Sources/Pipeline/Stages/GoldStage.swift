import Alerts
import Facility
import Hospital
import PatientFlow
import Staffing
import StayModels

/// Gold: KPIs, predictions, alerts, briefings, model quality and discharge forecasts, as the flow gives them out.
struct GoldStage {
    var kpis: TableWriter<KPIRow>
    var predictions: TableWriter<PlacedRow<Prediction>>
    var alerts: TableWriter<PlacedRow<AlertTransition>>
    var briefings: TableWriter<PlacedRow<BriefingRow>>
    var modelQuality: TableWriter<PlacedRow<ModelQuality>>
    var dischargeForecast: TableWriter<PlacedRow<DischargeRow>>

    /// Briefs a facility whose shift change has passed.
    mutating func brief(_ state: inout FacilityState, partition: Int, offset: Int64) {
        guard let next = state.nextBriefing else {
            if state.flow.watermark > .distantPast {
                state.nextBriefing = state.desk.shiftChange(after: state.flow.watermark)
            }
            return
        }
        guard next <= state.flow.watermark else { return }
        let desk = state.desk
        state.nextBriefing = desk.shiftChange(after: state.flow.watermark)
        // After a gap of days only the newest change is worth reading.
        let at = desk.lastShiftChange(before: state.flow.watermark) ?? next
        let row = desk.row(desk.facts(state, at: at))
        state.lastBriefing = row
        state.accountingAtBriefing = state.accounting
        state.counts.briefings += 1
        let placed = PlacedRow(partition: partition, offset: offset, content: row)
        briefings.append(placed, facility: row.facility, partition: partition, offset: offset)
    }

    /// Takes what the facility's flow put out; returns the alert transitions for the screen.
    mutating func take(_ state: inout FacilityState, partition: Int) -> [AlertTransition] {
        let output = state.flow.output
        state.flow.output = FlowOutput()
        let facility = state.facility
        for row in output.predictions {
            let placed = PlacedRow(partition: partition, offset: row.offset, content: row)
            predictions.append(placed, facility: facility, partition: partition, offset: row.offset)
        }
        for row in output.transitions {
            let placed = PlacedRow(partition: partition, offset: row.offset, content: row)
            alerts.append(placed, facility: facility, partition: partition, offset: row.offset)
        }
        for row in output.quality {
            let placed = PlacedRow(partition: partition, offset: row.offset, content: row)
            modelQuality.append(placed, facility: facility, partition: partition, offset: row.offset)
        }
        for row in output.dischargeForecasts {
            let placed = PlacedRow(partition: partition, offset: row.offset, content: row)
            dischargeForecast.append(placed, facility: facility, partition: partition, offset: row.offset)
        }
        let settled = output.settledKPIs + state.shifts.takeSettled()
        for row in settled {
            kpis.append(row.row, facility: facility, partition: partition, offset: row.offset)
        }
        state.counts.predictions += Int64(output.predictions.count)
        state.counts.alerts += Int64(output.transitions.count)
        state.counts.settledKPIs += Int64(settled.count)
        return output.transitions
    }
}
