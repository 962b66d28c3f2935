internal import Parquet
internal import Storage

extension DeltaTable {
    /// The folder of change data files in the table's folder.
    static let changeFolder = "_change_data"

    /// Whether commits that change rows say which: the property is set and the protocol knows it.
    public var writesChangeData: Bool {
        metadata.hasChangeDataFeed && tableProtocol.features.contains(.changeDataFeed)
    }

    /// Writes rows of the table, partition columns included, as a change data file.
    mutating func stageChanges(
        _ batch: ColumnBatch,
        of type: ChangeType,
        partitionValues: [String: String?]
    ) throws(DeltaError) -> AddCDCFile {
        let data = batch.without(Set(metadata.partitionColumns))
        var marked = ColumnBatch(schema: Schema(data.schema.fields + [.optional(ChangeType.column, .string)]))
        var kinds = Column(type: .string, maxDefinition: 1)
        for _ in 0..<batch.rowCount { kinds.append(type.rawValue) }
        marked.columns = data.columns + [kinds]
        let partition = PartitionPath.folder(metadata.partitionColumns, partitionValues)
        let folder = partition.isEmpty ? Self.changeFolder : "\(Self.changeFolder)/\(partition)"
        let file = "\(folder)/cdc-00000-\(randomUUID()).c000.zstd.parquet"
        let encoded: EncodedFile
        do throws(ParquetError) {
            var writer = try FileWriter(schema: marked.schema)
            try writer.write(marked)
            encoded = try writer.finish()
        } catch {
            throw .dataFile(path: file, reason: error.description)
        }
        try writeDataFile(encoded.bytes, file, in: folder)
        let change = AddCDCFile(
            path: PartitionPath.uri(file),
            partitionValues: partitionValues,
            size: Int64(encoded.bytes.count)
        )
        staged.insert(change.path)
        return change
    }
}
