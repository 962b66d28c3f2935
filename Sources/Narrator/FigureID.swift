/// The name of a figure: a KPI of `docs/kpis.md`, a count the pipeline keeps, or a sum of `BriefingFacts`.
package struct FigureID: RawRepresentable, Hashable, Sendable, Codable {
    package var rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    // The emergency department; `now` unless said otherwise, ward empty.

    /// Arrivals over the shift.
    package static let arrivals = FigureID("arrivals")
    /// Departures over the shift.
    package static let departures = FigureID("ed_departures")
    /// Departures within 240 minutes over all departures of the shift, in percent.
    package static let fourHourPercent = FigureID("four_hour_percent")
    /// Departures after 240 minutes over the shift.
    package static let fourHourBreaches = FigureID("four_hour_breaches")
    /// Patients in the department now.
    package static let census = FigureID("ed_census")
    /// Patients in the department for 210 minutes or more now.
    package static let waitingOver210 = FigureID("waiting_over_210")
    /// Admitted patients still in the department now.
    package static let boarders = FigureID("boarders")
    /// Standard deviation of waits to be seen, minutes; latest hour.
    package static let chaos = FigureID("chaos_score")
    /// Beds of all emergency wards together; derived.
    package static let emergencySpaces = FigureID("ed_spaces")
    /// Census over spaces, in percent; derived.
    package static let emergencyOccupancy = FigureID("ed_occupancy_percent")
    /// Boarders over spaces, in percent; derived.
    package static let boardersPercent = FigureID("boarders_percent")

    // Beds, by ward; ward empty for the hospital without emergency wards.

    /// Beds of the layout; spaces for an emergency ward.
    package static let beds = FigureID("beds")
    /// Occupied beds now.
    package static let occupiedBeds = FigureID("occupied_beds")
    /// Beds not occupied now; derived, never below 0.
    package static let freeBeds = FigureID("free_beds")
    /// Occupied beds over beds now, in percent.
    package static let occupancy = FigureID("occupancy_percent")
    /// Admissions over the shift.
    package static let admissions = FigureID("admissions")
    /// Discharges over the shift.
    package static let discharges = FigureID("discharges")
    /// Admissions less discharges over the shift.
    package static let netFlow = FigureID("net_flow")
    /// Transfers into the ward over the shift; derived for the hospital.
    package static let transfers = FigureID("transfers")
    /// Mean stay of the shift's discharges, hours.
    package static let stayHours = FigureID("los_hours")

    // Staffing, by ward; `coming` when the plan of the next shift is known, else `shift`.

    /// Registered nurse hours worked over hours rostered, in percent.
    package static let nurseFill = FigureID("fill_rate_rn_percent")
    /// Support worker hours worked over hours rostered, in percent.
    package static let supportFill = FigureID("fill_rate_hcsw_percent")

    // Models; `now`, ward empty unless said otherwise.

    /// Inpatients predicted to stay over the critical length, by ward and for the hospital.
    package static let predictedLongStays = FigureID("predicted_over_96h")
    /// Patients in the department whom the model expects to breach four hours.
    package static let likelyBreaches = FigureID("likely_breaches")
    /// Mean absolute error of predicted stays, hours.
    package static let stayError = FigureID("model_los_mae_hours")
    /// Area under the curve of the breach model, 0...1.
    package static let breachAUC = FigureID("model_breach_auc")
    /// Predictions scored so far.
    package static let predictions = FigureID("model_predictions")

    // Alerts and the feed.

    /// Active critical alerts; derived from the facts' alerts.
    package static let criticalAlerts = FigureID("alerts_critical")
    /// Active warnings; derived from the facts' alerts.
    package static let warningAlerts = FigureID("alerts_warning")
    /// Messages set aside as unreadable over the shift.
    package static let quarantined = FigureID("messages_quarantined")
    /// Messages that came too late for their tables over the shift.
    package static let late = FigureID("messages_late")
    /// Messages received twice and dropped over the shift.
    package static let duplicates = FigureID("messages_duplicate")
    /// Age of the newest message now, minutes.
    package static let feedAge = FigureID("feed_age_minutes")
}

extension FigureID {
    /// What the figure is called when a correction is read out; the id itself for a figure unknown here.
    package var spokenName: String {
        Self.spokenNames[self] ?? rawValue.split(separator: "_").joined(separator: " ")
    }

    private static let spokenNames: [FigureID: String] = [
        .arrivals: "ED arrivals", .departures: "ED departures", .fourHourPercent: "four-hour performance",
        .fourHourBreaches: "four-hour breaches", .census: "patients in ED",
        .waitingOver210: "patients in ED over three and a half hours",
        .boarders: "patients waiting in ED for a bed",
        .occupiedBeds: "occupied beds", .freeBeds: "free beds", .occupancy: "bed occupancy",
        .admissions: "admissions", .discharges: "discharges", .netFlow: "net flow", .transfers: "transfers",
        .stayHours: "average stay in hours", .nurseFill: "RN fill", .supportFill: "HCSW fill",
        .likelyBreaches: "likely breaches",
    ]
}
