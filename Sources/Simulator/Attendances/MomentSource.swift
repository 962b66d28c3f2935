package import Hospital

/// Where a moment comes from: a column of ISO 8601 times, or of a stay in minutes, hours or days.
package struct MomentSource: Sendable, Equatable, Decodable {
    /// How a cell of the column reads.
    package enum Form: Sendable, Equatable {
        case time
        /// A number of spans of this length.
        case stay(TimeSpan)
    }

    package var column: String
    package var form: Form

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case column
        case stayMinutes = "stay_minutes"
        case stayHours = "stay_hours"
        case stayDays = "stay_days"
    }

    package init(from decoder: any Decoder) throws {
        try MappingKeys.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let forms: [(CodingKeys, Form)] = [
            (.column, .time), (.stayMinutes, .stay(.minute)), (.stayHours, .stay(.hour)),
            (.stayDays, .stay(.day)),
        ]
        let present = forms.filter { keys.contains($0.0) }
        guard present.count == 1, let only = present.first else {
            let names = CodingKeys.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw MappingKeys.fault(in: decoder, "name exactly one of \(names)")
        }
        column = try keys.decode(String.self, forKey: only.0)
        form = only.1
    }
}
