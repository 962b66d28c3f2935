package import Hospital
import PatientFlow

/// A patient who is not there: what would be predicted, were such a one to come now.
package struct SupposedPatient: Sendable, Equatable {
    package var kind = StayKind.department
    package var ageYears: Int?
    package var gender = Gender.unknown
    /// Manchester category, 1 to 5.
    package var acuity: Int?
    package var arrivalMode = ArrivalMode.unknown
    /// Codes as messages have them; empty for not known.
    package var ward = ""
    package var service = ""
    /// Moment for the hour and the weekday; nil for now in event time.
    package var at: Timestamp?
    /// How long the patient has been here, in the unit of `kind`.
    package var stayed = 0.0

    package init() {}
}

/// Why nothing can be said of a supposed patient.
package enum SupposingError: Error, Equatable, Sendable {
    /// The facility has never had a ward or service of this name.
    case unknownName(String)
    /// The model has learned nothing yet.
    case nothingLearned
}

extension StayForecaster {
    /// What the models that serve say of a supposed patient, the hospital being as full as it is; changes nothing.
    package func suppose(
        _ patient: SupposedPatient,
        _ context: StayContext
    ) throws(SupposingError) -> StayForecast {
        func number(_ name: String) throws(SupposingError) -> Int32 {
            guard let number = context.names.number(known: name) else { throw .unknownName(name) }
            return number
        }
        var visit = Visit(key: "")
        visit.ageYears = patient.ageYears
        visit.gender = patient.gender
        visit.acuity = patient.acuity
        visit.arrivalMode = patient.arrivalMode
        visit.service = try number(patient.service)
        let server = read(patient.kind) { $0.server }
        guard server.learnedCount > 0 else { throw .nothingLearned }
        let ward = try number(patient.ward)
        let values = StayFeature.values(
            of: visit,
            at: patient.at ?? context.watermark,
            clock: context.site.clock,
            ward: ward,
            load: load(at: context.watermark, context)
        )
        let estimate = server.estimate(values, isExplained: true)
        return server.forecast(
            values,
            estimate.curve,
            estimate.contributions ?? .unknown,
            ward: Int64(ward),
            stayed: max(0, patient.stayed),
            names: context.names
        )
    }
}
