import DeltaLake
import Parquet
import Storage
import Synchronization

/// A small table of arrivals for tests.
enum SampleTable {
    static let schema = DeltaSchema([
        DeltaColumn("facility", .string, comment: "where"),
        DeltaColumn("id", .long, isNullable: false),
        DeltaColumn("patient", .string, isIdentifying: true),
        DeltaColumn("wait", .double, unit: "minutes"),
        DeltaColumn("at", .timestamp),
        DeltaColumn("day", .date),
        DeltaColumn("bed", .integer),
        DeltaColumn("open", .boolean),
        DeltaColumn("raw", .binary),
        DeltaColumn("ward", .string),
    ])

    /// Options without syncing, so that tests are quick.
    static func options(
        _ storage: any ObjectStorage = LocalStorage(),
        interval: Int64 = 0
    ) -> TableOptions {
        TableOptions(storage: storage, syncsToDevice: false, checkpointInterval: interval)
    }

    /// Options with a clock that goes on by a second at each look, so that files have an order.
    static func ticking(_ storage: any ObjectStorage = LocalStorage()) -> TableOptions {
        let time = Atomic<Int64>(1_767_000_000_000)
        return TableOptions(storage: storage, syncsToDevice: false, checkpointInterval: 0) {
            time.add(1_000, ordering: .relaxed).newValue
        }
    }

    /// The property of a table whose rows are deleted by vectors.
    static let vectors = ["delta.enableDeletionVectors": "true"]

    /// Rows with the ids of `range`, without the partition column.
    static func batch(_ range: Range<Int64>) -> ColumnBatch {
        var batch = ColumnBatch(schema: schema.fileSchema(partitionColumns: ["facility"]))
        for id in range {
            batch.columns[0].append(id)
            batch.columns[1].append("patient \(id)")
            if id % 5 == 0 { batch.columns[2].appendNull() } else { batch.columns[2].append(Double(id) / 4) }
            batch.columns[3].append(1_767_250_800_123_456 + id * 1_000_000)
            batch.columns[4].append(Int32(20_454 + id % 3))
            batch.columns[5].append(Int32(id % 7))
            batch.columns[6].append(id % 2 == 0)
            batch.columns[7].append(bytes: [0, 255, UInt8(truncatingIfNeeded: id)])
            batch.columns[8].append("ward-\(id % 4)")
        }
        return batch
    }

    static func create(
        _ path: String,
        _ options: TableOptions = options(),
        configuration: [String: String] = [:]
    ) throws -> DeltaTable {
        try DeltaTable.create(
            at: path,
            schema: schema,
            partitionColumns: ["facility"],
            configuration: configuration,
            description: "arrivals",
            options: options
        )
    }

    /// One file and one progress number in one commit.
    static func append(
        _ table: inout DeltaTable,
        ids: Range<Int64>,
        app: String = "app",
        version: Int64,
        after: Transaction.Predecessor = .anyLower,
        facility: String? = "north"
    ) throws -> CommitResult {
        var transaction = Transaction()
        transaction.add(
            try table.stage(
                batch: batch(ids),
                partitionValues: ["facility": facility],
                tags: ["slice": "s\(version)"]
            )
        )
        transaction.setTransaction(app, version: version, after: after)
        return try table.commit(transaction)
    }

    /// All ids in the table, sorted.
    static func ids(_ table: DeltaTable) throws -> [Int64] {
        try table.read(columns: ["id"]).flatMap { $0.columns[0].int64Values }.sorted()
    }
}
