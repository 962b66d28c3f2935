import Hospital

/// What a partition remembers besides its owners.
struct PartitionOwn<Book: RuleBook>: Sendable {
    /// The rules of its keys.
    var book = Book()
    /// Records that belong to no owner.
    var unattributed = Accounting()
    /// Quarantined records by reason.
    var quarantineReasons: [String: Int64] = [:]
    /// Owners that no configuration of their own describes.
    var undescribed = 0
    /// When records arrived, for the trimming of the log.
    var arrivals = ArrivalMarks()
}

/// At which offset each hour of arrivals began, so that a length of time can be told as an offset.
struct ArrivalMarks: Sendable, Equatable {
    /// Hours remembered.
    static let capacity = 24 * 92

    private var offsets: [Int64] = []
    private var hours: [Int64] = []

    /// Notes the arrival of a record.
    mutating func note(_ offset: Int64, _ arrival: Timestamp) {
        guard arrival.hourNumber > hours.last ?? .min else { return }
        offsets.append(offset)
        hours.append(arrival.hourNumber)
        guard hours.count > Self.capacity else { return }
        offsets.removeFirst(Self.capacity / 8)
        hours.removeFirst(Self.capacity / 8)
    }

    /// The first offset that is no older than `span` before the newest arrival; nil while all are.
    func firstOffset(within span: Duration) -> Int64? {
        guard let newest = hours.last else { return nil }
        let hours = Int64(span.components.seconds / 3_600) + 1
        guard let place = self.hours.lastIndex(where: { $0 <= newest - hours }) else { return nil }
        return offsets[place]
    }
}

extension ArrivalMarks: StateCoded {
    func write(to writer: inout StateWriter) {
        writer.write(UInt32(offsets.count))
        for (offset, hour) in zip(offsets, hours) {
            writer.write(offset)
            writer.write(hour)
        }
    }

    init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            offsets.append(try reader.integer())
            hours.append(try reader.integer())
        }
    }
}

extension PartitionOwn: StateCoded {
    func write(to writer: inout StateWriter) {
        book.write(to: &writer)
        unattributed.write(to: &writer)
        writer.write(UInt32(quarantineReasons.count))
        for (reason, count) in quarantineReasons.sorted(by: { $0.key < $1.key }) {
            writer.write(reason)
            writer.write(count)
        }
        writer.write(Int64(undescribed))
        arrivals.write(to: &writer)
    }

    init(from reader: inout StateReader) throws(StateError) {
        book = try Book(from: &reader)
        unattributed = try Accounting(from: &reader)
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let reason = try reader.string()
            quarantineReasons[reason] = try reader.integer()
        }
        undescribed = Int(try reader.integer(Int64.self))
        arrivals = try ArrivalMarks(from: &reader)
    }
}
