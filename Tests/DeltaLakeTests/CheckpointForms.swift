import DeltaLake
import Foundation
import Parquet

/// Writes the forms of checkpoints this library reads and never writes.
enum CheckpointForms {
    /// The protocol of a table with V2 checkpoints.
    static let protocolLine = """
        {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],\
        "writerFeatures":["v2Checkpoint"]}}
        """

    static func name(_ version: Int, _ rest: String) -> String {
        "0000000000000000000\(version).\(rest)"
    }

    /// A table of version 2 with the files a, b and c, whose commits are given by `lines`.
    static func writeCommits(_ folder: TemporaryFolder, protocolLine: String = protocolLine) throws {
        try folder.writeLog(OpenTests.zero, protocolLine + "\n" + OpenTests.metadataLine + "\n")
        try folder.writeLog(
            name(1, "json"),
            add("a") + "\n" + add("gone") + "\n" + #"{"txn":{"appId":"x","version":7}}"#
        )
        try folder.writeLog(
            name(2, "json"),
            add("b") + "\n" + add("c") + "\n"
                + #"{"remove":{"path":"gone","deletionTimestamp":4102444800000,"dataChange":true}}"#
        )
    }

    static func add(_ path: String) -> String {
        #"{"add":{"path":"\#(path)","partitionValues":{},"size":10,"modificationTime":5,"dataChange":true,"stats":"{\"numRecords\":3}"}}"#
    }

    /// A sidecar or a part: one `add` row per path.
    static func addRows(_ paths: [String], parsedStats: Bool = false) throws -> [UInt8] {
        let stats: Field =
            parsedStats
            ? .structure("stats_parsed", [.optional("numRecords", .int64)]) : .optional("stats", .string)
        var batch = ColumnBatch(
            schema: Schema([
                .structure(
                    "add",
                    [
                        .optional("path", .string), .map("partitionValues"), .optional("size", .int64),
                        .optional("modificationTime", .int64), .optional("dataChange", .boolean), stats,
                    ]
                )
            ])
        )
        for path in paths {
            batch.columns[0].append(path)
            batch.columns[1].appendNull(definition: 2)
            batch.columns[2].appendNull(definition: 2)
            batch.columns[3].append(Int64(10))
            batch.columns[4].append(Int64(5))
            batch.columns[5].append(false)
            if parsedStats {
                batch.columns[6].append(Int64(3))
            } else {
                batch.columns[6].append(#"{"numRecords":3}"#)
            }
        }
        return try encoded(batch)
    }

    /// The top file of a V2 checkpoint in Parquet.
    static func topRows(_ folder: TemporaryFolder, sidecars: [String]) throws -> [UInt8] {
        let schema = try DeltaTable.open(at: folder.table).metadata.schema.json
        var batch = ColumnBatch(
            schema: Schema([
                .structure(
                    "protocol",
                    [
                        .optional("minReaderVersion", .int32), .optional("minWriterVersion", .int32),
                        .list("readerFeatures", .optional("element", .string)),
                        .list("writerFeatures", .optional("element", .string)),
                    ]
                ),
                .structure("metaData", [.optional("id", .string), .optional("schemaString", .string)]),
                .structure("checkpointMetadata", [.optional("version", .int64)]),
                .structure("sidecar", [.optional("path", .string), .optional("sizeInBytes", .int64)]),
            ])
        )
        func row(_ values: [Int: (inout Column) -> Void]) {
            for index in batch.columns.indices {
                if let append = values[index] {
                    append(&batch.columns[index])
                } else {
                    batch.columns[index].appendNull(definition: 0)
                }
            }
        }
        row([
            0: { $0.append(Int32(3)) }, 1: { $0.append(Int32(7)) }, 2: { $0.append("v2Checkpoint") },
            3: { $0.append("v2Checkpoint") },
        ])
        row([4: { $0.append("x") }, 5: { $0.append(schema) }])
        row([6: { $0.append(Int64(2)) }])
        for name in sidecars { row([7: { $0.append(name) }, 8: { $0.append(Int64(1)) }]) }
        return try encoded(batch)
    }

    /// The top file of a V2 checkpoint in JSON.
    static func topLines(sidecars: [String]) -> String {
        ([protocolLine, OpenTests.metadataLine, #"{"checkpointMetadata":{"version":2,"tags":{}}}"#]
            + sidecars.map {
                #"{"sidecar":{"path":"\#($0)","sizeInBytes":1,"modificationTime":1,"tags":{}}}"#
            })
            .joined(separator: "\n")
    }

    static func write(_ folder: TemporaryFolder, _ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: folder.table + "/_delta_log/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: url)
    }

    private static func encoded(_ batch: ColumnBatch) throws -> [UInt8] {
        var writer = try FileWriter(schema: batch.schema)
        try writer.write(batch)
        return try writer.finish().bytes
    }
}
