import Foundation
package import Hospital
import Synchronization

extension SiteClock {
    /// The clocks made so far: a zone has some 260 changes, and every site of a group has the same.
    private static let made = Mutex<[String: SiteClock]>([:])
    /// Clocks kept; there are some 600 zones.
    private static let maxKept = 1_000

    /// The clock of the zone called `name`, such as `Europe/London`; nil for an unknown one.
    package static func zone(_ name: String) -> SiteClock? {
        if let clock = made.withLock({ $0[name] }) { return clock }
        guard let zone = TimeZone(identifier: name) else { return nil }
        let clock = SiteClock(zone)
        made.withLock { if $0.count < maxKept { $0[name] = clock } }
        return clock
    }

    /// The offsets of `zone` from 1970 to 2100.
    private init(_ zone: TimeZone) {
        var moment = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var changes = [Change(start: .distantPast, offsetSeconds: Int64(zone.secondsFromGMT(for: moment)))]
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
            changes.append(
                Change(
                    start: Timestamp(seconds: Int64(next.timeIntervalSince1970)),
                    offsetSeconds: Int64(zone.secondsFromGMT(for: next))
                )
            )
            moment = next
        }
        self.init(changes: changes)
    }
}
