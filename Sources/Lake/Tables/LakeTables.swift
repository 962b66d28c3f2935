package import Hospital
import YAMLSettings

/// The tables of a lake as one pipeline writes them: those that every pipeline has, then those its processors declare.
///
/// This is the registry: the order is that of commits (bronze first), and nothing else lists tables.
package final class LakeTables<Processor: KeyedProcessor> {
    package let messages: EngineTable<RecordRow>
    package let control: EngineTable<RecordRow>
    package let quarantine: EngineTable<QuarantineRow>
    package let late: EngineTable<LateRow>
    package let commands: EngineTable<CommandRow>
    package let rules: EngineTable<RuleRow>
    private let own: [ProcessorTable<Processor.Output, Processor.Live>]
    /// The writers of all tables, in the order of commits.
    private let writers: [TableWriter]
    /// All tables as they were opened, in the order of commits, for whoever commits.
    package let committers: [TableCommitter]

    /// Paths of all tables, in the order of commits.
    package static var paths: [String] { EngineLayouts.paths + Processor.tables.map(\.shape.path) }

    /// Opens or makes every table below `path` and checks them against the schema files.
    package init(path: String, identity: LakeIdentity, settings: LakeSettings) throws {
        try LakeFolder.check(path, tables: Self.paths)
        try TableUpgrade.splitBronze(lake: path, identity: identity, settings: settings)
        var committers: [TableCommitter] = []
        var writers: [TableWriter] = []
        func open(_ shape: TableShape) throws -> TableWriter {
            let committer = try TableCommitter(shape.path, lake: path, identity: identity, settings: settings)
            if committers.isEmpty {
                try LakeFolder.check(committer.table, at: path, belongsTo: identity)
            }
            committers.append(committer)
            let writer = try TableWriter(shape, committer)
            writers.append(writer)
            return writer
        }
        func engine<Row>(_ layout: RowLayout<Row>) throws -> EngineTable<Row> {
            EngineTable(layout: layout, writer: try open(layout.shape))
        }
        messages = try engine(EngineLayouts.messages)
        control = try engine(EngineLayouts.control)
        quarantine = try engine(EngineLayouts.quarantine)
        late = try engine(EngineLayouts.late)
        commands = try engine(EngineLayouts.commands)
        rules = try engine(EngineLayouts.rules)
        own = try Processor.tables.map { ProcessorTable(source: $0, writer: try open($0.shape)) }
        self.writers = writers
        self.committers = committers
    }

    /// Last offset of `partition` that any table holds; -1 for none.
    package func highestDurable(_ partition: Int) -> Int64 {
        writers.map { $0.durableOffset(partition) }.max() ?? -1
    }

    /// Last offset of `partition` in bronze, which has a row for every record.
    package func bronzeDurable(_ partition: Int) -> Int64 {
        max(messages.writer.durableOffset(partition), control.writer.durableOffset(partition))
    }

    /// Begins a partition, of which each table holds what `durable` says, in the order of `committers`.
    package func take(partition: Int, durable: [Int64]) {
        for (writer, offset) in zip(writers, durable) { writer.take(partition: partition, durable: offset) }
    }

    /// Lets a partition go with every row that was not handed over.
    package func drop(partition: Int, sites: [String]) {
        for writer in writers { writer.drop(partition: partition, sites: sites) }
    }

    /// Takes what the processor of `site` put out.
    package func take(_ output: inout Processor.Output, site: String) {
        for table in own { table.take(&output, site: site) }
    }

    /// Takes of what the processor of `site` put out the rows of keyed tables: facts stay as they were said.
    package func takeKeyed(_ output: inout Processor.Output, site: String) {
        for table in own where table.writer.schema.kind == .keyed { table.take(&output, site: site) }
    }

    /// Takes the live rows of `site`.
    package func take(live: Processor.Live, site: String) {
        for table in own { table.take(live: live, site: site) }
    }

    /// Writes the keyed tables of `site` anew: their next commit replaces what they hold of it.
    package func rebuild(site: String) {
        for table in own { table.writer.rebuild(site: site) }
    }

    /// Has all live rows of `site` written with the next commit.
    package func forget(site: String) {
        for table in own { table.writer.forget(site: site) }
    }

    /// Hands over all rows since the last call, in the order of commits.
    package func takeRows() -> [PendingRows] { writers.map { $0.takeRows() } }

    /// Hands over settled rows of sites that are rebuilt, when there are many.
    package func takeSpool(over limit: Int) -> [PendingRows]? {
        guard own.reduce(0, { $0 + $1.writer.waitingRows }) > limit else { return nil }
        return writers.map { $0.takeSpool() }
    }
}
