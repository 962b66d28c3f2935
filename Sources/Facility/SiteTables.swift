import Alerts
import Hospital
import PatientFlow
import StayModels

/// An accepted event, flat, so that writing a column copies no more than its value.
struct EventRow {
    var partition: Int
    var offset: Int64
    var facility: String
    var receivedAt: Timestamp
    var eventType: String
    var eventID: String
    var eventTime: Timestamp
    var visit = ""
    var patient = ""
    var patientClass = PatientClass.unknown
    var ward = ""
    var bed = ""
    var ageYears: Int?
    var gender = Gender.unknown
    var acuity: Int?
    var arrivalMode = ArrivalMode.unknown
    var service = ""
    var seenAt: Timestamp?
    var staff = ""
    var role = ""
    var shift = ""
    var startsAt: Timestamp?
    var endsAt: Timestamp?

    init(_ event: PatientEvent, controlID: String, _ record: KeyedRecord) {
        partition = record.partition
        offset = record.offset
        receivedAt = record.receivedAt
        facility = event.facility
        eventType = event.trigger.code
        eventID = controlID
        eventTime = event.at
        visit = event.visit
        patient = event.patient
        patientClass = event.patientClass
        ward = event.location.ward
        bed = event.location.bed
        ageYears = event.ageYears
        gender = event.gender
        acuity = event.acuity
        arrivalMode = event.arrivalMode
        service = event.service
        seenAt = event.seenAt
    }

    init(_ event: ShiftEvent, _ record: KeyedRecord) {
        partition = record.partition
        offset = record.offset
        receivedAt = record.receivedAt
        facility = event.facility
        eventType = event.status.rawValue
        eventID = event.eventID
        eventTime = event.at
        ward = event.ward
        staff = event.staff
        role = event.role.rawValue
        shift = event.shift
        startsAt = event.startsAt
        endsAt = event.endsAt
    }
}

/// One shift-change briefing.
package struct BriefingRow: Sendable, Equatable {
    var facility: String
    var at: Timestamp
    var level: String
    var markdown: String
    var html: String
    var json: String
}

