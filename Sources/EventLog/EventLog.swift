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

    /// As `append`, but only if each partition named in `ends` still ends there; nil when another record came first.
    ///
    /// For example: rules are appended once although two processes find that they changed. Kafka cannot tell: it
    /// appends in any case, and who reads must take a repeat for what it is.
    func append(
        _ records: [NewRecord],
        ifEndOffsets ends: [Int: Int64]
    ) throws(EventLogError) -> AppendReceipt?

    /// The offset that the next record of each partition will get.
    func endOffsets() throws(EventLogError) -> [Int64]

    /// The lowest offset that is still kept in each partition; equal to the end offset when nothing is kept.
    func firstOffsets() throws(EventLogError) -> [Int64]

    /// A reader with a position of its own, to be owned by one thread.
    func makeReader() throws(EventLogError) -> any LogReader

    /// The first records of a kind in a partition at or behind `offset`, at most `limit`, up to the present end.
    ///
    /// What was trimmed is passed over. For example, the first rules: `firstRecords(of: .configuration, partition: 0,
    /// from: 0, limit: 1)`. In an embedded log kinds from `configuration` on are found at once; else it reads.
    func firstRecords(
        of kind: RecordKind,
        partition: Int,
        from offset: Int64,
        limit: Int
    ) throws(EventLogError) -> [LogRecord]

    /// Erases what the records at `offsets` hold; readers see them as `redacted`, with key and time and no payload.
    ///
    /// When it returns the bytes are gone from the log's files. Throws `recreated` for an offset beyond the end and
    /// `notSupported` where only retention erases (Kafka).
    func redact(partition: Int, offsets: [Int64]) throws(EventLogError)

    /// Lets go of records below `offsets`, one per partition; may keep more than it has to.
    ///
    /// Never pass an offset above the lowest Delta `txn`. Kafka applies the topic's own retention instead.
    func trim(below offsets: [Int64]) throws(EventLogError)

    /// Tells lag monitors the next offset to be read per partition; a hint that nothing reads back.
    func reportProgress(_ offsets: [Int: Int64])

    /// Ends all use; later calls throw `EventLogError.closed`. Close readers first.
    func close()
}
