/// A position in each partition of a log, owned by one thread.
package protocol LogReader: AnyObject {
    /// Includes the partition in `poll` from `offset` on; at the end offset that is what comes next.
    ///
    /// Throws `dataLost` below the first kept offset and `recreated` beyond the end.
    func seek(partition: Int, to offset: Int64) throws(EventLogError)

    /// Returns what follows the positions of the partitions sought so far, at most one batch per partition.
    ///
    /// Waits until something arrives or `timeout` is over, then returns an empty array. The batches hold
    /// `maxRecords` records in all at most. After an error the position is undefined: seek again.
    func poll(maxRecords: Int, timeout: Duration) throws(EventLogError) -> [RecordBatch]

    /// Frees the connection; later calls throw `EventLogError.closed`.
    func close()
}
