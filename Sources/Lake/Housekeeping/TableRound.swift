import DeltaLake

/// One table's part of a round.
struct TableRound {
    /// A merge never rewrites a file that is larger than all it gains, so that each row is rewritten only as often as the
    /// table doubles.
    static let largestShare = 0.5
    /// Most bytes one round merges of one table: bounds its memory and time.
    static let roundBytes: Int64 = 512 << 20

    private var table: DeltaTable
    private let rules: HousekeepingRules
    private let kept: Duration
    /// Files that became part of larger ones.
    private(set) var merged = 0
    /// Files cleared away.
    private(set) var cleared = 0

    init(_ committer: TableCommitter, _ rules: HousekeepingRules) {
        table = committer.table
        self.rules = rules
        kept = rules.kept(committer.schema.kind)
    }

    mutating func run(vacuums: Bool) throws(DeltaError) {
        var options = OptimizeOptions()
        options.targetBytes = rules.targetBytes
        options.minimumFiles = rules.compactFiles
        options.largestShare = Self.largestShare
        options.maximumInputBytes = Self.roundBytes
        options.keptApart = [TableCommitter.sliceTag: TableCommitter.liveSlice]
        merged = try table.optimize(options).filesRemoved
        // Erasures of earlier releases switched them on, which some readers refuse.
        try table.dropDeletionVectors()
        cleared = try table.cleanLog()
        if vacuums { cleared += try table.vacuum(olderThan: kept).files.count }
    }
}
