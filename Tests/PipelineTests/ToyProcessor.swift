import Foundation
import Hospital

/// A processor that is no hospital: it adds the numbers sent under its key by hour of arrival, times its rules' factor.
///
/// Hours settle three hours after they end.
final class ToyProcessor: KeyedProcessor {
    struct Rules: Sendable, Equatable {
        var factor = 1
    }

    typealias Book = ToyBook
    typealias Live = [Sum]

    struct Output {
        var events: [Placed<Event>] = []
        var settled: [Placed<Sum>] = []
    }

    struct Event {
        var key: String
        var number: Int
        var factor: Int
    }

    struct Sum: Equatable {
        var key: String
        var hour: Int64
        var value: Int
    }

    static let events = RowLayout<Placed<Event>>(
        "toy/events",
        [
            .text("facility") { $0.row.key }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .integer("number") { $0.row.number },
            .integer("factor") { $0.row.factor },
        ]
    )

    static let sums = RowLayout<Sum>(
        "toy/sums",
        [.text("facility") { $0.key }, .long("hour") { $0.hour }, .integer("value") { $0.value }]
    )

    static let tables: [any TableSource<Output, [Sum]>] = [
        Table<Placed<Event>, Output, [Sum]>.facts(events) { output in
            defer { output.events = [] }
            return output.events.map { Placed($0, partition: $0.partition, offset: $0.offset) }
        },
        Table<Sum, Output, [Sum]>.keyed(
            sums,
            settled: { output in
                defer { output.settled = [] }
                return output.settled
            },
            live: LiveRows(rows: { $0 }, slice: { Int($0.hour % 2) })
        ),
    ]

    let key: String
    private var rules: Rules
    private var hours: [Int64: Int] = [:]
    private var newest = Int64.min
    private var output = Output()
    private var isChanged = true
    private(set) var accounting = Accounting()

    init(key: String, rules: Rules) {
        self.key = key
        self.rules = rules
    }

    init(key: String, rules: Rules, restoring parts: StateParts) throws(StateError) {
        self.key = key
        self.rules = rules
        (hours, newest) = try parts.read("hours", versions: 1...1) { reader, _ throws(StateError) in
            var hours: [Int64: Int] = [:]
            let newest: Int64 = try reader.integer()
            for _ in 0..<(try reader.integer(UInt32.self)) {
                let hour: Int64 = try reader.integer()
                hours[hour] = Int(try reader.integer(Int64.self))
            }
            return (hours, newest)
        }
        accounting = try parts.read("accounting", versions: 1...1) { reader, _ throws(StateError) in
            try Accounting(from: &reader)
        }
    }

    func snapshot() -> StateParts {
        var parts = StateParts()
        parts.add("hours", version: 1) { writer in
            writer.write(newest)
            writer.write(UInt32(hours.count))
            for (hour, value) in hours.sorted(by: { $0.key < $1.key }) {
                writer.write(hour)
                writer.write(Int64(value))
            }
        }
        parts.add("accounting", version: 1) { accounting.write(to: &$0) }
        return parts
    }

    func process(_ record: KeyedRecord) -> RecordOutcome {
        guard record.kind == .message else {
            return .refused(CommandOutcome(payload: record.payload, reason: "not_known"))
        }
        accounting.records += 1
        guard let number = Int(String(decoding: record.payload, as: UTF8.self)) else {
            accounting.quarantined += 1
            return .quarantined(.init("no_number", "expected a number"))
        }
        accounting.silver += 1
        isChanged = true
        hours[record.receivedAt.hourNumber, default: 0] += number * rules.factor
        let event = Event(key: key, number: number, factor: rules.factor)
        output.events.append(Placed(event, partition: record.partition, offset: record.offset))
        advance(to: record.receivedAt, partition: record.partition, offset: record.offset)
        return .accepted
    }

    func advance(to moment: Timestamp, partition: Int, offset: Int64) {
        newest = max(newest, moment.hourNumber)
        for hour in hours.keys.sorted() where hour < newest - 3 {
            let sum = Sum(key: key, hour: hour, value: hours.removeValue(forKey: hour) ?? 0)
            output.settled.append(Placed(sum, partition: partition, offset: offset))
            isChanged = true
        }
    }

    func adopt(_ rules: Rules, partition: Int, offset: Int64) { self.rules = rules }

    func takeOutput() -> Output {
        defer { output = Output() }
        return output
    }

    func live() -> [Sum] {
        hours.sorted { $0.key < $1.key }.map { Sum(key: key, hour: $0.key, value: $0.value) }
    }

    func takeLive() -> [Sum]? {
        defer { isChanged = false }
        return isChanged ? live() : nil
    }

    static let countNames: [String] = []
    var counts: [String: Int64] { ["hours": Int64(hours.count)] }
}

/// Rules of toy processors: a factor for all, others for some keys.
struct ToyBook: RuleBook {
    var factor = 0
    var factors: [String: Int] = [:]
    var isClosed = false

    struct Payload: Codable {
        var factor: Int
        var factors: [String: Int]
        var isClosed = false
        var initial = false
    }

    init() {}

    mutating func take(_ payload: ArraySlice<UInt8>) throws(RecordFault) -> [RuleChange] {
        guard let new = try? JSONDecoder().decode(Payload.self, from: Data(payload)) else {
            throw RecordFault("configuration_unreadable", "expected JSON")
        }
        let isSame = new.factor == factor && new.factors == factors && new.isClosed == isClosed
        factor = new.factor
        factors = new.factors
        isClosed = new.isClosed
        guard !isSame || new.initial else { return [] }
        return [
            RuleChange(
                site: "",
                hash: "\(factor)",
                actor: "test",
                at: Timestamp(seconds: 0),
                changes: "factor",
                rules: ""
            )
        ]
    }

    func rules(for key: String) -> ToyProcessor.Rules? {
        if isClosed, factors[key] == nil { return nil }
        return ToyProcessor.Rules(factor: factors[key] ?? factor)
    }

    func defaultRules(for key: String) -> ToyProcessor.Rules? { ToyProcessor.Rules(factor: factor) }

    func isListed(_ key: String) -> Bool { factors[key] != nil }

    static func isInitial(_ payload: ArraySlice<UInt8>) -> Bool {
        (try? JSONDecoder().decode(Payload.self, from: Data(payload)))?.initial ?? false
    }

    func write(to writer: inout StateWriter) {
        writer.write(Int64(factor))
        writer.write(isClosed)
        writer.write(UInt32(factors.count))
        for (key, factor) in factors.sorted(by: { $0.key < $1.key }) {
            writer.write(key)
            writer.write(Int64(factor))
        }
    }

    init(from reader: inout StateReader) throws(StateError) {
        factor = Int(try reader.integer(Int64.self))
        isClosed = try reader.bool()
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = try reader.string()
            factors[key] = Int(try reader.integer(Int64.self))
        }
    }
}

/// The configuration of toy processors outside the log.
struct ToyConfiguration: ConfigurationSource {
    var factor = 1
    var factors: [String: Int] = [:]
    var isClosed = false

    func records(from book: ToyBook, at moment: Timestamp) -> [[UInt8]] {
        guard book.factor != factor || book.factors != factors || book.isClosed != isClosed else { return [] }
        let payload = ToyBook.Payload(
            factor: factor,
            factors: factors,
            isClosed: isClosed,
            initial: book.factor == 0
        )
        return [(try? JSONEncoder().encode(payload)).map { Array($0) } ?? []]
    }
}
