import Hospital
import OnlineForest
import PatientFlow

/// What is written at the turn of an hour and of a day.
extension StayForecaster {
    /// Figures and discharge forecasts of an hour that has turned since `lastQualityHour`.
    package mutating func turnHour(_ context: StayContext) -> (
        quality: [ModelQuality], discharges: [DischargeRow]
    ) {
        let watermark = context.watermark
        let facility = context.site.facility
        breachThreshold.renew()
        stayThreshold.renew()
        discharges.mature(at: watermark, day: context.today, names: context.names)
        var rows: [ModelQuality] = []
        if lastQualityHour != .min {
            let start = context.site.clock.startOfDay(Timestamp(hourNumber: lastQualityHour))
            let day = context.day(of: start)
            if day != context.today {
                rows += dailyQuality(facility: facility, day: day, at: start, offset: context.offset)
            }
        }
        lastQualityHour = watermark.hourNumber
        let hour = Timestamp(hourNumber: watermark.hourNumber)
        rows += quality(facility: facility, at: hour, offset: context.offset)
        return (rows, forecastDischarges(context))
    }

    /// Forecasts who leaves each ward in the next hours.
    private mutating func forecastDischarges(_ context: StayContext) -> [DischargeRow] {
        var byWard: [Int32: DischargeForecaster.Chances] = [:]
        for kind in StayKind.allCases where learned(kind) > 0 {
            read(kind) {
                $0.addChances(at: context.watermark, to: &byWard) {
                    context.emergencyWards.contains($0) == (kind == .department)
                }
            }
        }
        let wards = byWard.sorted { $0.key < $1.key }.map { (ward: $0.key, chances: $0.value) }
        return discharges.forecast(at: context.watermark, wards: wards).map { cell in
            let kind: StayKind = context.emergencyWards.contains(cell.ward) ? .department : .inpatient
            return DischargeRow(
                facility: context.site.facility,
                ward: context.names[cell.ward],
                at: context.watermark,
                horizonHours: cell.horizon,
                patients: cell.patients,
                expected: cell.expected,
                lower: cell.lower,
                upper: cell.upper,
                modelVersion: read(kind) { $0.server.version },
                offset: context.offset
            )
        }
    }

    /// The newest forecast of who leaves a ward, the nearest horizon first; empty where there is none.
    package func newestDischarges(
        ward: Int32
    ) -> [(horizon: Int, expected: Double, lower: Int, upper: Int)] {
        guard let newest = discharges.rounds.last else { return [] }
        return newest.cells.filter { $0.ward == ward }.map {
            ($0.horizon, $0.expected, $0.lower, $0.upper)
        }
    }
}
