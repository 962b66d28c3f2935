/// A `metaData` action: identity, schema, partitioning and properties of the table.
public struct TableMetadata: Hashable, Sendable {
    /// A UUID given at creation.
    public var id: String
    /// A name, if one was given.
    public var name: String?
    /// What the table is for, if that was given.
    public var description: String?
    /// The columns.
    public var schema: DeltaSchema
    /// The columns whose values are in the log instead of the data files, in order.
    public var partitionColumns: [String]
    /// Milliseconds since 1970 of the creation.
    public var createdTime: Int64?
    /// Table properties such as `delta.appendOnly`.
    public var configuration: [String: String]

    /// A `metaData` action.
    public init(
        id: String,
        name: String? = nil,
        description: String? = nil,
        schema: DeltaSchema,
        partitionColumns: [String] = [],
        createdTime: Int64? = nil,
        configuration: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.schema = schema
        self.partitionColumns = partitionColumns
        self.createdTime = createdTime
        self.configuration = configuration
    }

    /// The property that says how long removed files are remembered, such as `interval 1 day`.
    public static let retentionKey = "delta.deletedFileRetentionDuration"

    /// True when rows may never be removed or changed.
    public var isAppendOnly: Bool { configuration["delta.appendOnly"] == "true" }

    /// The property that switches in-commit timestamps on.
    static let inCommitTimestampsKey = "delta.enableInCommitTimestamps"
    /// The property with the first version that has an in-commit timestamp.
    static let inCommitTimestampVersionKey = "delta.inCommitTimestampEnablementVersion"

    /// The property with the time of that version.
    static let inCommitTimestampTimeKey = "delta.inCommitTimestampEnablementTimestamp"

    /// True when every commit carries its own time.
    public var hasInCommitTimestamps: Bool { configuration[Self.inCommitTimestampsKey] == "true" }

    /// How long tombstones are kept, in milliseconds; seven days unless the property says otherwise.
    var retentionMilliseconds: Int64 { milliseconds(Self.retentionKey) ?? 7 * 86_400_000 }

    /// How long the log shows old versions, in milliseconds; thirty days unless the property says otherwise.
    var logRetentionMilliseconds: Int64 { milliseconds("delta.logRetentionDuration") ?? 30 * 86_400_000 }

    /// A property such as `interval 1 day`; nil when it is missing or of another form.
    private func milliseconds(_ key: String) -> Int64? {
        var words = (configuration[key] ?? "").lowercased().split(separator: " ")
        if words.first == "interval" { words.removeFirst() }
        guard words.count == 2, let count = Int64(words[0]), count >= 0 else { return nil }
        let unit: Int64
        switch words[1] {
        case "millisecond", "milliseconds": unit = 1
        case "second", "seconds": unit = 1_000
        case "minute", "minutes": unit = 60_000
        case "hour", "hours": unit = 3_600_000
        case "day", "days": unit = 86_400_000
        case "week", "weeks": unit = 7 * 86_400_000
        default: return nil
        }
        let (total, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? nil : total
    }
}
