package import YAMLSettings

/// How the lake looks after its own tables: what is merged, what is kept and for how long.
package struct HousekeepingRules: Sendable, Equatable {
    /// Time between two rounds over the tables.
    package var every = Duration.seconds(60)
    /// Small files of one partition that are merged once there are this many.
    package var compactFiles = 60
    /// Bytes a merged file grows to; larger files are left alone.
    package var targetBytes: Int64 = 128 << 20
    /// How long a replaced file and a commit stay, and with them time travel, in a table of facts.
    package var keepFacts = Duration.seconds(24 * 3_600)
    /// The same in a keyed table, whose live slices are replaced with each commit.
    package var keepLive = Duration.seconds(3_600)
    /// Time between two searches of the folders for files no commit names, such as a crash leaves.
    package var vacuumEvery = Duration.seconds(24 * 3_600)

    package init() {}

    /// Reads the `housekeeping` part of a pipeline file.
    package init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let values = try node.mapping([
            "every", "compact_files", "target_file_megabytes", "keep_facts", "keep_live", "vacuum_every",
        ])
        if let value = values["every"] { every = try Self.span(value, atLeast: .seconds(1), "1s") }
        if let value = values["compact_files"] { compactFiles = try value.integer(2...10_000) }
        if let value = values["target_file_megabytes"] {
            targetBytes = Int64(try value.integer(1...4_096)) << 20
        }
        // A reader that opened the table needs its files for as long as its query takes.
        if let value = values["keep_facts"] { keepFacts = try Self.span(value, atLeast: .seconds(60), "1m") }
        if let value = values["keep_live"] { keepLive = try Self.span(value, atLeast: .seconds(60), "1m") }
        if let value = values["vacuum_every"] {
            vacuumEvery = try Self.span(value, atLeast: .seconds(60), "1m")
        }
    }

    private static func span(_ node: ConfigurationNode, atLeast least: Duration, _ words: String)
        throws(ConfigurationError) -> Duration
    {
        let span = Duration.microseconds(try node.microseconds())
        guard span >= least else { throw node.fault("expected at least \(words)") }
        return span
    }

    /// How long a table of `kind` keeps what a commit replaced.
    func kept(_ kind: TableSchema.Kind) -> Duration {
        kind == .keyed ? keepLive : keepFacts
    }

    /// The properties other Delta tools go by when they clean the table.
    func properties(_ kind: TableSchema.Kind) -> [String: String] {
        let interval = "interval \(kept(kind).components.seconds) seconds"
        return ["delta.deletedFileRetentionDuration": interval, "delta.logRetentionDuration": interval]
    }
}
