package import Hospital

/// The live numbers of one hospital.
package struct FacilityBoard: Sendable, Equatable, Codable {
    /// The hospital's escalation level.
    package enum Level: String, Sendable, Codable, CaseIterable {
        case green = "GREEN"
        case orange = "ORANGE"
        case red = "RED"
    }

    package var facility: String
    /// Event time of this facility's partition.
    @ISOMoment package var asOf: Timestamp
    package var level: Level
    /// Why the level is what it is, in plain words.
    package var levelReasons: [String]
    package var tiles: [Tile]
    package var wards: [WardCell]
    /// Alerts not cleared, most urgent first.
    package var activeAlerts: [AlertLine]
    /// The latest transitions, newest first.
    package var alertTail: [AlertLine]
    package var model: [ModelLine]
    package var briefing: BriefingLine?
    /// The log partition its records are read in, where commands for it belong; nil when not known.
    package var partition: Int?

    package init(
        facility: String,
        asOf: Timestamp,
        level: Level = .green,
        levelReasons: [String] = [],
        tiles: [Tile] = [],
        wards: [WardCell] = [],
        activeAlerts: [AlertLine] = [],
        alertTail: [AlertLine] = [],
        model: [ModelLine] = [],
        briefing: BriefingLine? = nil,
        partition: Int? = nil
    ) {
        self.facility = facility
        _asOf = ISOMoment(wrappedValue: asOf)
        self.level = level
        self.levelReasons = levelReasons
        self.tiles = tiles
        self.wards = wards
        self.activeAlerts = activeAlerts
        self.alertTail = alertTail
        self.model = model
        self.briefing = briefing
        self.partition = partition
    }

    private enum CodingKeys: String, CodingKey {
        case facility
        case asOf = "as_of"
        case level
        case levelReasons = "level_reasons"
        case tiles, wards
        case activeAlerts = "active_alerts"
        case alertTail = "alert_tail"
        case model, briefing, partition
    }
}
