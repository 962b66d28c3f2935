/// Names this pipeline's progress in the tables: one `txn` per log partition.
package struct LakeIdentity: Sendable, Equatable {
    /// `pipeline/topic`.
    package var appIDPrefix: String
    package var partitionCount: Int
    /// What tells the log from another of its name; empty when nothing does.
    package var origin: String

    package init(pipeline: String, topic: String, partitionCount: Int, origin: String = "") {
        appIDPrefix = "\(pipeline)/\(topic)"
        self.partitionCount = partitionCount
        self.origin = origin
    }

    /// Where the `txn` ids of origins begin.
    var originPrefix: String { "\(appIDPrefix)/origin/" }

    /// The `txn` that marks a table as made from this log.
    var originID: String? { origin.isEmpty ? nil : originPrefix + origin }
}
