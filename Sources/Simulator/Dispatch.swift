import HL7
import Hospital

/// Turns one hospital's events into records, and spoils some of them.
///
/// Chance has a stream of its own here: the same seed gives the same patients with and without faults.
struct Dispatch: Sendable {
    private let facility: String
    private let index: Int
    private let faults: FaultRates
    private let faultsFrom: Int64
    private var random: SeededRandom
    private var builder = MessageBuilder()
    private var controlNumber = 0
    /// Originals sent: messages and shift events without copies.
    private(set) var originals = 0
    /// Records since they were last taken.
    var produced: [OutgoingRecord] = []

    /// About this share of the messages are updates that a very late delay may strike.
    private static let noiseShare = 0.16

    init(facility: String, index: Int, configuration: SimulatorConfiguration) {
        self.facility = facility
        self.index = index
        faults = configuration.faults
        faultsFrom = configuration.start.microseconds / 1_000_000
        random = SeededRandom(seed: configuration.seed, stream: UInt64(index) * 2 + 2)
    }

    /// Sends `message`, whose control id and time of sending are set here.
    ///
    /// `isNoise` says that no KPI depends on it.
    mutating func send(_ message: ADTMessage, isNoise: Bool) {
        originals += 1
        let at = message.event.at.microseconds / 1_000_000
        var message = message
        message.controlID = nextControlID()
        message.sentAt = Timestamp(seconds: at + random.integer(1...5))
        message.encode(into: &builder)
        let record = OutgoingRecord(
            sentAt: message.sentAt.microseconds / 1_000_000,
            at: at,
            kind: .message,
            facility: index,
            fate: .good,
            payload: builder.bytes
        )
        guard at >= faultsFrom else { return produced.append(record) }
        if isNoise, random.chance(faults.veryLate / Self.noiseShare) {
            var slow = record
            slow.sentAt += random.integer(93_600...144_000)
            slow.mayBeDropped = true
            return produced.append(slow)
        }
        let draw = random.unit()
        if draw < faults.malformed {
            var copy = message
            copy.controlID = nextControlID()
            var bad = record
            bad.fate = .quarantine
            bad.payload = MessageCorruption.spoil(copy, &random)
            produced.append(bad)
            produced.append(record)
        } else if draw < faults.malformed + faults.reusedControlID {
            produced.append(record)
            var other = message
            other.givenName += "-Ann"
            var bad = record
            bad.fate = .quarantine
            bad.payload = other.bytes
            bad.sentAt += random.integer(1...600)
            bad.mayBeDropped = true
            produced.append(bad)
        } else {
            deliver(record, draw - faults.malformed - faults.reusedControlID)
        }
    }

    /// Sends a shift event; it may be doubled or delayed but not corrupted.
    mutating func send(_ event: ShiftEvent) {
        originals += 1
        let at = event.at.microseconds / 1_000_000
        let record = OutgoingRecord(
            sentAt: at + random.integer(1...5),
            at: at,
            kind: .shift,
            facility: index,
            fate: .good,
            payload: event.jsonBytes
        )
        deliver(record, random.unit())
    }

    /// Doubles or delays the record when `draw`, uniform above 0, is low enough.
    private mutating func deliver(_ record: OutgoingRecord, _ draw: Double) {
        var record = record
        if draw < faults.duplicate {
            var copy = record
            copy.fate = .duplicate
            copy.sentAt += random.integer(1...600)
            copy.mayBeDropped = true
            produced.append(record)
            return produced.append(copy)
        }
        if draw < faults.duplicate + faults.outOfOrder {
            record.sentAt += random.integer(60...1_800)
        } else if draw < faults.duplicate + faults.outOfOrder + faults.late {
            record.sentAt += random.integer(3_600...43_200)
        }
        produced.append(record)
    }

    private mutating func nextControlID() -> String {
        controlNumber += 1
        return facility + String(controlNumber)
    }
}
