internal import Parquet

/// The columns of a classic V1 checkpoint: one struct per action, everything nullable as Spark writes it.
enum CheckpointSchema {
    static let schema = Schema([
        .structure(
            "txn",
            [.optional("appId", .string), .optional("version", .int64), .optional("lastUpdated", .int64)]
        ),
        .structure(
            "add",
            [
                .optional("path", .string), .map("partitionValues"), .optional("size", .int64),
                .optional("modificationTime", .int64), .optional("dataChange", .boolean), .map("tags"),
                .optional("stats", .string), deletionVector, .optional("baseRowId", .int64),
                .optional("defaultRowCommitVersion", .int64), .optional("clusteringProvider", .string),
            ]
        ),
        .structure(
            "remove",
            [
                .optional("path", .string), .optional("deletionTimestamp", .int64),
                .optional("dataChange", .boolean), .optional("extendedFileMetadata", .boolean),
                .map("partitionValues"), .optional("size", .int64), deletionVector,
                .optional("baseRowId", .int64), .optional("defaultRowCommitVersion", .int64),
            ]
        ),
        .structure(
            "metaData",
            [
                .optional("id", .string), .optional("name", .string), .optional("description", .string),
                .structure("format", [.optional("provider", .string), .map("options")]),
                .optional("schemaString", .string), .list("partitionColumns", .optional("element", .string)),
                .map("configuration"), .optional("createdTime", .int64),
            ]
        ),
        .structure(
            "protocol",
            [
                .optional("minReaderVersion", .int32), .optional("minWriterVersion", .int32),
                .list("readerFeatures", .optional("element", .string)),
                .list("writerFeatures", .optional("element", .string)),
            ]
        ),
        .structure(
            "domainMetadata",
            [
                .optional("domain", .string), .optional("configuration", .string),
                .optional("removed", .boolean),
            ]
        ),
    ])

    private static let deletionVector = Field.structure(
        "deletionVector",
        [
            .optional("storageType", .string), .optional("pathOrInlineDv", .string),
            .optional("offset", .int32), .optional("sizeInBytes", .int32), .optional("cardinality", .int64),
        ]
    )
}
