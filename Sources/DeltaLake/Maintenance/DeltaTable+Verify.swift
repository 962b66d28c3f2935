internal import Parquet

extension DeltaTable {
    /// Holds every live file against the log: it is there, has its size and a readable footer, as many rows as
    /// its statistics say, partition values of their types, and a deletion vector that decodes.
    ///
    /// With `readsRows` every page of it is decoded too. The version checksum is compared when there is one.
    /// What is wrong is reported, not thrown.
    public func verify(readsRows: Bool = false) throws(DeltaError) -> VerifyReport {
        var report = VerifyReport(version: version)
        for file in filesInOrder {
            report.files += 1
            report.bytes += file.size
            do throws(DeltaError) {
                try verify(file, readsRows: readsRows, into: &report)
            } catch {
                report.problems.append(.init(path: file.path, reason: error.description))
            }
        }
        try verifyChecksum(into: &report)
        return report
    }

    private func verify(_ file: AddFile, readsRows: Bool, into report: inout VerifyReport)
        throws(DeltaError)
    {
        let data = try DataFile(file, of: self)
        report.rows += data.liveCount
        report.rowsDeleted += data.deleted?.count ?? 0
        func problem(_ reason: String) { report.problems.append(.init(path: data.name, reason: reason)) }
        if data.byteCount != file.size {
            problem("has \(data.byteCount) bytes, the log says \(file.size)")
        }
        if let count = file.rowCount, count != data.reader.rowCount {
            problem("has \(data.reader.rowCount) rows, its statistics say \(count)")
        } else if file.rowCount == nil, file.deletionVector != nil {
            problem("has a deletion vector and no row count in its statistics")
        }
        for name in metadata.partitionColumns {
            guard let column = metadata.schema[name], let value = file.partitionValues[name] else {
                problem("has no value for the partition column \(name)")
                continue
            }
            if let value, !PartitionValue.isValid(value, column.type) {
                problem("has a value of partition column \(name) that is not of its type")
            }
        }
        if readsRows { _ = try data.rows(dataColumns) }
    }

    /// Compares the snapshot with the version's checksum file.
    private func verifyChecksum(into report: inout VerifyReport) throws(DeltaError) {
        switch try checksumVerdict() {
        case .absent: return
        case .agrees: break
        case .differs(let field):
            report.problems.append(
                .init(path: LogFiles.checksum(version), reason: "does not agree with the log in \(field)")
            )
        }
        report.hadChecksum = true
    }
}
