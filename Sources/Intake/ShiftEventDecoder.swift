import Foundation
package import Hospital
package import Sites

/// Turns the JSON of a shift record into a `ShiftEvent`.
package struct ShiftEventDecoder: Sendable {
    private struct Wire: Decodable {
        var event_id: String
        var facility: String
        var ward: String
        var staff: String
        var role: ShiftEvent.Role
        var shift: String
        var status: ShiftEvent.Status
        var starts_at: String
        var ends_at: String
        var at: String
    }

    private let decoder = JSONDecoder()
    private let futureTolerance: TimeSpan

    package init(_ rules: SiteRules) {
        futureTolerance = rules.futureTolerance
    }

    package func event(
        _ bytes: ArraySlice<UInt8>,
        facility: String,
        receivedAt: Timestamp
    ) throws(RecordFault) -> ShiftEvent {
        let wire: Wire
        do {
            wire = try decoder.decode(Wire.self, from: Data(bytes))
        } catch DecodingError.keyNotFound(let key, _) {
            throw .init("bad_shift", "expected the key \(key.stringValue), found none")
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw .init("bad_shift", "\(context.codingPath[0].stringValue) holds a word that is not known")
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
            throw .init("bad_shift", "expected text at \(context.codingPath[0].stringValue)")
        } catch {
            throw .init("bad_shift", "expected a JSON object that describes a shift")
        }
        guard wire.facility == facility else {
            throw .init("facility_mismatch", "facility differs from the key of the log record")
        }
        func time(_ text: String, _ key: String) throws(RecordFault) -> Timestamp {
            guard let moment = Timestamp(iso8601: text) else {
                throw .init("bad_timestamp", "expected an ISO 8601 time at \(key)")
            }
            return moment
        }
        let event = ShiftEvent(
            eventID: wire.event_id,
            facility: wire.facility,
            ward: wire.ward,
            staff: wire.staff,
            role: wire.role,
            shift: wire.shift,
            status: wire.status,
            startsAt: try time(wire.starts_at, "starts_at"),
            endsAt: try time(wire.ends_at, "ends_at"),
            at: try time(wire.at, "at")
        )
        guard !event.eventID.isEmpty else {
            throw .init("control_id_missing", "expected an event_id, found none")
        }
        guard !event.shift.isEmpty, !event.ward.isEmpty else {
            throw .init("bad_shift", "expected a shift and a ward, found none")
        }
        guard event.shift.utf8.count <= 100, event.ward.utf8.count <= 100 else {
            throw .init("name_too_long", "expected a shift and a ward of at most 100 bytes each")
        }
        guard event.startsAt < event.endsAt, event.endsAt.since(event.startsAt) <= ShiftEvent.longestShift
        else {
            throw .init(
                "bad_shift",
                "expected ends_at within \(Int(ShiftEvent.longestShift.hours)) hours after starts_at"
            )
        }
        guard event.at <= receivedAt + futureTolerance else {
            throw .init("event_time_in_future", "the event time is later than its arrival allows")
        }
        return event
    }
}

extension Timestamp {
    /// Reads `2026-01-05T07:00:00Z` or an offset `+01:00`, with or without fractions; nil for anything else.
    package init?(iso8601 text: String) {
        if let plain = Timestamp(plain: text) {
            self = plain
            return
        }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return nil }
        let micros = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard micros.magnitude < 9e18 else { return nil }
        self.init(microseconds: Int64(micros))
        guard Timestamp.calendar.contains(self) else { return nil }
    }

    /// Reads exactly `2026-01-05T07:00:00Z`, the form every sender of ours uses.
    private init?(plain text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return nil }
        for (place, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")]
            as [(Int, Unicode.Scalar)]
        {
            guard bytes[place] == UInt8(ascii: mark) else { return nil }
        }
        func number(_ range: Range<Int>) -> Int {
            range.reduce(0) { total, place in
                let digit = bytes[place] &- 0x30
                return total < 0 || digit > 9 ? -1 : total * 10 + Int(digit)
            }
        }
        let civil = CivilTime(
            year: number(0..<4),
            month: number(5..<7),
            day: number(8..<10),
            hour: number(11..<13),
            minute: number(14..<16),
            second: number(17..<19)
        )
        guard civil.year > 0,
            (1...max(1, CivilTime.days(inMonth: civil.month, of: civil.year))).contains(civil.day),
            (1...12).contains(civil.month), (0...23).contains(civil.hour), (0...59).contains(civil.minute),
            (0...59).contains(civil.second)
        else { return nil }
        self = civil.utc
    }
}
