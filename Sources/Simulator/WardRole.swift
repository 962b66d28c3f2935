import Hospital

/// What a ward is for; decides routes and stays.
enum WardRole: String, Sendable, CaseIterable {
    case emergency = "ED"
    case acuteMedical = "AMU"
    case surgicalAssessment = "SAU"
    case sameDay = "SDEC"
    case medicine = "MED"
    case elderly = "ELD"
    case surgery = "SUR"
    case paediatrics = "PED"
    case intensive = "ICU"
    case cardiac = "CCU"

    /// The role of each ward of `layout`; a code that is not known counts as medicine.
    static func roles(of layout: HospitalLayout) -> [WardRole] {
        layout.wards.map { ward in
            if ward.isEmergency { return .emergency }
            let role = WardRole(rawValue: ward.code) ?? .medicine
            return role == .emergency ? .medicine : role
        }
    }

    /// Index of the ward that plays this role in `layout`; the largest bed-holding ward when none does.
    func index(in layout: HospitalLayout) -> Int {
        let roles = WardRole.roles(of: layout)
        if let exact = roles.firstIndex(of: self) { return exact }
        let bedded = roles.indices.filter { roles[$0] != .emergency }
        return bedded.max { layout.wards[$0].beds < layout.wards[$1].beds } ?? 0
    }
}
