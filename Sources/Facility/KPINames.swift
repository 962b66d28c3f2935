package import Hospital
package import PatientFlow
import Staffing

/// Every KPI the code computes, from the families, the gauges and staffing.
package enum KPINames {
    /// What identifies a KPI, as `schemas/gold/kpis.yaml` lists it.
    package struct Name: Sendable, Equatable {
        package var id: String
        package var kind: KPIClass
        package var unit: String
        package var grain: KPIGrain
    }

    /// KPIs of which no row means the same as a row of 0.
    package static let counts = Set(all.filter { $0.kind == .count }.map(\.id))
    /// KPIs by the local day of the site.
    package static let daily = Set(all.filter { $0.grain == .day }.map(\.id))

    package static var all: [Name] {
        let families = KPICatalog.families.flatMap { family in
            family.definitions.map { Name(id: $0.id, kind: $0.kind, unit: $0.unit, grain: family.grain) }
        }
        let gauges = Gauges.units.map { Name(id: $0.kpi, kind: .gauge, unit: $0.unit, grain: .hour) }
        let staffing = ShiftEvent.Role.allCases.compactMap(\.fillRateKPI).map {
            Name(id: $0, kind: .ratio, unit: "percent", grain: .day)
        }
        return families + gauges + staffing
    }
}
