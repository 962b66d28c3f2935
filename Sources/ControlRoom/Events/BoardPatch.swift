import Hospital
import Board

/// What changed between two snapshots, at the grain of a tile, a ward or a list.
struct BoardPatch: Encodable {
    struct Facility: Encodable {
        var facility: String
        @ISOMoment var asOf: Timestamp
        var level: FacilityBoard.Level
        var levelReasons: [String]
        /// Changed tiles only, whole.
        var tiles: [Tile]
        /// Changed wards only, whole.
        var wards: [WardCell]
        /// Nil when unchanged; so are the lists below.
        var activeAlerts: [AlertLine]?
        var alertTail: [AlertLine]?
        var model: [ModelLine]?
        var briefing: BriefingLine?

        enum CodingKeys: String, CodingKey {
            case facility
            case asOf = "as_of"
            case level
            case levelReasons = "level_reasons"
            case tiles, wards
            case activeAlerts = "active_alerts"
            case alertTail = "alert_tail"
            case model, briefing
        }
    }

    var sequence: Int64
    /// The sequence this patch applies to.
    var base: Int64
    @ISOMoment var asOf: Timestamp
    var facilities: [Facility]
    var accounting: Accounting
    var health: PipelineHealth

    enum CodingKeys: String, CodingKey {
        case sequence, base
        case asOf = "as_of"
        case facilities, accounting, health
    }

    /// The patch from `old` to `new` for one facility or all, or nil when their shape differs and a full
    /// board is due.
    init?(from old: BoardSnapshot, to new: BoardSnapshot, facility: String?) {
        let before = old.facilities.filter { facility == nil || $0.facility == facility }
        let after = new.facilities.filter { facility == nil || $0.facility == facility }
        guard before.map(\.facility) == after.map(\.facility) else { return nil }
        sequence = new.sequence
        base = old.sequence
        _asOf = ISOMoment(wrappedValue: new.asOf)
        accounting = new.accounting
        health = new.health
        facilities = []
        for (old, new) in zip(before, after) {
            guard let changed = Self.changes(from: old, to: new) else { return nil }
            facilities.append(changed)
        }
    }

    private static func changes(from old: FacilityBoard, to new: FacilityBoard) -> Facility? {
        guard old.tiles.map(\.id) == new.tiles.map(\.id), old.wards.map(\.ward) == new.wards.map(\.ward),
            old.briefing == nil || new.briefing != nil
        else { return nil }
        return Facility(
            facility: new.facility,
            asOf: new.asOf,
            level: new.level,
            levelReasons: new.levelReasons,
            tiles: zip(old.tiles, new.tiles).compactMap { $0 == $1 ? nil : $1 },
            wards: zip(old.wards, new.wards).compactMap { $0 == $1 ? nil : $1 },
            activeAlerts: old.activeAlerts == new.activeAlerts ? nil : new.activeAlerts,
            alertTail: old.alertTail == new.alertTail ? nil : new.alertTail,
            model: old.model == new.model ? nil : new.model,
            briefing: old.briefing == new.briefing ? nil : new.briefing
        )
    }
}