/// The layouts of the tables that sites write.
enum SiteLayouts {
    static let events = RowLayout<EventRow>(
        "silver/events",
        [
            .text("facility") { $0.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("event_type") { $0.eventType },
            .text("event_id") { $0.eventID },
            .time("event_time") { $0.eventTime }, .time("received_at") { $0.receivedAt },
            .textOrNull("visit") { $0.visit }, .textOrNull("patient") { $0.patient },
            .textOrNull("patient_class") { $0.patientClass.code }, .textOrNull("ward") { $0.ward },
            .textOrNull("bed") { $0.bed }, .integerOrNull("age_years") { $0.ageYears },
            .textOrNull("gender") { $0.gender.columnText }, .integerOrNull("acuity") { $0.acuity },
            .textOrNull("arrival_mode") { $0.arrivalMode.word }, .textOrNull("service") { $0.service },
            .timeOrNull("seen_at") { $0.seenAt }, .textOrNull("staff") { $0.staff },
            .textOrNull("role") { $0.role }, .textOrNull("shift") { $0.shift },
            .timeOrNull("starts_at") { $0.startsAt }, .timeOrNull("ends_at") { $0.endsAt },
        ]
    )

    static let visits = RowLayout<VisitRow>(
        "silver/visits",
        [
            .text("facility") { $0.facility }, .text("visit") { $0.visit.key },
            .text("patient") { $0.visit.patient },
            .timeOrNull("arrived_at") { $0.visit.arrivedAt },
            .timeOrNull("admitted_at") { $0.visit.admittedAt },
            .timeOrNull("seen_at") { $0.visit.seenAt },
            .timeOrNull("ed_departed_at") { $0.visit.edDepartedAt },
            .timeOrNull("discharged_at") { $0.visit.dischargedAt },
            .textOrNull("admission_ward") { $0.admissionWard },
            .textOrNull("current_ward") { $0.currentWard },
            .textOrNull("current_bed") { $0.currentBed },
            .textOrNull("patient_class") { $0.visit.patientClass.code },
            .integerOrNull("age_years") { $0.visit.ageYears },
            .textOrNull("gender") { $0.visit.gender.columnText },
            .integerOrNull("acuity") { $0.visit.acuity },
            .textOrNull("arrival_mode") { $0.visit.arrivalMode.word }, .textOrNull("service") { $0.service },
            .integer("stays") { $0.stays.count },
            .doubleOrNull("los_hours") { $0.visit.lengthOfStay?.hours },
            .time("last_event_at") { $0.lastEventAt },
        ]
    )

    static let bedStays = RowLayout<StayRow>(
        "silver/bed_stays",
        [
            .text("facility") { $0.facility }, .text("visit") { $0.visit },
            .integer("sequence") { $0.sequence },
            .text("ward") { $0.ward }, .textOrNull("bed") { $0.bed }, .time("started_at") { $0.startedAt },
            .timeOrNull("ended_at") { $0.endedAt }, .boolean("by_transfer") { $0.byTransfer },
        ]
    )

    static let kpis = RowLayout<KPIRow>(
        "gold/kpis",
        [
            .text("facility") { $0.facility }, .textOrNull("ward") { $0.ward }, .text("kpi") { $0.kpi },
            .text("grain") { $0.grain.rawValue }, .time("bucket_start") { $0.bucketStart },
            .double("value") { $0.reading.value }, .double("numerator") { $0.reading.numerator },
            .double("denominator") { $0.reading.denominator }, .text("unit") { $0.unit },
            .time("as_of") { $0.asOf },
        ]
    )

    static let predictions = RowLayout<Placed<Prediction>>(
        "gold/predictions",
        [
            .text("facility") { $0.row.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("visit") { $0.row.visit },
            .text("model") { $0.row.kind.name },
            .text("stage") { $0.row.stage.rawValue }, .time("predicted_at") { $0.row.at },
            .doubleOrNull("stayed_hours") { $0.row.hours { $0.stayed } },
            .doubleOrNull("los_hours") { $0.row.hours { $0.mean } },
            .doubleOrNull("los_median_hours") { $0.row.hours { $0.median } },
            .doubleOrNull("los_lower_hours") { $0.row.hours { $0.lower } },
            .doubleOrNull("los_upper_hours") { $0.row.hours { $0.upper } },
            .doubleOrNull("remaining_hours") { $0.row.hours { $0.remaining } },
            .doubleOrNull("breach_probability") { $0.row.overLimit(.department) },
            .doubleOrNull("long_stay_probability") { $0.row.overLimit(.inpatient) },
            .textOrNull("model_version") { $0.row.forecast?.modelVersion ?? "" },
            .long("learned") { $0.row.forecast?.learned ?? 0 },
            .textOrNull("reasons") { $0.row.forecast?.reasonText ?? "" },
        ]
    )

    static let dischargeForecast = RowLayout<Placed<DischargeRow>>(
        "gold/discharge_forecast",
        [
            .text("facility") { $0.row.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("ward") { $0.row.ward }, .time("at") { $0.row.at },
            .integer("horizon_hours") { $0.row.horizonHours },
            .integer("patients") { $0.row.patients },
            .double("expected") { $0.row.expected }, .integer("lower") { $0.row.lower },
            .integer("upper") { $0.row.upper }, .text("model_version") { $0.row.modelVersion },
        ]
    )

    static let alerts = RowLayout<Placed<AlertTransition>>(
        "gold/alerts",
        [
            .text("facility") { $0.row.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("alert_id") { $0.row.alert.id },
            .text("rule") { $0.row.alert.rule.name },
            .text("severity") { $0.row.alert.rule.severity.rawValue },
            .text("state") { $0.row.alert.state.rawValue }, .time("at") { $0.row.at },
            .time("raised_at") { $0.row.alert.raisedAt }, .textOrNull("ward") { $0.row.alert.ward },
            .textOrNull("bed") { $0.row.alert.bed }, .textOrNull("visit") { $0.row.alert.visit },
            .double("value") { $0.row.alert.value }, .double("threshold") { $0.row.alert.threshold },
            .text("message") { $0.row.alert.message }, .text("actor") { $0.row.actor },
            .textOrNull("model_version") { $0.row.alert.modelVersion },
            .textOrNull("reasons") { $0.row.alert.reasons },
        ]
    )

    static let briefings = RowLayout<Placed<BriefingRow>>(
        "gold/briefings",
        [
            .text("facility") { $0.row.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .time("at") { $0.row.at }, .text("level") { $0.row.level },
            .text("markdown") { $0.row.markdown }, .text("html") { $0.row.html },
            .text("json") { $0.row.json },
        ]
    )

    static let modelQuality = RowLayout<Placed<ModelQuality>>(
        "gold/model_quality",
        [
            .text("facility") { $0.row.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("model") { $0.row.model },
            .text("role") { $0.row.role }, .text("grouping") { $0.row.grouping },
            .textOrNull("group") { $0.row.group }, .text("metric") { $0.row.metric },
            .text("window") { $0.row.window.rawValue },
            .double("value") { $0.row.value }, .long("count") { $0.row.count },
            .time("at") { $0.row.at },
        ]
    )
}

extension Prediction {
    /// A length of the forecast in hours.
    func hours(_ length: (StayForecast) -> Double) -> Double? { forecast.map { kind.hours(length($0)) } }

    /// Probability of a stay over the limit, for the kind asked for.
    func overLimit(_ asked: StayKind) -> Double? { kind == asked ? forecast?.overLimit : nil }
}

extension Gender {
    /// The code in the tables; empty (null) for unknown.
    var columnText: String { self == .unknown ? "" : code }
}
