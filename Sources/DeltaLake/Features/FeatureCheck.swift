/// Whether this code may read and write a table.
///
/// A feature that is listed asks for what it is known to ask; one that nothing makes active asks for nothing.
struct FeatureCheck {
    let tableProtocol: TableProtocol
    let metadata: TableMetadata
    let path: String

    /// Fails with the name of the first feature a reader would have to honour and this one does not.
    func verifyReadable() throws(DeltaError) {
        guard (1...3).contains(tableProtocol.minReaderVersion) else {
            throw unsupported("reader version \(tableProtocol.minReaderVersion)")
        }
        for feature in tableProtocol.readerFeatures ?? [] {
            guard let known = TableFeature(rawValue: feature), known.concernsReaders else {
                throw unsupported(feature)
            }
        }
        let active = metadata.activeFeatures
        for feature in [TableFeature.columnMapping, .typeWidening] where active.contains(feature) {
            throw unsupported(feature.rawValue)
        }
        for column in metadata.schema.allColumns {
            if case .unsupported(let type) = column.type {
                throw unsupported("the type \(type) of column \(column.name)")
            }
        }
    }

    /// Fails with the name of the first feature a writer would have to honour and this one does not.
    func verifyWritable() throws(DeltaError) {
        guard (1...7).contains(tableProtocol.minWriterVersion) else {
            throw unsupported("writer version \(tableProtocol.minWriterVersion)")
        }
        for feature in tableProtocol.writerFeatures ?? [] {
            guard let known = TableFeature(rawValue: feature), known.isWritable else {
                throw unsupported(feature)
            }
        }
        let active = metadata.activeFeatures
        for feature in [TableFeature.generatedColumns, .identityColumns, .allowColumnDefaults]
        where active.contains(feature) {
            throw unsupported(feature.rawValue)
        }
        if metadata.configuration["delta.enableRowTracking"] == "true" { throw unsupported("rowTracking") }
        _ = try metadata.checkConstraints(path: path)
    }

    private func unsupported(_ feature: String) -> DeltaError {
        .unsupportedFeature(feature: feature, path: path)
    }
}
