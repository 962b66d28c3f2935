import Hospital

/// The visits in memory by key, each in a slot that is changed in place.
package struct VisitTable: Sendable, Equatable {
    /// Records by slot; a free slot holds a record that never began.
    package private(set) var records: [VisitRecord] = []
    private var slots: [String: Int] = [:]
    private var free: [Int] = []

    package init() {}

    /// Visits in memory.
    package var count: Int { slots.count }
    package var isEmpty: Bool { slots.isEmpty }
    package var keys: some Collection<String> { slots.keys }

    /// The record of `key`.
    package subscript(key: String) -> VisitRecord? { slots[key].map { records[$0] } }

    /// The slot of `key`, or nil.
    func slot(of key: String) -> Int? { slots[key] }

    /// A new slot for `record`, whose key must not have one.
    mutating func insert(_ record: VisitRecord) -> Int {
        let slot: Int
        if let reused = free.popLast() {
            slot = reused
            records[slot] = record
        } else {
            slot = records.count
            records.append(record)
        }
        slots[record.visit.key] = slot
        return slot
    }

    /// Changes the record in `slot` in place.
    mutating func update<Result>(_ slot: Int, _ change: (inout VisitRecord) -> Result) -> Result {
        change(&records[slot])
    }

    /// Forgets who the visit of `key` was; it goes by `pseudonym` from now on.
    mutating func erase(_ key: String, as pseudonym: String) {
        guard let slot = slots.removeValue(forKey: key) else { return }
        records[slot].erase(as: pseudonym)
        slots[pseudonym] = slot
    }

    /// Calls `body` with every visit that had not left by `moment`; the others are passed over without a copy.
    func forEach(stillHereAfter moment: Timestamp, _ body: (borrowing Visit) -> Void) {
        for slot in records.indices {
            if let left = records[slot].visit.dischargedAt, left <= moment { continue }
            body(records[slot].visit)
        }
    }

    /// Forgets `key`.
    mutating func remove(_ key: String) {
        guard let slot = slots.removeValue(forKey: key) else { return }
        records[slot] = VisitRecord(key: "")
        free.append(slot)
    }
}

/// Ward numbers with a flag, looked up without hashing.
struct WardSet: Sendable, Equatable {
    private var flags: [Bool] = []

    init() {}

    func contains(_ ward: Int32) -> Bool {
        Int(ward) < flags.count && flags[Int(ward)]
    }

    mutating func insert(_ ward: Int32) {
        while flags.count <= Int(ward) { flags.append(false) }
        flags[Int(ward)] = true
    }
}
