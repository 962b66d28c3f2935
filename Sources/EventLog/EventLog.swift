/// A durable, partitioned, append-only log: the single source of truth for everything downstream.
///
/// All calls block the calling thread, so they belong on a thread of their own, not on the cooperative pool.
package protocol EventLog: Sendable {
    /// The name of the log in Delta's `txn` appId: the topic for Kafka, `adt` for an embedded log.
    var identity: String { get }

    /// Digits drawn when the log was made, so that another log is not taken for it; empty where there are none.
    var origin: String { get }

    /// The number of partitions, at least 1 and fixed while the log is open.
    var partitionCount: Int { get }

    /// The number of partitions now: more than `partitionCount` when somebody added some to a Kafka topic.
    ///
    /// Those are not read until the log is opened anew, and by then keys go to other partitions than before.
    func currentPartitionCount() throws(EventLogError) -> Int

    /// Appends records and returns when all of them are durable; records of one partition keep their order.
    ///
    /// Any number of threads may append at once. After an error none of the records is acknowledged. In the
    /// embedded log none of them exists either; in Kafka some may, so that a retry can duplicate them.
    func append(_ records: [NewRecord]) throws(EventLogError) -> AppendReceipt

    /// The offset that the next record of each partition will get.
    func endOffsets() throws(EventLogError) -> [Int64]

    /// The lowest offset that is still kept in each partition; equal to the end offset when nothing is kept.
    func firstOffsets() throws(EventLogError) -> [Int64]

    /// A reader with a position of its own, to be owned by one thread.
    func makeReader() throws(EventLogError) -> any LogReader

    /// Lets go of records below `offsets`, one per partition; may keep more than it has to.
    ///
    /// Never pass an offset above the lowest Delta `txn`. Kafka applies the topic's own retention instead.
    func trim(below offsets: [Int64]) throws(EventLogError)

    /// Tells lag monitors the next offset to be read per partition; a hint that nothing reads back.
    func reportProgress(_ offsets: [Int: Int64])

    /// Ends all use; later calls throw `EventLogError.closed`. Close readers first.
    func close()
}

extension EventLog {
    /// Unknown unless a log says otherwise.
    package var origin: String { "" }

    /// An embedded log keeps the partitions it was made with.
    package func currentPartitionCount() throws(EventLogError) -> Int { partitionCount }

    /// Does nothing: the embedded log's readers keep their position in Delta alone.
    package func reportProgress(_ offsets: [Int: Int64]) {}
}
