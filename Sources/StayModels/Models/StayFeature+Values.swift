package import Hospital
import OnlineForest
package import PatientFlow

extension StayFeature {
    /// Its column in a forest.
    var column: Feature {
        switch self {
        case .gender: .categorical(rawValue, levels: Gender.allCases.count)
        case .arrivalMode: .categorical(rawValue, levels: ArrivalMode.allCases.count)
        case .ward: .categorical(rawValue, levels: 64)
        // Services share their numbers with beds.
        case .service: .categorical(rawValue, levels: 2_048)
        default: .numeric(rawValue)
        }
    }

    /// What a value says, in the words of the department: "age 80", "arrived by ambulance", "acuity not known".
    ///
    /// `name` is that of a ward or service.
    func phrase(_ value: Float, name: String) -> String {
        guard value.isFinite else { return subject + " not known" }
        let number = Int(saturating: Double(value.rounded()))
        switch self {
        case .age: return "age " + String(number)
        case .gender:
            return UInt8(exactly: number).flatMap(Gender.init(rawValue:)).map(Self.word) ?? "gender not known"
        case .acuity: return "acuity " + String(number)
        case .arrivalMode:
            return UInt8(exactly: number).flatMap(ArrivalMode.init(rawValue:)).map(Self.words)
                ?? "arrival not known"
        case .ward: return "ward " + name
        case .service: return "service " + name
        case .hour: return "at " + String(Int(saturating: Double(value))) + " h"
        case .weekday: return Self.weekdays[min(max(number, 0), 6)]
        case .departmentCensus: return String(number) + " in the department"
        case .occupiedBeds: return String(number) + " beds occupied"
        case .arrivalsLastHour: return String(number) + " arrivals in the last hour"
        case .recentDepartmentMinutes: return "the last to leave stayed " + String(number) + " min"
        }
    }

    /// The name that a value stands for; empty for a feature whose values are no numbers of names.
    func name(_ value: Float, names: NameTable) -> String {
        guard self == .ward || self == .service, value.isFinite else { return "" }
        return names[known: Int(saturating: Double(value.rounded()))]
    }

    private var subject: String { rawValue.split(separator: "_").joined(separator: " ") }

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    private static func word(_ gender: Gender) -> String {
        switch gender {
        case .female: "female"
        case .male: "male"
        case .other, .unknown: "other gender"
        }
    }

    private static func words(_ mode: ArrivalMode) -> String {
        switch mode {
        case .walkIn: "walked in"
        case .ambulance: "arrived by ambulance"
        case .referral: "was referred"
        case .transfer: "was transferred in"
        case .unknown: "arrival not known"
        }
    }
}

extension StayFeature {
    /// One value per feature, in the order of `allCases`; NaN is missing.
    package static func values(
        of visit: Visit,
        at moment: Timestamp,
        clock: SiteClock,
        ward: Int32,
        load: HospitalLoad
    ) -> [Float] {
        let local = clock.local(moment)
        return allCases.map { feature in
            switch feature {
            case .age: visit.ageYears.map { Float($0) } ?? .nan
            case .gender: visit.gender == .unknown ? .nan : Float(visit.gender.rawValue)
            case .acuity: visit.acuity.map { Float($0) } ?? .nan
            case .arrivalMode: visit.arrivalMode == .unknown ? .nan : Float(visit.arrivalMode.rawValue)
            case .ward: ward == 0 ? .nan : Float(ward)
            case .service: visit.service == 0 ? .nan : Float(visit.service)
            case .hour: Float(local.hour) + Float(local.minute) / 60
            case .weekday: Float(local.weekday)
            case .departmentCensus: Float(load.departmentCensus)
            case .occupiedBeds: Float(load.occupiedBeds)
            case .arrivalsLastHour: Float(load.arrivalsLastHour)
            case .recentDepartmentMinutes: load.recentDepartmentMinutes.map { Float($0) } ?? .nan
            }
        }
    }
}
