package import Hospital

/// What sees a pipeline at work, on the pipeline's own thread: it must be quick.
package protocol PipelineObserver<Processor>: AnyObject {
    associatedtype Processor: KeyedProcessor

    /// An owner put out rows that go to the tables.
    func note(_ key: String, _ output: Processor.Output)
    /// A command has its verdict.
    func note(_ outcome: CommandOutcome, isDone: Bool)
    /// An epoch was committed.
    func note(_ done: CommittedEpoch)
    /// A snapshot could not be written.
    func note(stateFault: String)
    /// After each poll.
    func observe(_ status: PipelineStatus<Processor>) throws
    /// At the end.
    func finish(_ status: PipelineStatus<Processor>)
}

/// Where a pipeline stands.
package struct PipelineStatus<Processor: KeyedProcessor> {
    /// One partition.
    package struct Partition {
        package var partition: Int
        package var nextOffset: Int64
        package var owners: [(key: String, processor: Processor)]
        package var quarantineReasons: [String: Int64]
    }

    private let runners: [PartitionRunner<Processor>]
    /// Records read since the start of the process.
    package let processed: Int64
    package let commits: Int64
    /// Whether records are read again that the tables hold already: what is shown is the past.
    package let isReplaying: Bool
    /// The offsets the next records will get; nil when they are not to be asked for.
    package let endOffsets: (() throws -> [Int64])?

    init(
        runners: [PartitionRunner<Processor>],
        processed: Int64,
        commits: Int64,
        isReplaying: Bool,
        endOffsets: (() throws -> [Int64])?
    ) {
        self.runners = runners
        self.processed = processed
        self.commits = commits
        self.isReplaying = isReplaying
        self.endOffsets = endOffsets
    }

    /// Next offsets by partition, in order.
    package var offsets: [Int64] { runners.map(\.nextOffset) }

    package var partitions: [Partition] {
        runners.map { runner in
            Partition(
                partition: runner.partition,
                nextOffset: runner.nextOffset,
                owners: runner.owners.map { ($0.key, $0.processor) },
                quarantineReasons: runner.own.quarantineReasons
            )
        }
    }

    package var accounting: Accounting { runners.reduce(Accounting()) { $0 + $1.accounting } }
}
