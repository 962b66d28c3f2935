internal import Parquet

extension DeltaTable {
    /// Merges small files and applies deletion vectors, in one commit that only rearranges rows.
    ///
    /// Only files of the same partition and with the same tags are merged, and the new file keeps them. A merge
    /// holds the rows of its files in memory when it sorts, else one file's rows at a time and the file being
    /// written. Rows other writers append meanwhile are no conflict; a merge of which they removed or marked a
    /// file is given up, the others stand.
    ///
    /// - Throws: `invalidInput`, `dataFile`, `deletionVector`, `contention`, or as `commit`.
    @discardableResult
    public mutating func optimize(_ options: OptimizeOptions = OptimizeOptions()) throws(DeltaError)
        -> OptimizeResult
    {
        try verifyWritable()
        let packing = try FilePacking(self, options)
        guard !options.dryRun else { return planned(packing) }
        var merges: [Merge] = []
        do throws(DeltaError) {
            for bin in packing.bins { merges.append(try merge(bin, sortedBy: options.sortedBy)) }
        } catch {
            for merge in merges { discard(merge.outputs) }
            throw error
        }
        let planned = merges.count
        for _ in 0..<Self.operationAttempts {
            guard !merges.isEmpty else { break }
            if case .committed(let version) = try attemptOrDiscard(transaction(merges)) {
                return result(merges, lost: planned - merges.count, version: version)
            }
            try refresh()
            let lost = merges.filter { !isWhole($0) }
            merges.removeAll { !isWhole($0) }
            for merge in lost { discard(merge.outputs) }
        }
        for merge in merges { discard(merge.outputs) }
        guard merges.isEmpty else {
            throw .contention(operation: "OPTIMIZE", attempts: Self.operationAttempts, path: path)
        }
        return result([], lost: planned, version: nil)
    }

    /// Files and what they became.
    private struct Merge {
        var inputs: [AddFile]
        var outputs: [AddFile] = []
        var rows = 0
        var dropped = 0
    }

    private mutating func merge(_ files: [AddFile], sortedBy names: [String]) throws(DeltaError) -> Merge {
        var merge = Merge(inputs: files)
        let keys = names.filter { !metadata.partitionColumns.contains($0) }
        var rewriter = try Rewriter(self)
        var unsorted: ColumnBatch?
        for file in files {
            let data = try DataFile(file, of: self)
            let batch = try rewriter.rows(data)
            merge.rows += data.liveCount
            merge.dropped += data.deleted?.count ?? 0
            if keys.isEmpty {
                try rewriter.write(batch)
            } else if unsorted == nil {
                unsorted = batch
            } else {
                unsorted?.append(contentsOf: batch)
            }
        }
        if let unsorted { try rewriter.write(unsorted, sortedBy: keys) }
        if let output = try rewriter.finish(like: files[0], in: &self) { merge.outputs = [output] }
        return merge
    }

    private func transaction(_ merges: [Merge]) -> Transaction {
        var transaction = Transaction(operation: "OPTIMIZE", dataChange: false)
        for merge in merges {
            for file in merge.inputs { transaction.remove(file) }
            for file in merge.outputs { transaction.add(file) }
        }
        transaction.metrics = [
            "numRemovedFiles": "\(transaction.removes.count)", "numAddedFiles": "\(transaction.adds.count)",
            "numRemovedBytes": "\(merges.reduce(0) { $0 + $1.inputs.reduce(0) { $0 + $1.size } })",
            "numAddedBytes": "\(transaction.adds.reduce(0) { $0 + $1.size })",
        ]
        return transaction
    }

    /// Commits; on an error that says nothing happened, the new files go away.
    private mutating func attemptOrDiscard(_ transaction: Transaction) throws(DeltaError) -> CommitResult {
        do throws(DeltaError) {
            return try attempt(transaction)
        } catch {
            if case .commitUnknown = error { throw error }
            discard(transaction)
            throw error
        }
    }

    /// Whether the inputs of a merge are in the table as they were read.
    private func isWhole(_ merge: Merge) -> Bool {
        merge.inputs.allSatisfy { files[$0.path]?.key == $0.key }
    }

    private func planned(_ packing: FilePacking) -> OptimizeResult {
        let merges = packing.bins.map { bin in
            Merge(
                inputs: bin,
                rows: bin.reduce(0) { $0 + ($1.liveRowCount ?? 0) },
                dropped: bin.reduce(0) { $0 + Int($1.deletionVector?.cardinality ?? 0) }
            )
        }
        var planned = result(merges, lost: 0, version: nil)
        planned.filesAdded = merges.count
        return planned
    }

    private func result(_ merges: [Merge], lost: Int, version: Int64?) -> OptimizeResult {
        var result = OptimizeResult()
        result.version = version
        result.mergesLost = lost
        for merge in merges {
            result.filesRemoved += merge.inputs.count
            result.bytesRemoved += merge.inputs.reduce(0) { $0 + $1.size }
            result.filesAdded += merge.outputs.count
            result.bytesAdded += merge.outputs.reduce(0) { $0 + $1.size }
            result.rows += merge.rows
            result.rowsDropped += merge.dropped
        }
        return result
    }
}
