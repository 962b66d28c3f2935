/// Everything remembered under one log key, and what each record of that key does to it: a pure state machine.
///
/// The engine feeds records in log order and drains the output; it knows nothing of what they mean. The same records give
/// the same output. A processor is owned by one thread.
package protocol KeyedProcessor: AnyObject {
    associatedtype Book: RuleBook
    /// Rows and facts since they were last taken.
    associatedtype Output
    /// The rows that may still change.
    associatedtype Live

    /// The tables of this kind of processor, in the order of commits.
    static var tables: [any TableSource<Output, Live>] { get }

    /// A processor without a past.
    init(key: String, rules: Book.Rules)

    /// One that goes on where `parts` were taken.
    ///
    /// - Throws: `StateError` when a part is damaged, missing or of a version that is not known.
    init(key: String, rules: Book.Rules, restoring parts: StateParts) throws(StateError)

    /// Everything remembered, in named and versioned parts.
    func snapshot() -> StateParts

    /// Takes in one record of this key.
    func process(_ record: KeyedRecord) -> RecordOutcome

    /// Moves time on without a record of this key (a heartbeat).
    func advance(to moment: Timestamp, partition: Int, offset: Int64)

    /// Gives it the lake's secret, with which digests in commands are made; never saved.
    func take(secret: [UInt8])

    /// The records that a command under `key` says are erased; none for any other command.
    static func erasedRecords(by payload: ArraySlice<UInt8>, key: String) -> [ErasedRecord]

    /// From here on `rules` hold.
    func adopt(_ rules: Book.Rules, partition: Int, offset: Int64)

    /// Hands over what was put out since the last call.
    func takeOutput() -> Output

    /// The rows that may still change, when any may have changed since the last call; else nil.
    func takeLive() -> Live?

    /// The rows that may still change, changed or not.
    func live() -> Live

    /// Records by outcome since the first.
    var accounting: Accounting { get }

    /// Rows put out since the first record, by the name the summary of a run gives them.
    var counts: [String: Int64] { get }

    /// The names in `counts`, so that a run without any owner says 0.
    static var countNames: [String] { get }
}

extension KeyedProcessor {
    /// Needs none.
    package func take(secret: [UInt8]) {}

    /// Knows no such command.
    package static func erasedRecords(by payload: ArraySlice<UInt8>, key: String) -> [ErasedRecord] { [] }
}

/// The rules of all keys as the records of kind `configuration` tell them, in log order.
package protocol RuleBook: Sendable, StateCoded {
    /// The rules of one key.
    associatedtype Rules: Sendable, Equatable

    init()

    /// Takes in a configuration record; what it changed, one entry per key, empty when nothing did.
    ///
    /// - Throws: `RecordFault` for a payload that cannot be read.
    mutating func take(_ payload: ArraySlice<UInt8>) throws(RecordFault) -> [RuleChange]

    /// The rules of `key`; nil when the book lists its keys and this is none.
    func rules(for key: String) -> Rules?

    /// The rules of `key` by the defaults alone, as of one that is not taken in any more; nil while there are none.
    func defaultRules(for key: String) -> Rules?

    /// Whether `key` is described by a configuration of its own.
    func isListed(_ key: String) -> Bool

    /// Whether a payload is the first configuration of its partition, which holds for everything before it too.
    static func isInitial(_ payload: ArraySlice<UInt8>) -> Bool
}

/// The configuration as it stands outside the log, in files.
package protocol ConfigurationSource<Book>: Sendable {
    associatedtype Book: RuleBook

    /// The payloads that make `book` say what the files say; empty when it does. Those for a book without any rules are
    /// marked as initial.
    func records(from book: Book, at moment: Timestamp) -> [[UInt8]]
}

/// One row of `silver/rules`: what a configuration record changed.
package struct RuleChange: Sendable, Equatable {
    /// The site whose rules changed; empty for the defaults of all.
    package var site: String
    /// Hash of the rules from here on, 16 hexadecimal digits.
    package var hash: String
    /// Who changed them.
    package var actor: String
    /// When they were appended, by the appender's clock.
    package var at: Timestamp
    /// The keys that changed, "limits.lateness: 24h -> 48h", separated by "; ".
    package var changes: String
    /// The rules in full, as JSON.
    package var rules: String

    package init(site: String, hash: String, actor: String, at: Timestamp, changes: String, rules: String) {
        self.site = site
        self.hash = hash
        self.actor = actor
        self.at = at
        self.changes = changes
        self.rules = rules
    }
}
