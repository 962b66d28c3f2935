/// The columns of a batch, index for index.
struct RecordColumns: Sendable {
    /// End position of each payload; the first starts at 0.
    var ends: [UInt32] = []
    var kinds: [RecordKind] = []
    var receivedAt: [Int64] = []
    var keyIndexes: [UInt32] = []
    var keys: [String] = []

    mutating func reserve(_ count: Int) {
        ends.reserveCapacity(count)
        kinds.reserveCapacity(count)
        receivedAt.reserveCapacity(count)
        keyIndexes.reserveCapacity(count)
    }
}
