import Hospital

/// When the gauges of the hours that may still change last changed by something else than time.
///
/// A gauge is read at the end of each hour, and now in the running hour. An event changes the readings at which a visit
/// counts otherwise than before: usually the one of now, more of them when it comes late.
struct GaugeChanges: Sendable {
    /// Watermark of the last change by gauge and hour; none where only the hour's beginning made the row.
    private var hours: [Gauges.Key: [Int64: Timestamp]] = [:]
    /// When a ward first had rows, which counts where the layout does not know it: its rows come all at once.
    private var wardsSince: [Int32: Timestamp] = [:]
    /// Everything changed then at the latest.
    private var all = Timestamp.distantPast

    /// Every gauge may be another from here on.
    mutating func noteAll(at watermark: Timestamp) { all = watermark }

    /// Notes which readings since the hour `firstHour` are others because `old` became `new`.
    mutating func note(
        from old: Visit,
        to new: Visit,
        _ emergencyWards: WardSet,
        since firstHour: Int64,
        watermark: Timestamp
    ) {
        var steps = Self.steps(old, -1, emergencyWards) + Self.steps(new, 1, emergencyWards)
        steps.sort { ($0.key.kind.rawValue, $0.key.ward, $0.at) < ($1.key.kind.rawValue, $1.key.ward, $1.at) }
        var difference = 0
        for (index, step) in steps.enumerated() {
            difference += step.by
            let next = index + 1 < steps.count && steps[index + 1].key == step.key ? steps[index + 1].at : nil
            // Behind its last step a gauge's difference goes on; the next gauge begins at none.
            if difference != 0 { mark(step.key, from: step.at, to: next, since: firstHour, watermark) }
            if next == nil { difference = 0 }
        }
    }

    /// Where a gauge's count goes up or down for `visit`, times `sign`.
    private static func steps(_ visit: Visit, _ sign: Int, _ emergencyWards: WardSet) -> [Step] {
        var steps: [Step] = []
        Gauges.periods(of: visit, emergencyWards) { key, start, end in
            steps.append(Step(key: key, at: start, by: sign))
            if let end { steps.append(Step(key: key, at: end, by: -sign)) }
        }
        return steps
    }

    private struct Step {
        var key: Gauges.Key
        var at: Timestamp
        var by: Int
    }

    /// Marks the hours that are read from `start` on and before `end`.
    private mutating func mark(
        _ key: Gauges.Key,
        from start: Timestamp,
        to end: Timestamp?,
        since firstHour: Int64,
        _ watermark: Timestamp
    ) {
        guard start <= watermark else { return }
        let running = watermark.hourNumber
        // Hour h is read at its end, the beginning of h + 1.
        var hour = max(firstHour, (start - TimeSpan(microseconds: 1)).hourNumber)
        while hour < running, end.map({ Timestamp(hourNumber: hour + 1) < $0 }) ?? true {
            mark(key, hour, watermark)
            hour += 1
        }
        if end.map({ watermark < $0 }) ?? true { mark(key, running, watermark) }
    }

    private mutating func mark(_ key: Gauges.Key, _ hour: Int64, _ watermark: Timestamp) {
        if key.kind == .occupied, hours[key] == nil { wardsSince[key.ward] = watermark }
        hours[key, default: [:]][hour] = watermark
    }

    /// Lets go of the hours before `hour`, which have settled.
    mutating func forget(before hour: Int64) {
        hours = hours.compactMapValues { moments in
            let left = moments.filter { $0.key >= hour }
            return left.isEmpty ? nil : left
        }
        wardsSince = wardsSince.filter { hours[Gauges.Key(kind: .occupied, ward: $0.key)] != nil }
    }

    /// When rows of `key` last changed: all of them at the latest, and single hours.
    func moments(of key: Gauges.Key?, isListed: Bool) -> (all: Timestamp, hours: [Int64: Timestamp]) {
        guard let key else { return (all, [:]) }
        let since = isListed ? nil : wardsSince[key.ward]
        return (max(all, since ?? .distantPast), hours[key] ?? [:])
    }
}

extension GaugeChanges: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(all)
        let ordered = hours.sorted {
            ($0.key.kind.rawValue, $0.key.ward) < ($1.key.kind.rawValue, $1.key.ward)
        }
        writer.write(UInt32(ordered.count))
        for (key, moments) in ordered {
            writer.write(key.kind.rawValue)
            writer.write(key.ward)
            writer.write(UInt32(moments.count))
            for (hour, moment) in moments.sorted(by: { $0.key < $1.key }) {
                writer.write(hour)
                writer.write(moment)
            }
        }
        writer.write(UInt32(wardsSince.count))
        for (ward, moment) in wardsSince.sorted(by: { $0.key < $1.key }) {
            writer.write(ward)
            writer.write(moment)
        }
    }

    init(from reader: inout StateReader) throws(StateError) {
        all = try reader.timestamp()
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = Gauges.Key(kind: try reader.raw(), ward: try reader.integer())
            for _ in 0..<(try reader.integer(UInt32.self)) {
                let hour: Int64 = try reader.integer()
                hours[key, default: [:]][hour] = try reader.timestamp()
            }
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let ward: Int32 = try reader.integer()
            wardsSince[ward] = try reader.timestamp()
        }
    }
}
