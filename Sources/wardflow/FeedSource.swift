import Pipeline
import Simulator

/// What a source of records gives next.
enum FeedStep {
    case record(FeedRecord)
    /// A live source has nothing just now: what was sent so far should not wait for more.
    case silence
}

/// Where a feed's records come from.
protocol FeedSource {
    /// The next step; nil at the end. Blocks for a fraction of a second at most.
    mutating func next() throws -> FeedStep?

    /// Called instead of going on: the whole records that were read already, one a call, then nil.
    ///
    /// Throws when bytes were read that are no whole record.
    mutating func stop() throws -> FeedRecord?
}

/// A source that is made up as it goes, and never silent.
struct SequenceSource<Records: IteratorProtocol>: FeedSource where Records.Element == FeedRecord {
    private var records: Records

    init<Source: Sequence>(_ records: Source) where Source.Iterator == Records {
        self.records = records.makeIterator()
    }

    mutating func next() -> FeedStep? { records.next().map { .record($0) } }

    mutating func stop() -> FeedRecord? { nil }
}
