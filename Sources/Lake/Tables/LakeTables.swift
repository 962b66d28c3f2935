package import Hospital
import YAMLSettings

/// The tables of a lake as one pipeline writes them: those that every pipeline has, then those its processors declare.
///
/// This is the registry: the order is that of commits (bronze first), and nothing else lists tables.
package final class LakeTables<Processor: KeyedProcessor> {
    package let messages: TableWriter<RecordRow>
    package let control: TableWriter<RecordRow>
    package let quarantine: TableWriter<QuarantineRow>
    package let late: TableWriter<LateRow>
    package let commands: TableWriter<CommandRow>
    package let rules: TableWriter<RuleRow>
    /// The processors' tables.
    package let sinks: [any TableSink<Processor.Output, Processor.Live>]
    /// All tables as they were opened, in the order of commits, for whoever commits.
    package let committers: [TableCommitter]

    /// Paths of all tables, in the order of commits.
    package static var paths: [String] { EngineLayouts.paths + Processor.tables.map { path($0) } }

    private static func path(_ source: some TableSource) -> String { source.layout.path }

    /// Opens or makes every table below `path` and checks them against the schema files.
    package init(path: String, identity: LakeIdentity, settings: LakeSettings) throws {
        try LakeFolder.check(path, tables: Self.paths)
        try TableUpgrade.splitBronze(lake: path, identity: identity, settings: settings)
        var committers: [TableCommitter] = []
        func open<Row>(_ layout: RowLayout<Row>) throws -> TableWriter<Row> {
            let committer = try TableCommitter(
                layout.path,
                lake: path,
                identity: identity,
                settings: settings
            )
            if committers.isEmpty {
                try LakeFolder.check(committer.table, at: path, belongsTo: identity)
            }
            committers.append(committer)
            return try TableWriter(layout, committer)
        }
        func sink<Source: TableSource<Processor.Output, Processor.Live>>(
            _ source: Source
        ) throws -> any TableSink<Processor.Output, Processor.Live> {
            SourceSink(source, try open(source.layout))
        }
        messages = try open(EngineLayouts.messages)
        control = try open(EngineLayouts.control)
        quarantine = try open(EngineLayouts.quarantine)
        late = try open(EngineLayouts.late)
        commands = try open(EngineLayouts.commands)
        rules = try open(EngineLayouts.rules)
        var sinks: [any TableSink<Processor.Output, Processor.Live>] = []
        for source in Processor.tables { sinks.append(try sink(source)) }
        self.sinks = sinks
        self.committers = committers
    }

    /// Last offset of `partition` that any table holds; -1 for none.
    package func highestDurable(_ partition: Int) -> Int64 {
        (engineOffsets(partition) + sinks.map { $0.durableOffset(partition) }).max() ?? -1
    }

    /// Last offset of `partition` in bronze, which has a row for every record.
    package func bronzeDurable(_ partition: Int) -> Int64 {
        max(messages.durableOffset(partition), control.durableOffset(partition))
    }

    private func engineOffsets(_ partition: Int) -> [Int64] {
        [
            messages.durableOffset(partition), control.durableOffset(partition),
            quarantine.durableOffset(partition), late.durableOffset(partition),
            commands.durableOffset(partition), rules.durableOffset(partition),
        ]
    }

    /// Begins a partition, which `committers` say how far each table holds.
    package func take(partition: Int, durable: [Int64]) {
        messages.take(partition: partition, durable: durable[0])
        control.take(partition: partition, durable: durable[1])
        quarantine.take(partition: partition, durable: durable[2])
        late.take(partition: partition, durable: durable[3])
        commands.take(partition: partition, durable: durable[4])
        rules.take(partition: partition, durable: durable[5])
        for (sink, offset) in zip(sinks, durable[EngineLayouts.paths.count...]) {
            sink.take(partition: partition, durable: offset)
        }
    }

    /// Lets a partition go with every row that was not handed over.
    package func drop(partition: Int, sites: [String]) {
        messages.drop(partition: partition, sites: [])
        control.drop(partition: partition, sites: [])
        quarantine.drop(partition: partition, sites: [])
        late.drop(partition: partition, sites: [])
        commands.drop(partition: partition, sites: [])
        rules.drop(partition: partition, sites: [])
        for sink in sinks { sink.drop(partition: partition, sites: sites) }
    }

    /// Hands over all rows since the last call, in the order of commits.
    package func takeRows() -> [PendingRows] {
        [
            messages.takeRows(), control.takeRows(), quarantine.takeRows(), late.takeRows(),
            commands.takeRows(), rules.takeRows(),
        ] + sinks.map { $0.takeRows() }
    }

    /// Hands over settled rows of sites that are rebuilt, when there are many.
    package func takeSpool(over limit: Int) -> [PendingRows]? {
        guard sinks.reduce(0, { $0 + $1.waitingRows }) > limit else { return nil }
        return EngineLayouts.paths.map { _ in PendingRows() } + sinks.map { $0.takeSpool() }
    }
}
