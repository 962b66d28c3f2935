import HL7
import Hospital
import Simulator

/// A slow, plain reader of a simulated stream: accepts, refuses and folds messages as a pipeline must.
struct SilverFold {
    struct Event {
        var at: Int64
        var trigger: String
        var ward: String
        var bed: String
        var age: Int?
        var seenAt: Int64?
    }

    struct Visit {
        var arrivedAt: Int64?
        var admittedAt: Int64?
        var admissionWard = ""
        var seenAt: Int64?
        var dischargedAt: Int64?
        var neverWas = false
        var stays: [(ward: String, bed: String, start: Int64, isTransfer: Bool)] = []
        var age: Int?
        var hasOrderError = false
        var hasAgeChange = false

        func end(ofStay index: Int) -> Int64? {
            index + 1 < stays.count ? stays[index + 1].start : dischargedAt
        }
    }

    var silver = 0
    var duplicates = 0
    var quarantined = 0
    var late = 0
    var heartbeats = 0
    var events: [String: [Event]] = [:]
    private var seenMessages: [String: [UInt8]] = [:]
    private var seenShifts: Set<[UInt8]> = []
    private var watermarks: [String: Int64] = [:]
    private var heartbeatAt = Int64.min / 2
    private var index = MessageIndex()

    mutating func read(_ record: FeedRecord) {
        switch record.kind {
        case .heartbeat:
            heartbeats += 1
            heartbeatAt = max(heartbeatAt, record.sentAt.microseconds / 1_000_000)
        case .shift:
            if seenShifts.insert(record.payload).inserted { silver += 1 } else { duplicates += 1 }
        case .message:
            readMessage(record)
        }
    }

    private mutating func readMessage(_ record: FeedRecord) {
        guard let (control, visit, event) = try? parse(record.payload) else {
            quarantined += 1
            return
        }
        let key = record.facility + control
        if let earlier = seenMessages[key] {
            if earlier == record.payload { duplicates += 1 } else { quarantined += 1 }
            return
        }
        seenMessages[key] = record.payload
        let watermark = max(watermarks[record.facility] ?? .min / 2, heartbeatAt)
        if event.at < watermark - 86_400 {
            late += 1
            return
        }
        silver += 1
        watermarks[record.facility] = max(watermark, event.at)
        events[record.facility + "/" + visit, default: []].append(event)
    }

    private struct Refused: Error {}

    private mutating func parse(_ bytes: [UInt8]) throws -> (String, String, Event) {
        try index.parse(bytes)
        let control = try index.string(index.field(.msh, 10), in: bytes)
        let visit = try index.string(index.component(.pv1, 19, 1, in: bytes), in: bytes)
        let trigger = try index.string(index.component(.msh, 9, 2, in: bytes), in: bytes)
        let known = PatientEvent.Trigger.allCases.map(\.code)
        guard !control.isEmpty, !visit.isEmpty, known.contains(trigger) else { throw Refused() }
        var event = Event(
            at: try seconds(index.field(.evn, 6), bytes),
            trigger: trigger,
            ward: try index.string(index.component(.pv1, 3, 1, in: bytes), in: bytes),
            bed: try index.string(index.component(.pv1, 3, 3, in: bytes), in: bytes)
        )
        let born = index.field(.pid, 7)
        if !born.isEmpty {
            let birth = CivilTime(utc: Timestamp(seconds: try seconds(born, bytes)))
            let now = CivilTime(utc: Timestamp(seconds: event.at))
            let isBefore = (now.month, now.day) < (birth.month, birth.day)
            event.age = now.year - birth.year - (isBefore ? 1 : 0)
        }
        if let seen = index.observation("SEEN", in: bytes), let value = index.field(ofSegment: seen, 5) {
            event.seenAt = try seconds(value, bytes)
        }
        return (control, visit, event)
    }

    private func seconds(_ range: Range<Int>, _ bytes: [UInt8]) throws -> Int64 {
        try HL7Timestamp(bytes, in: range).microseconds() / 1_000_000
    }

    /// Every accepted visit folded in order of event time, by facility and visit number.
    var visits: [String: Visit] { events.mapValues(Self.fold) }

    private static func fold(_ events: [Event]) -> Visit {
        var visit = Visit()
        var last = Int64.min
        for event in events.sorted(by: { $0.at < $1.at }) {
            if event.at == last || (visit.dischargedAt != nil && event.trigger != "A13") {
                visit.hasOrderError = true
            }
            last = event.at
            if let age = visit.age, age != event.age { visit.hasAgeChange = true }
            visit.age = event.age
            switch event.trigger {
            case "A04":
                visit.arrivedAt = event.at
            case "A01":
                visit.admittedAt = event.at
                visit.admissionWard = event.ward
            case "A02":
                if visit.admittedAt == nil { visit.hasOrderError = true }
            case "A03": visit.dischargedAt = event.at
            case "A13": visit.dischargedAt = nil
            case "A11":
                visit.admittedAt = nil
                visit.neverWas = visit.arrivedAt == nil
            default: break
            }
            if visit.seenAt == nil, let seenAt = event.seenAt { visit.seenAt = seenAt }
            guard ["A04", "A01", "A02"].contains(event.trigger) else { continue }
            if visit.stays.last?.ward != event.ward || visit.stays.last?.bed != event.bed {
                visit.stays.append((event.ward, event.bed, event.at, event.trigger == "A02"))
            }
        }
        return visit
    }
}

/// All records of a simulation, and its truth at the end.
func run(_ configuration: SimulatorConfiguration) -> (records: [FeedRecord], truth: TruthLog) {
    var simulation = Simulation(configuration)
    var records: [FeedRecord] = []
    while let record = simulation.next() { records.append(record) }
    return (records, simulation.truth)
}

/// What the plain reader makes of `records`.
func folded(_ records: [FeedRecord]) -> SilverFold {
    var fold = SilverFold()
    for record in records { fold.read(record) }
    return fold
}
