/// What a timer looks at: a number that the owner who schedules it declares and takes it back by.
///
/// Open, so that any owner can add subjects: it declares statics in an extension. Timers of one moment fire in the
/// order of these numbers, and snapshots keep them: a number is never given to another subject.
///
/// For example: `extension TimerSubject { static let settleVisit = TimerSubject(rawValue: 2) }`.
package struct TimerSubject: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}

/// Something due at an event time.
package struct FlowTimer: Sendable, Equatable {
    package var due: Timestamp
    package var subject: TimerSubject
    /// Key of what is looked at: of a visit, an alert, a shift.
    package var key: String

    package init(due: Timestamp, subject: TimerSubject, key: String) {
        self.due = due
        self.subject = subject
        self.key = key
    }

    func precedes(_ other: FlowTimer) -> Bool {
        if due != other.due { return due < other.due }
        if subject != other.subject { return subject.rawValue < other.subject.rawValue }
        return key < other.key
    }
}

/// Things to look at when event time passes a moment, earliest first.
///
/// A timer is a hint: whoever takes it checks the visit or alert again, so nothing is ever removed early.
package struct TimerQueue: Sendable, Equatable {
    /// A binary heap, smallest first.
    package private(set) var heap: [FlowTimer] = []

    package init() {}

    package mutating func schedule(_ timer: FlowTimer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Lets the timers of `key` go by `other`.
    package mutating func rename(_ key: String, to other: String) {
        let timers = heap
        heap.removeAll(keepingCapacity: true)
        for var timer in timers {
            if timer.key == key { timer.key = other }
            schedule(timer)
        }
    }

    /// The earliest timer due at or before `moment`, taken out.
    package mutating func next(dueBy moment: Timestamp) -> FlowTimer? {
        // Asked for each record: look at the time alone before copying a timer.
        guard !heap.isEmpty, heap[0].due <= moment else { return nil }
        let first = heap[0]
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count {
                if heap[child].precedes(heap[smallest]) { smallest = child }
            }
            guard smallest != parent else { return first }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}

extension TimerQueue: StateCoded {
    package func write(to writer: inout StateWriter) { writer.write(heap) }

    package init(from reader: inout StateReader) throws(StateError) {
        for timer in try reader.array(FlowTimer.self) { schedule(timer) }
    }
}

extension FlowTimer: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(due)
        writer.write(subject.rawValue)
        writer.write(key)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        due = try reader.timestamp()
        subject = TimerSubject(rawValue: try reader.integer())
        key = try reader.string()
    }
}
