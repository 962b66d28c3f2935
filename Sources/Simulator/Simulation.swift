package import Hospital

/// A seeded stream of what the feeds of several hospitals send, in order of sending.
///
/// The same configuration gives the same bytes. Memory follows open visits, open shifts and records under way
/// unless history is kept. The last record is a heartbeat at the end of the stream (when heartbeats are on);
/// records still under way then are sent at the end, except duplicates and very late ones, which are left
/// out.
package struct Simulation: Sequence, IteratorProtocol, Sendable {
    /// An event is late when it is older than the watermark by more than this.
    package static let latenessHorizon = TimeSpan.hours(24)

    private var facilities: [FacilityModel]
    private var nextTimes: [Int64]
    private var underway = PriorityQueue<OutgoingRecord>()
    private var recordsOrdered: Int64 = 0
    private var originals = 0
    private let maximumOriginals: Int
    private let heartbeatSeconds: Int64
    private var nextHeartbeat: Int64
    private var end: Int64
    private var isEnding = false
    private var isOver = false
    private var watermarks: [Int64]
    private var recordCounts = TruthCounts()
    private let clock: SiteClock

    /// - Parameter configuration: 1 to 78 facilities, a layout with an emergency ward and a ward with beds.
    package init(_ configuration: SimulatorConfiguration) {
        precondition((1...78).contains(configuration.facilities), "a simulation has 1 to 78 facilities")
        facilities = (0..<configuration.facilities).map {
            FacilityModel(index: $0, configuration: configuration)
        }
        nextTimes = facilities.map { $0.nextTime ?? .max }
        watermarks = facilities.map { _ in .min / 2 }
        clock = configuration.clock
        let start = configuration.start.microseconds.floorDivided(by: 1_000_000)
        switch configuration.length {
        case .days(let days):
            end = start + Int64(Swift.max(0, days)) * 86_400
            maximumOriginals = .max
        case .events(let count):
            end = .max
            maximumOriginals = Swift.max(1, count)
        }
        heartbeatSeconds = configuration.heartbeat.map { Swift.max(1, $0.wholeSeconds) } ?? 0
        nextHeartbeat = heartbeatSeconds > 0 ? start + heartbeatSeconds : .max
    }

    /// Exact counts of what was sent so far; those of visits run ahead of sending until the stream is over.
    package var counts: TruthCounts {
        var counts = recordCounts
        for facility in facilities { counts.addVisitFacts(of: facility.tally) }
        return counts
    }

    /// Visits open in all hospitals and records under way: what memory follows.
    package var load: (openVisits: Int, recordsUnderway: Int, agendaEntries: Int) {
        (
            facilities.reduce(0) { $0 + $1.openVisits }, underway.count,
            facilities.reduce(0) { $0 + $1.agenda.count }
        )
    }

    /// The truth of the stream so far, meant for its end; without kept history it has counts but no KPIs.
    package var truth: TruthLog {
        var kpis: [KPITruth] = []
        for (index, facility) in facilities.enumerated() {
            kpis += KPIRecount(facility, clock: clock, closedThrough: watermarks[index]).rows
        }
        let closed = watermarks.min() ?? 0
        return TruthLog(counts: counts, kpis: kpis, closedThrough: Timestamp(seconds: closed))
    }

    package mutating func next() -> FeedRecord? {
        while true {
            let (facility, agendaTime) = earliest()
            let bound = isEnding ? end : Swift.min(agendaTime, nextHeartbeat, end)
            if let first = underway.first, isEnding || first.sentAt <= bound {
                guard let record = underway.popFirst() else { return nil }
                if isEnding, record.sentAt > end, record.mayBeDropped { continue }
                return release(record)
            }
            if isEnding { return finalHeartbeat() }
            if nextHeartbeat <= agendaTime, nextHeartbeat < end {
                let time = nextHeartbeat
                nextHeartbeat += heartbeatSeconds
                return heartbeat(at: time)
            }
            if agendaTime >= end {
                isEnding = true
                continue
            }
            advance(facility, at: agendaTime)
        }
    }

    /// The hospital whose agenda comes first, and its time.
    private func earliest() -> (Int, Int64) {
        var best = 0
        for index in nextTimes.indices where nextTimes[index] < nextTimes[best] { best = index }
        return (best, nextTimes[best])
    }

    private mutating func advance(_ facility: Int, at time: Int64) {
        let before = facilities[facility].dispatch.originals
        facilities[facility].step()
        originals += facilities[facility].dispatch.originals - before
        nextTimes[facility] = facilities[facility].nextTime ?? .max
        for var record in facilities[facility].dispatch.produced {
            recordsOrdered += 1
            record.order = recordsOrdered
            underway.insert(record)
        }
        facilities[facility].dispatch.produced.removeAll(keepingCapacity: true)
        if originals >= maximumOriginals {
            end = time + 1
            isEnding = true
        }
    }

    /// Counts the record by what the pipeline must do with it, and sends it.
    private mutating func release(_ record: OutgoingRecord) -> FeedRecord {
        switch record.kind {
        case .message: recordCounts.messages += 1
        case .shift: recordCounts.shiftEvents += 1
        case .heartbeat: recordCounts.heartbeats += 1
        }
        switch record.fate {
        case .duplicate: recordCounts.duplicates += 1
        case .quarantine: recordCounts.quarantined += 1
        case .good:
            if record.at < watermarks[record.facility] - Self.latenessHorizon.wholeSeconds {
                recordCounts.late += 1
            } else {
                recordCounts.silver += 1
                watermarks[record.facility] = Swift.max(watermarks[record.facility], record.at)
            }
        }
        return FeedRecord(
            kind: record.kind,
            facility: facilities[record.facility].code,
            sentAt: Timestamp(seconds: Swift.min(record.sentAt, end)),
            payload: record.payload
        )
    }

    private mutating func heartbeat(at time: Int64) -> FeedRecord {
        recordCounts.heartbeats += 1
        for index in watermarks.indices { watermarks[index] = Swift.max(watermarks[index], time) }
        return FeedRecord(kind: .heartbeat, facility: "", sentAt: Timestamp(seconds: time), payload: [])
    }

    private mutating func finalHeartbeat() -> FeedRecord? {
        guard !isOver else { return nil }
        isOver = true
        return heartbeatSeconds > 0 ? heartbeat(at: end) : nil
    }
}
