import Hospital

/// What is known of a patient at the door; stays and routes are drawn from it.
struct PatientProfile: Sendable {
    /// Complaint group, PV1-10.
    enum Complaint: String, Sendable {
        case paediatric = "PAE"
        case medical = "MED"
        case surgical = "SUR"
        case cardiac = "CAR"
        case geriatric = "GER"
        case injury = "INJ"
    }

    var age: Int
    var gender: Gender
    /// 1...5; nil for a direct admission, which nobody triaged.
    var acuity: Int?
    var arrivalMode: ArrivalMode
    var complaint: Complaint
    /// Planned or referred straight to a ward.
    var isDirect = false

    var isChild: Bool { age < 16 }
    var isByAmbulance: Bool { arrivalMode == .ambulance }
    /// Acuity 3 stands in for an untriaged patient.
    var urgency: Int { acuity ?? 3 }

    private static let ageBands: [ClosedRange<Int64>] = [0...15, 16...29, 30...44, 45...64, 65...79, 80...98]
    private static let ageWeights: [Double] = [22, 21, 18, 19, 12, 8]
    private static let ambulanceShare: [Double] = [0.11, 0.20, 0.22, 0.30, 0.48, 0.68]
    private static let ambulanceAcuity: [Double] = [2.5, 28, 50, 18, 1.5]
    private static let walkInAcuity: [Double] = [0.4, 10, 43, 40, 6.6]
    private static let admitByAcuity: [Double] = [0.75, 0.50, 0.32, 0.10, 0.03]
    private static let admitByAge: [Double] = [0.5, 0.55, 0.75, 1.1, 1.6, 2.0]

    private static func band(_ age: Int) -> Int {
        ageBands.firstIndex { $0.contains(Int64(age)) } ?? 5
    }

    /// A patient who comes to the emergency department.
    static func emergency(_ random: inout SeededRandom) -> PatientProfile {
        let band = random.index(weights: ageWeights)
        let age = Int(random.integer(ageBands[band]))
        let byAmbulance = random.chance(ambulanceShare[band])
        let mode: ArrivalMode = byAmbulance ? .ambulance : random.chance(0.06) ? .referral : .walkIn
        let acuity = 1 + random.index(weights: byAmbulance ? ambulanceAcuity : walkInAcuity)
        return PatientProfile(
            age: age,
            gender: random.chance(0.51) ? .female : .male,
            acuity: acuity,
            arrivalMode: mode,
            complaint: complaint(age: age, &random)
        )
    }

    /// A patient admitted straight to a ward of `role`.
    static func direct(to role: WardRole, _ random: inout SeededRandom) -> PatientProfile {
        let age: Int64
        let complaint: Complaint
        switch role {
        case .paediatrics: (age, complaint) = (random.integer(0...15), .paediatric)
        case .elderly: (age, complaint) = (random.integer(74...98), .geriatric)
        case .cardiac: (age, complaint) = (random.integer(45...88), .cardiac)
        case .surgery, .surgicalAssessment: (age, complaint) = (random.integer(18...85), .surgical)
        default: (age, complaint) = (random.integer(22...92), .medical)
        }
        return PatientProfile(
            age: Int(age),
            gender: random.chance(0.51) ? .female : .male,
            acuity: nil,
            arrivalMode: random.chance(0.15) ? .transfer : .referral,
            complaint: complaint,
            isDirect: true
        )
    }

    private static func complaint(age: Int, _ random: inout SeededRandom) -> Complaint {
        let adults: [Complaint] = [.medical, .surgical, .cardiac, .injury, .geriatric]
        switch age {
        case ..<16: return random.chance(0.6) ? .paediatric : .injury
        case ..<65: return adults[random.index(weights: [40, 18, 9, 33, 0])]
        case ..<80: return adults[random.index(weights: [45, 18, 14, 13, 10])]
        default: return adults[random.index(weights: [25, 10, 8, 7, 50])]
        }
    }

    /// Chance that the visit ends in an admission.
    var admissionProbability: Double {
        let byComplaint: Double =
            switch complaint {
            case .injury: 0.45
            case .cardiac: 1.35
            case .geriatric: 1.2
            case .surgical: 1.2
            case .medical: 1.15
            case .paediatric: 1.2
            }
        let probability =
            Self.admitByAcuity[urgency - 1] * Self.admitByAge[Self.band(age)] * byComplaint
            * (isByAmbulance ? 1.16 : 1.03)
        return min(0.96, probability)
    }
}
