package import Hospital

/// The visits in memory by key.
package typealias VisitTable = SlotTable<VisitRecord>

extension SlotTable<VisitRecord> {
    /// Forgets who the visit of `key` was; it goes by `pseudonym` from now on, which no other visit may.
    mutating func erase(_ key: String, as pseudonym: String) {
        guard let slot = slot(of: key), rename(key, to: pseudonym) else { return }
        records[slot].erase(as: pseudonym)
    }

    /// Calls `body` with every visit that had not left by `moment`; the others are passed over without a copy.
    @inline(__always)
    func forEach(stillHereAfter moment: Timestamp, _ body: (borrowing Visit) -> Void) {
        let records = records.span
        for slot in records.indices {
            if let left = records[slot].visit.dischargedAt, left <= moment { continue }
            body(records[slot].visit)
        }
    }
}

/// Ward numbers with a flag, looked up without hashing.
package struct WardSet: Sendable, Equatable {
    private var flags: [Bool] = []

    package init() {}

    package func contains(_ ward: Int32) -> Bool {
        Int(ward) < flags.count && flags[Int(ward)]
    }

    /// The wards in it, ascending.
    package var numbers: [Int32] { flags.indices.filter { flags[$0] }.map { Int32($0) } }

    package mutating func insert(_ ward: Int32) {
        while flags.count <= Int(ward) { flags.append(false) }
        flags[Int(ward)] = true
    }
}
