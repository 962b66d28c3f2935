import DeltaLake
import Hospital
import Parquet

/// Brings tables that versions before this one wrote to the form they have now: one commit each, made once.
enum TableUpgrade {
    /// Gives a keyed table without the partition column `open` the layout it has now.
    ///
    /// Its rows stand as settled until their owners write them anew: the state of that version cannot be read, so that all
    /// owners are rebuilt. Earlier versions of the table keep their layout.
    static func addOpenColumn(at path: String, schema: TableSchema, options: TableOptions) throws(DeltaError)
    {
        var table = try DeltaTable.open(at: path, options: options)
        guard let siteColumn = schema.partitionBy.first, table.metadata.partitionColumns == [siteColumn]
        else {
            throw .partitionMismatch(expected: schema.partitionBy, found: table.metadata.partitionColumns)
        }
        let layout = TableLayout(schema: schema.deltaSchema, partitionColumns: schema.partitionBy)
        let columns = table.metadata.schema.columns.map(\.name).filter { $0 != siteColumn }
        var transaction = Transaction(operation: "UPGRADE")
        transaction.replaceTable(with: layout)
        for (path, file) in table.files.sorted(by: { $0.key < $1.key }) {
            var values = file.partitionValues
            values[TableSchema.openColumn] = "false"
            for batch in try table.read(columns: columns, where: { $0.path == path }) where batch.rowCount > 0
            {
                transaction.add(try table.stage(batch: batch, partitionValues: values, layout: layout))
            }
        }
        guard case .committed = try table.commit(transaction) else {
            throw .contention(operation: "UPGRADE", attempts: 1, path: path)
        }
    }

    /// Lets `bronze/control` begin where `bronze/messages` stands, when that was written before there were two tables and so
    /// holds heartbeats and commands itself.
    ///
    /// To be called before `bronze/messages` is opened by its layout, which gives it the column it is known by.
    static func splitBronze(lake: String, identity: LakeIdentity, settings: LakeSettings) throws {
        // What is wrong with a table that cannot be opened is said when it is opened by its layout.
        guard let messages = try? DeltaTable.open(at: "\(lake)/\(EngineLayouts.messages.path)"),
            messages.metadata.schema["key"] == nil
        else { return }
        var control = try TableCommitter(
            EngineLayouts.control.path,
            lake: lake,
            identity: identity,
            settings: settings
        )
        try control.beginAfter(messages)
    }
}

extension TableCommitter {
    /// Notes, without a row, that this table reaches as far as `other` where it has nothing yet.
    mutating func beginAfter(_ other: DeltaTable) throws {
        var transaction = Transaction(operation: "UPGRADE")
        for (name, offset) in other.transactionVersions.sorted(by: { $0.key < $1.key })
        where table.transactionVersion(name) == nil {
            transaction.setTransaction(name, version: offset, after: .absent)
        }
        guard case .committed = try table.commit(transaction) else {
            throw LakeError.fenced(table: schema.path, conflict: "another process opens the lake")
        }
    }
}
