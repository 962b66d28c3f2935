/// A position in each partition of a log, owned by one thread.
package protocol LogReader: AnyObject {
    /// Includes the partition in `poll` from `offset` on; at the end offset that is what comes next.
    ///
    /// Throws `dataLost` below the first kept offset and `recreated` beyond the end.
    func seek(partition: Int, to offset: Int64) throws(EventLogError)

    /// Returns what follows the positions of the partitions sought so far, in order within a partition.
    ///
    /// Waits until something arrives or `timeout` is over, then returns an empty array. The batches hold
    /// `maxRecords` records in all at most. A partition has one batch, or several where offsets jump (Kafka's
    /// transaction markers, compaction). After an error the position is undefined: seek again.
    func poll(maxRecords: Int, timeout: Duration) throws(EventLogError) -> [RecordBatch]

    /// The offset that is read next, past offsets without a record as far as the reader has seen them.
    ///
    /// It reaches `endOffsets` when all is read, even where a topic ends in a transaction marker, while the end of
    /// the last batch does not. Nil for a partition that is not read.
    func position(partition: Int) -> Int64?

    /// Frees the connection; later calls throw `EventLogError.closed`.
    func close()
}
