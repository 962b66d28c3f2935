/// The only files that may hold unsafe code, with the reason; a new one is a decision, so it shows in this list.
enum UnsafeFiles {
    /// What counts as unsafe; names of raw C handles (`OpaquePointer`) do not.
    static let marks = [
        "withUnsafe", "UnsafeRaw", "UnsafeMutable", "UnsafePointer", "UnsafeBuffer", "Unmanaged",
        "@unchecked Sendable", "nonisolated(unsafe)", "unsafeBitCast",
    ]

    /// File below `Sources` or `Tests` -> reason.
    static let reasons: [String: String] = parquet.merging(eventLog) { first, _ in first }
        .merging(others) { first, _ in first }
        .merging(tests) { first, _ in first }

    /// A codec touches every byte of every table: these loops are where the speed of the lake is.
    private static let parquet = [
        "Sources/Parquet/Encodings/BitPacking.swift": "innermost loops of dictionary, level and delta pages",
        "Sources/Parquet/Reading/ByteCursor.swift": "pages are read from a reused buffer that is no array",
        "Sources/Parquet/Writing/ByteSink.swift":
            "encoders store words at computed places without zeroing first",
        "Sources/Parquet/Reading/ChunkDecoder.swift":
            "lends the bytes of pages to the value decoders without a copy",
        "Sources/Parquet/Writing/ChunkEncoder.swift":
            "lends columns to the encoders without a copy; each is used by one thread at a time",
        "Sources/Parquet/Encodings/DeltaBinaryPacked.swift": "one loop over a whole page of integers",
        "Sources/Parquet/Columns/DenseValues.swift": "lends the strings of a column without a copy",
        "Sources/Parquet/Encodings/Interner.swift": "hashes every value that is written",
        "Sources/Parquet/Reading/PageDecoder.swift": "splits a page into levels and values without a copy",
        "Sources/Parquet/Encodings/LevelEncoder.swift": "lends the levels of a column without a copy",
        "Sources/Parquet/Encodings/RunLength.swift": "one loop over every level and index",
        "Sources/Parquet/Codecs/Gzip.swift": "zlib is C",
        "Sources/Parquet/Codecs/LZ4.swift": "copies overlapping stretches within its output",
        "Sources/Parquet/Codecs/Snappy.swift": "copies overlapping stretches within its output",
        "Sources/Parquet/Metadata/Statistics.swift": "the bytes of a number, for min and max",
        "Sources/Parquet/Columns/Array+Growing.swift": "decoders store values without zeroing first",
        "Sources/Parquet/Codecs/Decompressor.swift": "lends the bytes of pages without a copy",
        "Sources/Parquet/Encodings/DeltaBinaryPacked+Decoding.swift":
            "one loop over a whole page of integers",
        "Sources/Parquet/Encodings/PageDictionary.swift": "copies every value that a page refers to",
        "Sources/Parquet/Encodings/PlainValues.swift": "copies every value that is read",
        "Sources/Parquet/Encodings/ValueEncoder.swift": "copies every value that is written",
        "Sources/Parquet/Writing/ValueScan.swift":
            "compares every value that is written, eight bytes at a time",
        "Sources/Parquet/Codecs/Zstd.swift": "libzstd is C",
    ]

    private static let eventLog = [
        "Sources/EventLog/Embedded/BlockDecoder.swift": "libzstd, which is C, writes into the batch's buffer",
        "Sources/EventLog/Embedded/BlockStore.swift":
            "reads a block out of SQLite's row without a second copy",
        "Sources/EventLog/Embedded/Digest64.swift": "hashes every stored byte",
        "Sources/EventLog/Embedded/StoredBlock.swift": "the bytes of a number, for the position index",
        "Sources/EventLog/Kafka/BatchBuilder.swift": "the bytes of a message are librdkafka's",
        "Sources/EventLog/Kafka/KafkaClient.swift": "librdkafka's handles may be used from any thread",
        "Sources/EventLog/Kafka/KafkaProducer.swift": "a ticket's number travels through C as a pointer",
        "Sources/EventLog/Kafka/KafkaProgress.swift":
            "keeps a client for ever that librdkafka would destroy too slowly",
        "Sources/EventLog/Kafka/KafkaReader.swift": "messages are librdkafka's until copied into a batch",
        "Sources/EventLog/KeyPartitioner.swift": "hashes the key of every record",
    ]

    private static let others = [
        "Sources/Storage/Local/SystemCalls.swift":
            "names and bytes cross to readdir and write, which are C",
        "Sources/LakeQuery/SQLite/CollationFunctions.swift": "SQLite lends two texts to compare, and is C",
        "Sources/LakeQuery/SQLite/Database.swift": "values cross to and from SQLite, which is C",
        "Sources/LakeQuery/SQLite/IndexOffer.swift": "SQLite's planner asks through a C struct",
        "Sources/LakeQuery/SQLite/ReadOnlyGuard.swift": "our object travels through SQLite as a pointer",
        "Sources/LakeQuery/SQLite/VirtualTables.swift": "a virtual table is a C struct of callbacks",
        "Sources/HL7/SegmentScanner.swift": "one pass over every byte of every message, eight at a time",
        "Sources/Hospital/State/StateCoding.swift": "the bytes of a number, for state snapshots",
        "Sources/Hospital/ContentHash.swift": "hashes every message",
        "Sources/wardflow/ScreenTail.swift":
            "URLSession's delegate queue is serial, which the compiler cannot see",
    ]

    private static let tests = [
        "Tests/ControlRoomTests/RawConnection.swift": "a socket address crosses to connect, which is C",
        "Tests/EventLogTests/CrashTests.swift": "the bytes of a number, for a pipe",
        "Tests/TestSupport/RawKafkaProducer.swift": "a socket address crosses to connect, which is C",
        "Tests/TestSupport/MockKafkaCluster.swift": "librdkafka's mock cluster locks for itself",
    ]
}
