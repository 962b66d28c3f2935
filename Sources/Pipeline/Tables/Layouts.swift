import Alerts
import Hospital
import PatientFlow
import StayModels

// One accessor per column of each schema file; a mismatch with `schemas/` stops the program at start.

/// A log record on its way to a table.
struct RecordRow {
    var partition: Int
    var offset: Int64
    var kind: String
    var facility: String
    var receivedAt: Timestamp
    var raw: ArraySlice<UInt8>
}

/// A record that could not be used.
struct QuarantineRow {
    var record: RecordRow
    var reason: String
    var detail: String
}

/// An event beyond the lateness horizon.
struct LateRow {
    var record: RecordRow
    var eventType: String
    var eventTime: Timestamp
}

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

    init(_ event: PatientEvent, controlID: String, partition: Int, offset: Int64, receivedAt: Timestamp) {
        self.partition = partition
        self.offset = offset
        self.receivedAt = receivedAt
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

    init(_ event: ShiftEvent, partition: Int, offset: Int64, receivedAt: Timestamp) {
        self.partition = partition
        self.offset = offset
        self.receivedAt = receivedAt
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

/// A row of a facility's output with the place in the log that caused it.
struct PlacedRow<Content> {
    var partition: Int
    var offset: Int64
    var content: Content
}

/// One shift-change briefing.
struct BriefingRow {
    var facility: String
    var at: Timestamp
    var level: String
    var markdown: String
    var html: String
    var json: String
}

enum Layouts {
    static let messages = RowLayout<RecordRow>(
        "bronze/messages",
        [
            .textOrNull("facility") { $0.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("kind") { $0.kind }, .time("received_at") { $0.receivedAt },
            .bytes("raw") { $0.raw },
        ]
    )

    static let quarantine = RowLayout<QuarantineRow>(
        "silver/quarantine",
        [
            .textOrNull("facility") { $0.record.facility }, .integer("partition") { $0.record.partition },
            .long("offset") { $0.record.offset }, .text("kind") { $0.record.kind },
            .time("received_at") { $0.record.receivedAt }, .text("reason") { $0.reason },
            .text("detail") { $0.detail }, .bytes("raw") { $0.record.raw },
        ]
    )

    static let late = RowLayout<LateRow>(
        "silver/late",
        [
            .text("facility") { $0.record.facility }, .integer("partition") { $0.record.partition },
            .long("offset") { $0.record.offset }, .text("kind") { $0.record.kind },
            .time("received_at") { $0.record.receivedAt }, .text("event_type") { $0.eventType },
            .time("event_time") { $0.eventTime }, .bytes("raw") { $0.record.raw },
        ]
    )

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

    static let predictions = RowLayout<PlacedRow<Prediction>>(
        "gold/predictions",
        [
            .text("facility") { $0.content.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("visit") { $0.content.visit },
            .text("model") { $0.content.kind.name },
            .text("stage") { $0.content.stage.rawValue }, .time("predicted_at") { $0.content.at },
            .doubleOrNull("stayed_hours") { $0.content.hours { $0.stayed } },
            .doubleOrNull("los_hours") { $0.content.hours { $0.mean } },
            .doubleOrNull("los_median_hours") { $0.content.hours { $0.median } },
            .doubleOrNull("los_lower_hours") { $0.content.hours { $0.lower } },
            .doubleOrNull("los_upper_hours") { $0.content.hours { $0.upper } },
            .doubleOrNull("remaining_hours") { $0.content.hours { $0.remaining } },
            .doubleOrNull("breach_probability") { $0.content.overLimit(.department) },
            .doubleOrNull("long_stay_probability") { $0.content.overLimit(.inpatient) },
            .textOrNull("model_version") { $0.content.forecast?.modelVersion ?? "" },
            .long("learned") { $0.content.forecast?.learned ?? 0 },
            .textOrNull("reasons") { $0.content.forecast?.reasonText ?? "" },
        ]
    )

    static let dischargeForecast = RowLayout<PlacedRow<DischargeRow>>(
        "gold/discharge_forecast",
        [
            .text("facility") { $0.content.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("ward") { $0.content.ward }, .time("at") { $0.content.at },
            .integer("horizon_hours") { $0.content.horizonHours },
            .integer("patients") { $0.content.patients },
            .double("expected") { $0.content.expected }, .integer("lower") { $0.content.lower },
            .integer("upper") { $0.content.upper }, .text("model_version") { $0.content.modelVersion },
        ]
    )

    static let alerts = RowLayout<PlacedRow<AlertTransition>>(
        "gold/alerts",
        [
            .text("facility") { $0.content.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("alert_id") { $0.content.alert.id },
            .text("rule") { $0.content.alert.rule.name },
            .text("severity") { $0.content.alert.rule.severity.rawValue },
            .text("state") { $0.content.alert.state.rawValue }, .time("at") { $0.content.at },
            .time("raised_at") { $0.content.alert.raisedAt }, .textOrNull("ward") { $0.content.alert.ward },
            .textOrNull("bed") { $0.content.alert.bed }, .textOrNull("visit") { $0.content.alert.visit },
            .double("value") { $0.content.alert.value }, .double("threshold") { $0.content.alert.threshold },
            .text("message") { $0.content.alert.message }, .text("actor") { $0.content.actor },
            .textOrNull("model_version") { $0.content.alert.modelVersion },
            .textOrNull("reasons") { $0.content.alert.reasons },
        ]
    )

    static let briefings = RowLayout<PlacedRow<BriefingRow>>(
        "gold/briefings",
        [
            .text("facility") { $0.content.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .time("at") { $0.content.at }, .text("level") { $0.content.level },
            .text("markdown") { $0.content.markdown }, .text("html") { $0.content.html },
            .text("json") { $0.content.json },
        ]
    )

    static let modelQuality = RowLayout<PlacedRow<ModelQuality>>(
        "gold/model_quality",
        [
            .text("facility") { $0.content.facility }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("model") { $0.content.model },
            .text("role") { $0.content.role }, .text("grouping") { $0.content.grouping },
            .textOrNull("group") { $0.content.group }, .text("metric") { $0.content.metric },
            .text("window") { $0.content.window.rawValue },
            .double("value") { $0.content.value }, .long("count") { $0.content.count },
            .time("at") { $0.content.at },
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
