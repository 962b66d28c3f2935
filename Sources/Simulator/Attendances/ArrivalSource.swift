package import Hospital

/// Where the arrival comes from: a column of times, or a first day and columns of day and hour.
package struct ArrivalSource: Sendable, Equatable, Decodable {
    /// A calendar of numbered days.
    package struct Calendar: Sendable, Equatable {
        /// Midnight of day number `firstDay`.
        package var base: Timestamp
        package var firstDay: Int
        /// Column of day numbers.
        package var day: String
        /// Column of hours, 0 to 23.
        package var hour: String
        /// Spreads the arrivals of one hour evenly over it, in the file's order.
        package var spreadsMinutes: Bool
    }

    package var column: String?
    package var calendar: Calendar?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case column, base, day, hour
        case firstDay = "first_day"
        case spreadMinutes = "spread_minutes"
    }

    package init(from decoder: any Decoder) throws {
        try MappingKeys.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        column = try keys.decodeIfPresent(String.self, forKey: .column)
        guard keys.contains(.base) || keys.contains(.day) || keys.contains(.hour) else {
            guard column != nil else {
                throw MappingKeys.fault(in: decoder, "name `column`, or `base`, `day` and `hour`")
            }
            return
        }
        if column != nil {
            throw MappingKeys.fault(in: decoder, "name either `column` or `base`, `day` and `hour`")
        }
        let text = try keys.decode(String.self, forKey: .base)
        guard let base = CellTime.parse(text, utcOffsetMinutes: 0) else {
            throw MappingKeys.fault(in: decoder, "`base` is no time like 2023-01-02T00:00:00Z")
        }
        calendar = Calendar(
            base: base,
            firstDay: try keys.decodeIfPresent(Int.self, forKey: .firstDay) ?? 1,
            day: try keys.decode(String.self, forKey: .day),
            hour: try keys.decode(String.self, forKey: .hour),
            spreadsMinutes: try keys.decodeIfPresent(Bool.self, forKey: .spreadMinutes) ?? false
        )
    }

    var columns: [String] {
        calendar.map { [$0.day, $0.hour] } ?? column.map { [$0] } ?? []
    }
}
