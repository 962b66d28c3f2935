import Glibc

/// Routes between wards and lengths of stay, drawn from the patient's profile.
///
/// Medians and spreads follow published lognormal fits; shares follow the routing defaults of the research
/// notes.
enum CarePathway {
    /// The ward an admitted emergency patient is meant for.
    static func firstWard(for patient: PatientProfile, _ random: inout SeededRandom) -> WardRole {
        if patient.isChild { return random.chance(0.02) ? .intensive : .paediatrics }
        if patient.urgency == 1, random.chance(0.35) { return .intensive }
        if patient.urgency == 2, random.chance(0.035) { return .intensive }
        switch patient.complaint {
        case .cardiac:
            return random.chance(0.55) ? .cardiac : .acuteMedical
        case .surgical, .injury:
            return random.chance(0.82) ? .surgicalAssessment : random.chance(0.7) ? .surgery : .sameDay
        case .geriatric:
            return random.chance(patient.isByAmbulance ? 0.45 : 0.2) ? .elderly : .acuteMedical
        case .medical, .paediatric:
            return random.chance(0.15) ? .sameDay : random.chance(0.04) ? .medicine : .acuteMedical
        }
    }

    /// The ward after `role`, or nil when the patient goes home from there.
    static func nextWard(after role: WardRole, for patient: PatientProfile, _ random: inout SeededRandom)
        -> WardRole?
    {
        let draw = random.unit()
        switch role {
        case .acuteMedical:
            if draw < 0.02 { return .intensive }
            if draw < 0.05 { return .surgery }
            let frail = patient.isByAmbulance ? 0.2 : 0
            let severe = patient.urgency <= 2 ? 0.15 : 0
            if patient.complaint == .geriatric {
                let toElderly = 0.52 + frail + severe
                return draw < 0.05 + toElderly ? .elderly : draw < 0.12 + toElderly ? .medicine : nil
            }
            let toMedicine = min(0.92, max(0.06, 0.14 + 0.011 * Double(patient.age - 35) + frail + severe))
            return draw < 0.05 + toMedicine ? .medicine : nil
        case .surgicalAssessment:
            let byAge = patient.age >= 60 ? 0.2 : 0
            return draw < 0.16 + byAge + (patient.isByAmbulance ? 0.3 : 0) + (patient.urgency <= 2 ? 0.25 : 0)
                ? .surgery : nil
        case .sameDay:
            return draw < 0.06 ? .medicine : nil
        case .intensive:
            if draw < 0.15 { return nil }
            if patient.isChild { return .paediatrics }
            if patient.complaint == .cardiac { return .cardiac }
            return patient.complaint == .surgical || patient.complaint == .injury ? .surgery : .medicine
        case .surgery:
            return draw < 0.03 ? .intensive : nil
        case .cardiac:
            return draw < 0.1 ? .medicine : nil
        default:
            return nil
        }
    }

    /// Seconds in a ward of `role`, before the discharge is pulled to daytime.
    ///
    /// `occupancy` is that of the hospital, 0...1: a full house sends patients home a little earlier.
    static func stay(
        in role: WardRole,
        for patient: PatientProfile,
        occupancy: Double,
        _ random: inout SeededRandom
    ) -> Int64 {
        let age = Double(patient.age)
        let severe = patient.urgency <= 2 ? 0.3 : 0
        let ambulance = patient.isByAmbulance ? 0.2 : 0
        var days: Double
        switch role {
        case .emergency, .acuteMedical: days = random.lognormal(mu: log(25.0 / 24) + severe / 2, sigma: 0.45)
        case .surgicalAssessment: days = random.lognormal(mu: log(34.0 / 24) + severe / 2, sigma: 0.5)
        case .sameDay: days = random.lognormal(mu: log(8.0 / 24), sigma: 0.3)
        case .medicine:
            days = random.lognormal(mu: 1.42 + 0.014 * (age - 65) + severe + ambulance, sigma: 0.45)
        case .elderly:
            days = random.lognormal(mu: 1.92 + 0.008 * (age - 82) + severe + ambulance, sigma: 0.38)
        case .surgery:
            days = random.lognormal(
                mu: (patient.isDirect ? 0.95 : 1.3) + 0.008 * (age - 55) + severe,
                sigma: 0.6
            )
        case .paediatrics: days = random.lognormal(mu: 0.65 + severe + ambulance, sigma: 0.5)
        case .intensive: days = random.lognormal(mu: 1.3, sigma: 0.65)
        case .cardiac: days = random.lognormal(mu: 1.1 + 0.01 * (age - 65) + severe + ambulance, sigma: 0.4)
        }
        if role == .medicine || role == .elderly, random.chance(patient.age >= 75 ? 0.12 : 0.04) {
            days += random.exponential(mean: 7)
        }
        days *= 1 - 0.2 * min(1, max(0, (occupancy - 0.92) / 0.08))
        return max(3_600, Int64(min(days, 60) * 86_400))
    }

    /// Seconds from the door to the end of emergency care.
    ///
    /// `load` is the census over its usual mean.
    static func emergencyStay(
        for patient: PatientProfile,
        isAdmitted: Bool,
        load: Double,
        isNight: Bool,
        _ random: inout SeededRandom
    ) -> Int64 {
        let byAcuity: [Double] = isAdmitted ? [0.75, 0.95, 1.05, 1.1, 1.0] : [1.1, 1.2, 1.15, 0.88, 0.62]
        var minutes: Double = isAdmitted ? 205 : 138
        minutes *= byAcuity[patient.urgency - 1]
        minutes *= patient.age >= 75 ? 1.25 : patient.isChild ? 0.8 : 1
        minutes *= patient.isByAmbulance ? 1.12 : 0.97
        minutes *= isNight ? 1.2 : 1
        minutes *= min(1.6, max(0.75, 0.72 + 0.28 * load))
        minutes = random.lognormal(mu: log(minutes), sigma: isAdmitted ? 0.40 : 0.45)
        if minutes > 240, minutes < 300, random.chance(0.5) { minutes = 225 + 14 * random.unit() }
        return Int64(min(max(minutes, 20), 1_400) * 60)
    }

    /// Seconds from the door to the first clinician.
    static func wait(for patient: PatientProfile, load: Double, _ random: inout SeededRandom) -> Int64 {
        let medians: [Double] = [2, 14, 48, 72, 80]
        let median = medians[patient.urgency - 1] * min(2.2, max(0.5, 0.4 + 0.6 * load))
        return Int64(random.lognormal(mu: log(median), sigma: 0.55) * 60)
    }
}
