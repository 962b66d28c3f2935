package import Hospital

/// A log record on its way to a table of records.
package struct RecordRow {
    package var partition: Int
    package var offset: Int64
    package var kind: String
    /// The site it belongs to, empty for none that can be told.
    package var site: String
    /// The log key; kept only where it is not the site's.
    package var key: String
    package var receivedAt: Timestamp
    package var raw: ArraySlice<UInt8>

    package init(
        partition: Int,
        offset: Int64,
        kind: String,
        site: String,
        key: String,
        receivedAt: Timestamp,
        raw: ArraySlice<UInt8>
    ) {
        self.partition = partition
        self.offset = offset
        self.kind = kind
        self.site = site
        self.key = site == key ? "" : key
        self.receivedAt = receivedAt
        self.raw = raw
    }
}

/// A record that could not be used.
package struct QuarantineRow {
    package var record: RecordRow
    package var fault: RecordFault

    package init(record: RecordRow, fault: RecordFault) {
        self.record = record
        self.fault = fault
    }
}

/// A record behind the horizon.
package struct LateRow {
    package var record: RecordRow
    package var eventType: String
    package var eventTime: Timestamp
    package var keys: String

    package init(record: RecordRow, eventType: String, eventTime: Timestamp, keys: String) {
        self.record = record
        self.eventType = eventType
        self.eventTime = eventTime
        self.keys = keys
    }
}

/// A command with its verdict.
package struct CommandRow {
    package var partition: Int
    package var offset: Int64
    package var site: String
    package var receivedAt: Timestamp
    package var isDone: Bool
    package var outcome: CommandOutcome

    package init(
        partition: Int,
        offset: Int64,
        site: String,
        receivedAt: Timestamp,
        isDone: Bool,
        outcome: CommandOutcome
    ) {
        self.partition = partition
        self.offset = offset
        self.site = site
        self.receivedAt = receivedAt
        self.isDone = isDone
        self.outcome = outcome
    }
}

/// A change of rules, with the record that brought it.
package struct RuleRow {
    package var partition: Int
    package var offset: Int64
    package var change: RuleChange

    package init(partition: Int, offset: Int64, change: RuleChange) {
        self.partition = partition
        self.offset = offset
        self.change = change
    }
}

/// The layouts of the tables that every pipeline writes, whatever its processors are.
package enum EngineLayouts {
    package static let messages = RowLayout<RecordRow>(
        "bronze/messages",
        [
            .textOrNull("facility") { $0.site }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("kind") { $0.kind }, .time("received_at") { $0.receivedAt },
            .bytes("raw") { $0.raw }, .textOrNull("key") { $0.key },
        ]
    )

    package static let control = RowLayout<RecordRow>(
        "bronze/control",
        [
            .integer("partition") { $0.partition }, .long("offset") { $0.offset }, .text("kind") { $0.kind },
            .textOrNull("key") { $0.key }, .time("received_at") { $0.receivedAt }, .bytes("raw") { $0.raw },
        ]
    )

    package static let quarantine = RowLayout<QuarantineRow>(
        "silver/quarantine",
        [
            .textOrNull("facility") { $0.record.site }, .integer("partition") { $0.record.partition },
            .long("offset") { $0.record.offset }, .text("kind") { $0.record.kind },
            .time("received_at") { $0.record.receivedAt }, .text("reason") { $0.fault.reason },
            .text("detail") { $0.fault.detail }, .bytes("raw") { $0.record.raw },
        ]
    )

    package static let late = RowLayout<LateRow>(
        "silver/late",
        [
            .text("facility") { $0.record.site }, .integer("partition") { $0.record.partition },
            .long("offset") { $0.record.offset }, .text("kind") { $0.record.kind },
            .time("received_at") { $0.record.receivedAt }, .text("event_type") { $0.eventType },
            .time("event_time") { $0.eventTime }, .textOrNull("keys") { $0.keys },
            .bytes("raw") { $0.record.raw },
        ]
    )

    package static let commands = RowLayout<CommandRow>(
        "silver/commands",
        [
            .textOrNull("facility") { $0.site }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .text("command_id") { $0.outcome.id },
            .text("kind") { $0.outcome.kind }, .text("actor") { $0.outcome.actor },
            .timeOrNull("at") { $0.outcome.at }, .time("received_at") { $0.receivedAt },
            .text("verdict") { $0.isDone ? "done" : "refused" }, .textOrNull("reason") { $0.outcome.reason },
        ]
    )

    package static let rules = RowLayout<RuleRow>(
        "silver/rules",
        [
            .textOrNull("facility") { $0.change.site }, .integer("partition") { $0.partition },
            .long("offset") { $0.offset }, .time("at") { $0.change.at }, .text("hash") { $0.change.hash },
            .text("actor") { $0.change.actor }, .text("changes") { $0.change.changes },
            .text("rules") { $0.change.rules },
        ]
    )

    /// Their paths, in the order of commits: bronze first.
    package static let paths = [
        messages.path, control.path, quarantine.path, late.path, commands.path, rules.path,
    ]
}
