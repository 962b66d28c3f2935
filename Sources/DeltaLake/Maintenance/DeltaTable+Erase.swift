public import Parquet

/// What an erasure took out of the table.
public struct EraseResult: Hashable, Sendable {
    /// The version it became; nil when no row matched and nothing was committed.
    public var version: Int64?
    /// Rows that left the table; they are still in old files until `DeltaTable.purge`.
    public var rows = 0
    /// Files that lost rows.
    public var files = 0
    /// Columns of the filter whose bounds are in the log, where no purge reaches them: the table does not mark
    /// them as identifying.
    public var columnsInLog: [String] = []
}

extension DeltaTable {
    /// The operation's name in the log.
    static let eraseOperation = "ERASE"

    /// Takes a person's rows out of the table at once.
    ///
    /// The files that hold them are written anew, so that every reader that could read the table still can; a table
    /// that has deletion vectors on gets those instead, as by `delete`.
    ///
    /// Rows that other writers append meanwhile are erased too. The commit says who (`by`) asked for it, when
    /// and why (`reason`), never whom it concerns: the filter enters no log, and neither text may hold a value
    /// of an identifying column in it. The rows remain in old files until `purge`.
    ///
    /// - Throws: `invalidInput` for a filter without conditions or a text that names the person, `appendOnly`,
    ///   `dataFile`, `deletionVector`, `contention`, or as `commit`.
    @discardableResult
    public mutating func erase(matching filter: RowFilter, by actor: String, reason: String)
        throws(DeltaError) -> EraseResult
    {
        try refresh()
        try verifyErasure(filter, texts: [actor, reason])
        var transaction = Transaction(
            operation: Self.eraseOperation,
            parameters: ["by": actor, "reason": reason]
        )
        transaction.reads = .rows(filter, seesBlindAppends: true)
        let deleted = try delete(filter, transaction)
        return EraseResult(
            version: deleted.version,
            rows: deleted.rows,
            files: deleted.filesMarked + deleted.filesRemoved + deleted.filesRewritten,
            columnsInLog: columnsInLog(of: filter)
        )
    }

    /// Fails for a filter that selects everything, or when a text holds a value that is not to be written down.
    func verifyErasure(_ filter: RowFilter, texts: [String]) throws(DeltaError) {
        guard !filter.isEmpty else {
            throw .invalidInput("an erasure needs a condition; without one it would take every row")
        }
        for condition in filter.conditions
        where metadata.schema[condition.column]?.isIdentifying == true {
            for case .bytes(let value) in condition.test.literals where !value.isEmpty {
                let name = String(decoding: value, as: UTF8.self)
                guard !texts.contains(where: { $0.contains(name) }) else {
                    throw .invalidInput(
                        "the reason of an erasure goes into the log and may not name the person"
                    )
                }
            }
        }
    }

    private func columnsInLog(of filter: RowFilter) -> [String] {
        filter.columns.filter { name in
            metadata.statsColumns.contains(name)
        }
    }
}
