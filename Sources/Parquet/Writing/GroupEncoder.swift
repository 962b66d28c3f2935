internal import Dispatch
internal import Synchronization

/// Encodes the column chunks of row groups, on several threads when there are several encoders, and appends
/// them to a file in order.
///
/// Every chunk is encoded by itself, so the bytes do not depend on the number of threads.
struct GroupEncoder {
    private let encoders: [ChunkEncoder]

    /// One thread works with each of `threads` encoders.
    init(threads: Int) {
        encoders = (0..<threads).map { _ in ChunkEncoder() }
    }

    /// The chunks of each of `groups`, with offsets in `file`, to whose end their bytes were appended.
    ///
    /// A group is one range of entries per column of `batch`.
    func encode(
        _ batch: ColumnBatch,
        groups: [[Range<Int>]],
        options: WriterOptions,
        to file: inout [UInt8]
    ) throws(ParquetError) -> [[EncodedChunk]] {
        let leaves = batch.schema.leaves
        var result: [[EncodedChunk]] = []
        if encoders.count > 1 {
            result = try encodeShared(batch, groups, options: options, to: &file)
        } else {
            for entries in groups {
                var chunks: [EncodedChunk] = []
                for (index, leaf) in leaves.enumerated() {
                    let chunk = try encoders[0].encode(
                        batch.columns[index],
                        entries: entries[index],
                        leaf: leaf,
                        options: options
                    )
                    chunks.append(chunk.moved(to: file.count))
                    encoders[0].output.appendContent(to: &file)
                }
                result.append(chunks)
            }
        }
        return result
    }

    private func encodeShared(
        _ batch: ColumnBatch,
        _ groups: [[Range<Int>]],
        options: WriterOptions,
        to file: inout [UInt8]
    ) throws(ParquetError) -> [[EncodedChunk]] {
        let leaves = batch.schema.leaves
        let encoders = encoders
        let queue = Mutex(ChunkQueue(batch, groups, file: file))
        // The queue owns the file's bytes now; a second owner would copy them at the first append.
        file = []
        DispatchQueue.concurrentPerform(iterations: encoders.count) { thread in
            let encoder = encoders[thread]
            while let task = queue.withLock({ $0.next() }) {
                do throws(ParquetError) {
                    let chunk = try encoder.encode(
                        batch.columns[task.leaf],
                        entries: groups[task.group][task.leaf],
                        leaf: leaves[task.leaf],
                        options: options
                    )
                    let bytes = encoder.output.array()
                    queue.withLock { $0.finish(task, chunk, bytes) }
                } catch {
                    queue.withLock { $0.fail(error) }
                }
            }
        }
        return try queue.withLock { (queue) throws(ParquetError) in
            file = queue.file
            queue.file = []
            if let failure = queue.failure { throw failure }
            return queue.finished
        }
    }
}

/// Hands out chunks, the largest of a row group first, and appends the finished ones in file order.
///
/// Bounded by the file itself, which is held in memory as a whole.
private struct ChunkQueue {
    struct Task {
        var group: Int
        var leaf: Int
    }

    var file: [UInt8]
    private(set) var finished: [[EncodedChunk]] = []
    private(set) var failure: ParquetError?
    private let tasks: [Task]
    private var handedOut = 0
    private var waiting: [[(chunk: EncodedChunk, bytes: [UInt8])?]]

    init(_ batch: ColumnBatch, _ groups: [[Range<Int>]], file: [UInt8]) {
        self.file = file
        let sizes = batch.columns.map(\.byteCount)
        let order = sizes.indices.sorted { sizes[$0] > sizes[$1] }
        tasks = groups.indices.flatMap { group in order.map { Task(group: group, leaf: $0) } }
        waiting = groups.map { $0.map { _ in nil } }
    }

    mutating func next() -> Task? {
        guard failure == nil, handedOut < tasks.count else { return nil }
        defer { handedOut += 1 }
        return tasks[handedOut]
    }

    mutating func finish(_ task: Task, _ chunk: EncodedChunk, _ bytes: [UInt8]) {
        waiting[task.group][task.leaf] = (chunk, bytes)
        while finished.count < waiting.count, waiting[finished.count].allSatisfy({ $0 != nil }) {
            var chunks: [EncodedChunk] = []
            for case (let chunk, let bytes)? in waiting[finished.count] {
                chunks.append(chunk.moved(to: file.count))
                file.append(contentsOf: bytes)
            }
            waiting[finished.count] = []
            finished.append(chunks)
        }
    }

    mutating func fail(_ error: ParquetError) {
        if failure == nil { failure = error }
    }
}
