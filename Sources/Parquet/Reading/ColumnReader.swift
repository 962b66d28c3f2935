internal import Dispatch
internal import Synchronization

/// Reads the wanted columns of the row groups that were planned, on several threads when there are several.
///
/// Large columns are cut into runs of row groups, so that every thread has work; what they return does not
/// depend on the number of threads.
struct ColumnReader {
    private let file: FileReader
    private let planned: [PlannedGroup]
    private let budget: ReadBudget

    init(_ file: FileReader, _ planned: [PlannedGroup], _ budget: ReadBudget) {
        self.file = file
        self.planned = planned
        self.budget = budget
    }

    /// The entries of each of `leaves`.
    func read(
        _ leaves: [Int],
        report: inout PruningReport
    ) throws(ParquetError) -> [Column] {
        let parts = parts(leaves)
        var queue = PartQueue(parts)
        let threads = min(file.threads, parts.count)
        if threads > 1 {
            let shared = Mutex(queue)
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                let decoder = file.chunkDecoder
                while let (number, part) = shared.withLock({ $0.next() }) {
                    do throws(ParquetError) {
                        let (column, report) = try read(part, decoder)
                        shared.withLock { $0.finish(number, column, report) }
                    } catch {
                        shared.withLock { $0.fail(error) }
                    }
                }
            }
            queue = shared.withLock { exchange(&$0, with: PartQueue([])) }
        } else {
            let decoder = file.chunkDecoder
            while let (number, part) = queue.next() {
                let (column, report) = try read(part, decoder)
                queue.finish(number, column, report)
            }
        }
        if let failure = queue.failure { throw failure }
        report += queue.report
        return queue.takeColumns()
    }

    /// The columns, each cut into as many parts as it has of the threads' fair shares.
    private func parts(_ leaves: [Int]) -> [ColumnPart] {
        let sizes = leaves.map { leaf in
            planned.reduce(0.0) { $0 + Double(file.footer.groups[$1.group].chunks[leaf].compressedSize) }
        }
        let share = max(1, sizes.reduce(0, +) / Double(file.threads))
        var parts: [ColumnPart] = []
        for (leaf, size) in zip(leaves, sizes) {
            let count = max(1, min(planned.count, file.threads, Int((size / share).rounded(.up))))
            for part in 0..<count {
                let groups = planned.count * part / count..<planned.count * (part + 1) / count
                parts.append(ColumnPart(leaf: leaf, groups: groups, size: size / Double(count)))
            }
        }
        return parts
    }

    private func read(
        _ part: ColumnPart,
        _ decoder: ChunkDecoder
    ) throws(ParquetError) -> (Column, PruningReport) {
        var budget = budget
        var report = PruningReport()
        let leaf = part.leaf
        var pages = PageDecoder(stored: file.stored[leaf], column: Column(file.schema.leaves[leaf]))
        // The first part takes in the others at the end.
        let expected = part.groups.lowerBound == 0 ? planned[...] : planned[part.groups]
        // What a footer promises may be any number.
        let entries = expected.reduce(0) { sum, group in
            let count = group.mask?.count ?? file.footer.groups[group.group].chunks[leaf].valueCount
            return min(sum, .max - count) + count
        }
        pages.reserve(entries: entries, budget)
        for group in planned[part.groups] {
            var task = try file.task(leaf: leaf, group: group.group, .append)
            if let mask = group.mask {
                task.mask = mask
                task.index = file.offsetIndex(leaf: leaf, group: group.group, &report)
            }
            try decoder.decode(&task, with: &pages, budget: &budget, report: &report)
        }
        return (pages.column, report)
    }
}

/// A row group with a wanted row, and which rows those are; nil for all.
struct PlannedGroup {
    var group: Int
    var mask: RowMask?
}

/// A run of planned row groups of one leaf.
private struct ColumnPart {
    var leaf: Int
    var groups: Range<Int>
    /// How much work it is, in bytes of its pages.
    var size: Double
}

/// Hands out parts, the largest first, and keeps what was read of them.
private struct PartQueue {
    private let parts: [ColumnPart]
    private let order: [Int]
    private var handedOut = 0
    private var columns: [Column?]
    private(set) var report = PruningReport()
    private(set) var failure: ParquetError?

    init(_ parts: [ColumnPart]) {
        self.parts = parts
        order = parts.indices.sorted { parts[$0].size > parts[$1].size }
        columns = parts.map { _ in nil }
    }

    mutating func next() -> (Int, ColumnPart)? {
        guard failure == nil, handedOut < order.count else { return nil }
        defer { handedOut += 1 }
        return (order[handedOut], parts[order[handedOut]])
    }

    mutating func finish(_ number: Int, _ column: Column, _ report: PruningReport) {
        columns[number] = column
        self.report += report
    }

    mutating func fail(_ error: ParquetError) {
        failure = failure ?? error
    }

    /// Hands over the parts, joined to one column per leaf.
    ///
    /// Each part leaves the queue first: a second owner would have the first part copied to take in the others.
    mutating func takeColumns() -> [Column] {
        var result: [Column] = []
        for number in parts.indices {
            guard let column = columns[number].take() else { preconditionFailure("a part was not read") }
            if parts[number].groups.lowerBound == 0 {
                result.append(column)
            } else {
                result[result.count - 1].append(contentsOf: column)
                column.keepBuffers()
            }
        }
        for index in result.indices { result[index].keepBuffersAtEnd() }
        return result
    }
}
