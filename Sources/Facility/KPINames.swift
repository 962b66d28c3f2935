package import Hospital
import PatientFlow
import Staffing

/// Every KPI the code computes, from the families, the gauges and staffing.
package enum KPINames {
    /// What identifies a KPI, as `schemas/gold/kpis.yaml` lists it.
    package struct Name: Sendable, Equatable {
        package var id: String
        package var unit: String
        package var grain: KPIGrain
    }

    package static var all: [Name] {
        let families = KPICatalog.families.flatMap { family in
            family.definitions.map { Name(id: $0.id, unit: $0.unit, grain: family.grain) }
        }
        let gauges = Gauges.units.map { Name(id: $0.kpi, unit: $0.unit, grain: .hour) }
        let staffing = ShiftEvent.Role.allCases.compactMap(\.fillRateKPI).map {
            Name(id: $0, unit: "percent", grain: .day)
        }
        return families + gauges + staffing
    }
}
