package import Hospital

/// Things to look at when event time passes a moment, earliest first.
///
/// A timer is a hint: whoever takes it checks the visit or alert again, so nothing is ever removed early.
package struct TimerQueue: Sendable, Equatable {
    /// What to look at.
    package enum Subject: UInt8, Sendable {
        /// A patient reaches the imminent-breach limit in the department.
        case imminentBreach = 1
        /// A closed visit becomes old enough to settle.
        case settleVisit = 2
        /// A raised alert nobody acknowledged is due for escalation.
        case escalateAlert = 3
        /// A patient still in the department, or in hospital, passes an edge of the bins of time.
        case departmentBin = 4
        case inpatientBin = 5
        /// The limit of a stay passes: four hours, or the critical stay.
        case departmentVerdict = 6
        case inpatientVerdict = 7
    }

    /// Something due at an event time.
    package struct Timer: Sendable, Equatable {
        package var due: Timestamp
        package var subject: Subject
        /// Visit key or alert id.
        package var key: String

        func precedes(_ other: Timer) -> Bool {
            if due != other.due { return due < other.due }
            if subject != other.subject { return subject.rawValue < other.subject.rawValue }
            return key < other.key
        }
    }

    /// A binary heap, smallest first.
    package private(set) var heap: [Timer] = []

    package init() {}

    package init(heap: [Timer]) {
        self.heap = heap
    }

    package mutating func schedule(_ timer: Timer) {
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
    mutating func rename(_ key: String, to other: String) {
        let timers = heap
        heap.removeAll(keepingCapacity: true)
        for var timer in timers {
            if timer.key == key { timer.key = other }
            schedule(timer)
        }
    }

    /// The earliest timer due at or before `moment`, taken out.
    package mutating func next(dueBy moment: Timestamp) -> Timer? {
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
