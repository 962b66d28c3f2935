package import Hospital

/// Everything a briefing is written from; the pipeline fills it from KPIs, alerts and model quality only.
package struct BriefingFacts: Sendable, Equatable, Codable {
    /// A ward of the facility.
    package struct Ward: Sendable, Equatable, Codable {
        package var code: String
        package var isEmergency: Bool

        package init(code: String, isEmergency: Bool = false) {
            self.code = code
            self.isEmergency = isEmergency
        }
    }

    /// An alert that is active at the moment of the briefing.
    package struct Alert: Sendable, Equatable, Codable {
        /// How urgent an alert is, as its rule says.
        package enum Severity: String, Sendable, Codable, CaseIterable {
            case critical, warning, info
        }

        package var severity: Severity
        /// Name of the rule, words joined by `_` or `-`.
        package var rule: String
        /// Ward code; empty for the whole facility.
        package var ward: String
        /// Read out as it is when it holds no digit; else the rule's name is read.
        package var message: String
        package var since: Timestamp

        package init(severity: Severity, rule: String, ward: String = "", message: String, since: Timestamp) {
            self.severity = severity
            self.rule = rule
            self.ward = ward
            self.message = message
            self.since = since
        }
    }

    /// A figure of the last briefing that late messages have changed since.
    package struct Correction: Sendable, Equatable, Codable {
        /// The figure as it should have been read.
        package var figure: Figure
        /// What was read.
        package var said: Double

        package init(figure: Figure, said: Double) {
            self.figure = figure
            self.said = said
        }
    }

    package var facility: String
    /// The moment the briefing speaks of.
    package var at: Timestamp
    /// Local time less UTC at `at`.
    package var utcOffsetSeconds: Int64
    package var handover: Handover
    /// The period covered, closed at the start and open at the end.
    package var periodStart: Timestamp
    package var periodEnd: Timestamp
    /// Local time less UTC at `periodStart`, which the night of a clock change has otherwise.
    package var startOffsetSeconds: Int64
    package var wards: [Ward]
    package var figures: [Figure]
    package var alerts: [Alert]
    package var corrections: [Correction]
    /// The site's limits; no part of the facts' JSON.
    package var thresholds = KPIThresholds()
    /// Length of stay from admission, in hours, that a flagged patient is expected to exceed.
    package var criticalStayHours = 96.0

    private enum CodingKeys: CodingKey {
        case facility, at, utcOffsetSeconds, handover, periodStart, periodEnd, startOffsetSeconds, wards
        case figures, alerts, corrections, criticalStayHours
    }

    /// - Parameters:
    ///   - handover: by default the one the local time calls for.
    ///   - periodStart: by default twelve hours before `at`.
    package init(
        facility: String,
        at: Timestamp,
        localTime: CivilTime,
        handover: Handover? = nil,
        periodStart: Timestamp? = nil,
        periodEnd: Timestamp? = nil,
        startOffsetSeconds: Int64? = nil,
        wards: [Ward],
        figures: [Figure],
        alerts: [Alert] = [],
        corrections: [Correction] = [],
        thresholds: KPIThresholds = KPIThresholds(),
        criticalStayHours: Double = 96
    ) {
        self.facility = facility
        self.at = at
        utcOffsetSeconds = localTime.utc.since(at).wholeSeconds
        self.handover = handover ?? Handover(at: localTime)
        self.periodStart = periodStart ?? at - .hours(12)
        self.periodEnd = periodEnd ?? at
        self.startOffsetSeconds = startOffsetSeconds ?? localTime.utc.since(at).wholeSeconds
        self.wards = wards
        self.figures = figures
        self.alerts = alerts
        self.corrections = corrections
        self.thresholds = thresholds
        self.criticalStayHours = criticalStayHours
    }

    /// Local date and time of the briefing.
    package var localTime: CivilTime { local(at) }

    /// Local date and time at `moment`, by the offset that holds at the briefing.
    package func local(_ moment: Timestamp) -> CivilTime {
        CivilTime(utc: moment + .seconds(utcOffsetSeconds))
    }

    /// The figure of this key, or nil when there is none with a finite value; the first of equals.
    package func figure(_ id: FigureID, ward: String = "", window: Figure.Window = .now) -> Figure? {
        let key = Figure.Key(id, ward: ward, window: window)
        return figures.first { $0.key == key && $0.isSpeakable }
    }

    /// The limit of a critical stay in words, "four days".
    var criticalStay: String { StayWords.limit(hours: criticalStayHours) }

    /// What a figure is called when a correction is read out.
    func spokenName(_ id: FigureID) -> String {
        id == .predictedLongStays
            ? "patients flagged as likely to stay beyond \(criticalStay)" : id.spokenName
    }

    /// The hospital's wards, by their layout order, less the emergency ones.
    package var beddedWards: [String] { wards.filter { !$0.isEmergency }.map(\.code) }
}

extension Figure {
    /// Whether the value can be read out: finite and below a million million.
    package var isSpeakable: Bool { value.isFinite && value.magnitude < 1e12 }
}
