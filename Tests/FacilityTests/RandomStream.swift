import Hospital
import TestSupport

/// Seeded logs of a hospital that makes every mistake: late, doubled in time, cancelled and out of order.
struct RandomStream {
    private var random: SeededRandom
    private var sent: [(minute: Int64, order: Int, step: Step)] = []

    /// About `visits` visits over `days` days; some events come up to `longestDelay` minutes late.
    static func steps(seed: UInt64, visits: Int = 120, days: Int64 = 3, longestDelay: Int64 = 420) -> [Step] {
        var stream = RandomStream(random: SeededRandom(seed))
        for number in 0..<visits {
            stream.visit("V\(number)", from: stream.pick(0...(days * 1_440)), longestDelay)
        }
        if seed % 3 != 0 {
            for minute in stride(from: Int64(7), to: days * 1_440, by: 37) {
                stream.sent.append((minute, stream.sent.count, .heartbeat(monday + .minutes(minute))))
            }
        }
        return stream.sent.sorted { ($0.minute, $0.order) < ($1.minute, $1.order) }.map(\.step)
    }

    private init(random: SeededRandom) {
        self.random = random
    }

    private mutating func pick(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }
    private mutating func chance(_ percent: Int64) -> Bool { pick(1...100) <= percent }

    /// Minutes are often whole hours, so that bucket edges and equal times are hit.
    private mutating func soon(_ minute: Int64, _ most: Int64) -> Int64 {
        let next = minute + pick(0...most)
        return chance(25) ? (next + 59) / 60 * 60 : next
    }

    private mutating func send(_ event: PatientEvent, _ longestDelay: Int64) {
        let minute = event.at.since(monday).microseconds / 60_000_000
        let delay = chance(20) ? pick(0...longestDelay) : chance(50) ? pick(0...3) : 0
        sent.append((minute + delay, sent.count, .event(event)))
    }

    private mutating func place() -> (ward: String, bed: String) {
        let ward = ["ED", "AMU", "AMU", "MED", "MED", "OFF"][Int(pick(0...5))]
        return (ward, chance(80) ? "\(ward)-\(pick(1...6))" : "")
    }

    private mutating func visit(_ key: String, from start: Int64, _ longestDelay: Int64) {
        var minute = soon(start, 0)
        let isRegistered = chance(60)
        if isRegistered {
            send(
                event(
                    .register,
                    key,
                    minute,
                    "ED",
                    "",
                    age: chance(80) ? Int(pick(0...99)) : nil,
                    acuity: Int(pick(1...5))
                ),
                longestDelay
            )
        }
        // Not longer than the lateness horizon, so that no visit is told about after it has left.
        for _ in 0..<pick(1...8) {
            minute = soon(minute, 45)
            let (ward, bed) = place()
            switch pick(1...20) {
            case 1...4: send(event(.admit, key, minute, ward, bed, age: Int(pick(0...99))), longestDelay)
            case 5...8: send(event(.transfer, key, minute, ward, bed), longestDelay)
            case 9...12: send(event(.discharge, key, minute), longestDelay)
            case 13...15:
                send(event(.update, key, minute, "MED", "MED-1", age: Int(pick(0...99))), longestDelay)
            case 16...17: send(event(.update, key, minute, seenAt: minute - pick(0...5)), longestDelay)
            case 18: send(event(.register, key, minute, "ED"), longestDelay)
            case 19: send(event(.cancelAdmit, key, minute), longestDelay)
            default: send(event(.cancelDischarge, key, minute), longestDelay)
            }
        }
        if chance(80) { send(event(.discharge, key, soon(minute, 60)), longestDelay) }
        if chance(15) {
            send(event(.cancelDischarge, key, soon(minute, 300)), isRegistered ? longestDelay : 60)
        }
    }
}
