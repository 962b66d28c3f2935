package import Hospital

/// How far the pipeline is and how fast it goes.
package struct PipelineHealth: Sendable, Equatable, Codable {
    /// Progress in one log partition.
    package struct Partition: Sendable, Equatable, Codable {
        package var partition: Int
        /// Next offset the pipeline will read.
        package var offset: Int64
        /// Offset the next appended record will get.
        package var endOffset: Int64

        package init(partition: Int, offset: Int64, endOffset: Int64) {
            self.partition = partition
            self.offset = offset
            self.endOffset = endOffset
        }

        /// Records not yet read; never negative.
        package var lag: Int64 { max(0, endOffset &- offset) }

        private enum CodingKeys: String, CodingKey {
            case partition, offset
            case endOffset = "end_offset"
        }
    }

    /// The last committed version of one table.
    package struct TableVersion: Sendable, Equatable, Codable {
        package var table: String
        package var version: Int64

        package init(table: String, version: Int64) {
            self.table = table
            self.version = version
        }
    }

    /// Quarantined records with one reason code.
    package struct ReasonCount: Sendable, Equatable, Codable {
        package var reason: String
        package var count: Int64

        package init(reason: String, count: Int64) {
            self.reason = reason
            self.count = count
        }
    }

    package var partitions: [Partition]
    package var tableVersions: [TableVersion]
    /// Lake commits since the start of the process.
    package var commits: Int64
    package var lastCommitMilliseconds: Double
    package var eventsPerSecond: Double
    package var quarantineReasons: [ReasonCount]
    /// How the tables are looked after.
    package var upkeep = Upkeep()
    /// Where the tables are.
    package var lake: String
    /// Which log is read.
    package var log: String

    package init(
        partitions: [Partition] = [],
        tableVersions: [TableVersion] = [],
        commits: Int64 = 0,
        lastCommitMilliseconds: Double = 0,
        eventsPerSecond: Double = 0,
        quarantineReasons: [ReasonCount] = [],
        lake: String = "",
        log: String = ""
    ) {
        self.partitions = partitions
        self.tableVersions = tableVersions
        self.commits = commits
        self.lastCommitMilliseconds = lastCommitMilliseconds
        self.eventsPerSecond = eventsPerSecond
        self.quarantineReasons = quarantineReasons
        self.lake = lake
        self.log = log
    }

    /// Records not yet read over all partitions.
    package var lag: Int64 { partitions.reduce(0) { $0 &+ $1.lag } }

    private enum CodingKeys: String, CodingKey {
        case partitions, commits, upkeep, lake, log
        case tableVersions = "table_versions"
        case lastCommitMilliseconds = "last_commit_milliseconds"
        case eventsPerSecond = "events_per_second"
        case quarantineReasons = "quarantine_reasons"
    }
}
