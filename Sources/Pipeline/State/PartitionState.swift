import Hospital

/// Everything the pipeline remembers of one log partition: a function of its records up to `nextOffset`.
struct PartitionState {
    let partition: Int
    /// Offset of the next record to process.
    var nextOffset: Int64 = 0
    var facilities: [FacilityState] = []
    private(set) var facilityIndex: [String: Int] = [:]
    /// Quarantined records by reason.
    var quarantineReasons: [String: Int64] = [:]
    /// Records without a facility that can be told.
    var unattributed = Accounting()

    init(partition: Int) {
        self.partition = partition
    }

    /// Most facilities one partition may hold; more is a broken key.
    static let facilityLimit = 1_000

    /// Position of `facility` in `facilities`, new if need be; nil when it is not listed or there are too many.
    mutating func index(of facility: String, _ configuration: PipelineConfiguration) -> Int? {
        if let known = facilityIndex[facility] { return known }
        guard facilities.count < Self.facilityLimit, let rules = configuration.rules(facility) else {
            return nil
        }
        facilities.append(FacilityState(rules))
        facilityIndex[facility] = facilities.count - 1
        return facilities.count - 1
    }

    /// Rows given out to gold since the first record.
    var counts: OutputCounts {
        facilities.reduce(OutputCounts()) { $0 + $1.counts }
    }

    /// All records of the partition by outcome.
    var accounting: Accounting {
        facilities.reduce(unattributed) { $0 + $1.accounting }
    }
}

/// Rows that left the pipeline for gold, since the first record.
struct OutputCounts: Sendable, Equatable {
    var predictions: Int64 = 0
    var alerts: Int64 = 0
    var settledKPIs: Int64 = 0
    var briefings: Int64 = 0

    static func + (left: OutputCounts, right: OutputCounts) -> OutputCounts {
        OutputCounts(
            predictions: left.predictions + right.predictions,
            alerts: left.alerts + right.alerts,
            settledKPIs: left.settledKPIs + right.settledKPIs,
            briefings: left.briefings + right.briefings
        )
    }
}

extension PartitionState {
    func write(to writer: inout StateWriter) {
        writer.write(Int64(partition))
        writer.write(nextOffset)
        writer.write(UInt32(facilities.count))
        for facility in facilities { facility.write(to: &writer) }
        writer.write(UInt32(quarantineReasons.count))
        for (reason, count) in quarantineReasons.sorted(by: { $0.key < $1.key }) {
            writer.write(reason)
            writer.write(count)
        }
        unattributed.write(to: &writer)
    }

    init(configuration: PipelineConfiguration, from reader: inout StateReader) throws(StateError) {
        self.init(partition: Int(try reader.integer(Int64.self)))
        nextOffset = try reader.integer()
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let state = try FacilityState(configuration: configuration, from: &reader)
            facilityIndex[state.facility] = facilities.count
            facilities.append(state)
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let reason = try reader.string()
            quarantineReasons[reason] = try reader.integer()
        }
        unattributed = try Accounting(from: &reader)
    }
}

/// The state of one log partition in bytes: what crosses to the thread that writes it down.
struct SavedPartition: Sendable {
    let partition: Int
    let nextOffset: Int64
    let bytes: [UInt8]

    init(_ state: PartitionState) {
        partition = state.partition
        nextOffset = state.nextOffset
        var writer = StateWriter()
        state.write(to: &writer)
        bytes = writer.bytes
    }
}
