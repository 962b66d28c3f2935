public import Parquet
internal import Storage

extension DeltaTable {
    /// How young a file that no commit names is left alone by a purge, in milliseconds.
    static let youngMilliseconds: Int64 = 3_600_000

    /// Destroys the bytes of a person's rows: first erases what is still in the table, then writes every live
    /// file that holds such rows anew and deletes every old file that does, whatever the retention says.
    ///
    /// Old files are data files of earlier versions, change data, files no commit names, and the deletion
    /// vectors of all these; others stay. Versions that need a deleted file can no longer be read and say so.
    /// After a crash the call can be repeated. The texts are as for `erase`.
    ///
    /// - Throws: as `erase`.
    @discardableResult
    public mutating func purge(matching filter: RowFilter, by actor: String, reason: String)
        throws(DeltaError) -> PurgeResult
    {
        try erase(matching: filter, by: actor, reason: reason)
        let transaction = Transaction(
            operation: "PURGE",
            parameters: ["by": actor, "reason": reason],
            dataChange: false
        )
        var left = PurgeResult()
        let done = try commitRetrying("PURGE") { (table) throws(DeltaError) in
            let plan = try Purge(filter, transaction: transaction, in: &table)
            left = plan.result
            return plan.doomed.isEmpty ? nil : (plan.transaction, plan)
        }
        guard let done else { return left }
        var result = done.result.result
        result.version = done.version
        for entry in done.result.doomed {
            try delete(entry.name)
            result.filesDeleted.append(entry.name)
            result.bytesDeleted += entry.status.size
        }
        return result
    }
}
